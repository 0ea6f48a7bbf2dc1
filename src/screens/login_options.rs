//! Other ways to log in, each named after its first field.

use crate::messages::{Key, field_label, t, t_with};
use crate::ui::{El, Icon, LogoSize, bare, button, el, heading, icon, name_of, nothing, provider_logo};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Event, LoginOptions, State};
use wink_wire::{FieldKind, LoginField, LoginMethod, LoginOption};

pub(super) fn screen(view: View) -> AnyView {
    let options = view.peek(|flow| match flow.state() {
        State::LoginOptions(options) => Some(options.clone()),
        _ => None,
    });
    let Some(LoginOptions { provider, form }) = options else { return nothing() };
    let rows = form.detail.login_options.iter().enumerate();
    let rows = rows
        .map(|(position, option)| row(view, position, option, position == form.option, name_of(&provider)));
    let body = el("div", "wink-body")
        .child(provider_logo(&provider, LogoSize::Large))
        .child(heading(|| t(Key::OptionsTitle)))
        .child(el("p", "wink-lead").text(t_with(Key::OptionsLead, &[("provider", name_of(&provider))])))
        .child(el("ul", "wink-choices").children(rows));
    el("div", "wink-screen").child(body).into()
}

fn row(view: View, position: usize, option: &LoginOption, was_shown: bool, provider: &str) -> El {
    // Not a company code, which does not identify the person.
    let field = option.fields.iter().find(|field| field.kind != FieldKind::CompanyCode);
    let (name, mark) = match option.method {
        LoginMethod::AtProvider => (t_with(Key::SignInAt, &[("provider", provider)]), Icon::External),
        LoginMethod::Form | LoginMethod::Unknown => {
            (field.map(field_label).unwrap_or_default().to_owned(), field.map_or(Icon::Key, mark))
        }
    };
    let text = el("span", "wink-fact-text")
        .child(bare("strong").text(name))
        .maybe(was_shown.then(|| el("span", "wink-muted").text(t(Key::InUse))));
    let choice = button("wink-choice")
        .on_click(view, Event::LoginOptionChosen(position))
        .child(el("span", "wink-fact-icon").child(icon(mark)))
        .child(text)
        .child(icon(Icon::ChevronRight));
    bare("li").child(choice)
}

const fn mark(field: &LoginField) -> Icon {
    match field.kind {
        FieldKind::UserName | FieldKind::EmployeeId => Icon::Person,
        FieldKind::Email => Icon::Mail,
        FieldKind::MobileNumber => Icon::Phone,
        FieldKind::SsNumber => Icon::Document,
        FieldKind::CompanyCode => Icon::Briefcase,
        FieldKind::Password | FieldKind::Unknown => Icon::Key,
    }
}
