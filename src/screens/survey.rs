//! "Can't find your employer?": asks for its name, optionally its country and an e-mail address, then thanks the person.

use crate::messages::{Key, country_names, t, t_with};
use crate::ui::{
    El, Icon, Node, Rank, Tone, action, bare, effect, el, focus_in, has_fine_pointer, heading, icon, live,
    next_frame, notice, submit,
};
use crate::view::View;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use wink_flow::{Event, FieldFault, Flow, State, Survey, SurveyField, SurveyStage};

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&Survey) -> T) -> Option<T> {
    view.read(|flow| match flow.state() {
        State::Survey(survey) => Some(part(survey)),
        _ => None,
    })
}

fn is_sent(view: View) -> bool {
    read(view, |survey| matches!(survey.stage, SurveyStage::Thanks(_))).unwrap_or(false)
}

fn is_sending(view: View) -> bool {
    read(view, |survey| matches!(survey.stage, SurveyStage::Sending(_))).unwrap_or(false)
}

pub(super) fn screen(view: View) -> AnyView {
    let parts = move |is_sent: bool| Some(if is_sent { thanks(view).into() } else { form(view).into() });
    el("div", "wink-screen").switch(move || is_sent(view), parts).into()
}

fn form(view: View) -> El {
    let root = Node::new();
    let fields = el("div", "wink-group")
        .child(text_field(view, &NAME))
        .child(country(view))
        .child(text_field(view, &EMAIL));
    let is_lost = move || read(view, |survey| survey.stage == SurveyStage::NotSent).unwrap_or(false);
    let body = el("div", "wink-body")
        .child(el("span", "wink-empty-icon").child(icon(Icon::Briefcase)))
        .child(heading(|| t(Key::SurveyTitle)))
        .child(el("p", "wink-lead").text(t(Key::SurveyLead)))
        .switch(is_lost, |is_lost| is_lost.then(|| notice(Tone::Problem, t(Key::SurveyNotSent), None).into()))
        .child(fields);
    // After the heading has received the focus. Not on a phone, where the keyboard would cover the text.
    effect(move || {
        if let Some(root) = root.get().filter(|_| has_fine_pointer()) {
            focus_in(&root, "#wink-survey-name");
        }
    });
    let busy = move || is_sending(view).then(|| t(Key::SurveySending));
    el("form", "wink-screen")
        .set("novalidate", "")
        .node(root)
        .on("submit", move |event| {
            event.prevent_default();
            view.send(Event::SurveySubmitted);
            // After the field is marked as invalid.
            next_frame(root, |root| focus_in(&root, "[aria-invalid]"));
        })
        .child(body)
        .child(el("div", "wink-foot").child(submit(t(Key::SurveySend), busy)))
}

/// One of the text fields.
struct TextField {
    field: SurveyField,
    id: &'static str,
    hint_id: &'static str,
    fault_id: &'static str,
    described_by: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    longest: &'static str,
    label: Key,
    hint: Key,
    value: fn(&Survey) -> &str,
    fault: fn(&Survey) -> Option<FieldFault>,
}

const NAME: TextField = TextField {
    field: SurveyField::Name,
    id: "wink-survey-name",
    hint_id: "wink-survey-name-hint",
    fault_id: "wink-survey-name-fault",
    described_by: "wink-survey-name-hint wink-survey-name-fault",
    kind: "text",
    autocomplete: "organization",
    longest: "200",
    label: Key::SurveyName,
    hint: Key::SurveyNameHint,
    value: |survey| &survey.name,
    fault: |survey| survey.name_fault,
};

const EMAIL: TextField = TextField {
    field: SurveyField::Email,
    id: "wink-survey-email",
    hint_id: "wink-survey-email-hint",
    fault_id: "wink-survey-email-fault",
    described_by: "wink-survey-email-hint wink-survey-email-fault",
    kind: "email",
    autocomplete: "email",
    longest: "254",
    label: Key::SurveyEmail,
    hint: Key::SurveyEmailHint,
    value: |survey| &survey.email,
    fault: |survey| survey.email_fault,
};

fn text_field(view: View, about: &TextField) -> El {
    let (value, fault, field, label) = (about.value, about.fault, about.field, about.label);
    let fault = move || read(view, fault).flatten();
    let input = el("input", "wink-input")
        .set("id", about.id)
        .set("type", if field == SurveyField::Email { "email" } else { "text" })
        .set("inputmode", about.kind)
        .set("autocomplete", about.autocomplete)
        .set("maxlength", about.longest)
        .set("aria-describedby", about.described_by)
        .follow_flag("aria-invalid", move || fault().is_some())
        .follow_flag("readonly", move || is_sending(view))
        .value(live(move || read(view, |survey| value(survey).to_owned()).unwrap_or_default()))
        .on("input", move |event| {
            let input: HtmlInputElement = event_target(&event);
            view.send(Event::SurveyEdited(field, input.value()));
        });
    let words = move |fault: FieldFault| {
        let key = match fault {
            FieldFault::Missing => Key::FieldMissing,
            FieldFault::DoesNotFit => Key::FieldDoesNotFit,
        };
        let label = if field == SurveyField::Email { Key::Email } else { label };
        let text = t_with(key, &[("label", t(label))]);
        el("p", "wink-fault").set("role", "alert").child(icon(Icon::Alert)).child(bare("span").text(text))
    };
    el("div", "wink-field")
        .child(bare("label").set("for", about.id).text(t(label)))
        .child(input)
        .child(el("p", "wink-hint").set("id", about.hint_id).text(t(about.hint)))
        .child(
            bare("div")
                .set("id", about.fault_id)
                .switch(fault, move |fault| fault.map(|fault| words(fault).into())),
        )
}

fn country(view: View) -> El {
    let options =
        country_names().into_iter().map(|(code, name)| bare("option").set("value", code).text(name));
    let select = el("select", "wink-input")
        .set("id", "wink-survey-country")
        .set("autocomplete", "country")
        .follow_flag("disabled", move || is_sending(view))
        .child(bare("option").set("value", "").text(t(Key::SurveyNoCountry)))
        .children(options)
        .value(live(move || read(view, |survey| survey.country.clone()).unwrap_or_default()))
        .on("change", move |event| {
            let select: HtmlSelectElement = event_target(&event);
            view.send(Event::SurveyEdited(SurveyField::Country, select.value()));
        });
    el("div", "wink-field")
        .child(bare("label").set("for", "wink-survey-country").text(t(Key::SurveyCountry)))
        .child(el("div", "wink-select-line").child(select))
}

fn thanks(view: View) -> El {
    let name = read(view, |survey| survey.name.trim().to_owned()).unwrap_or_default();
    let offers_upload = view.peek(Flow::offers_upload);
    let (lead, done) = if offers_upload {
        (Key::ThanksLeadUpload, Rank::Secondary)
    } else {
        (Key::ThanksLead, Rank::Primary)
    };
    let body = el("div", "wink-body wink-body-middle")
        .child(el("span", "wink-success").child(icon(Icon::Check)))
        .child(heading(|| t(Key::ThanksTitle)))
        .child(el("p", "wink-lead").text(t_with(lead, &[("name", &name)])));
    let upload = || action(view, Rank::Primary, t(Key::UploadADocument), Event::UploadInsteadPressed);
    let foot = el("div", "wink-foot").maybe(offers_upload.then(upload)).child(action(
        view,
        done,
        t(Key::Done),
        Event::DonePressed,
    ));
    el("div", "wink-screen").child(body).child(foot)
}
