//! Security questions, all on one screen. The provider's own question is the label.

use super::{DESCRIBED_BY, Focus, Part, about, is_busy, phase, read};
use crate::messages::{Key, t, t_count};
use crate::ui::{El, Icon, bare, el, icon, live};
use crate::view::View;
use leptos::prelude::*;
use web_sys::HtmlInputElement;
use wink_flow::{Entry, Event, Factor, FactorPhase, SecondFactor, SecurityQuestions};
use wink_wire::Secret;

const fn questions(factor: &Factor) -> Option<&SecurityQuestions> {
    match factor {
        Factor::SecurityQuestions(questions) => Some(questions),
        _ => None,
    }
}

pub(super) fn part(view: View, first: &SecurityQuestions) -> Part {
    let asked = &first.asked.questions;
    let fields = asked.iter().enumerate().map(|(position, question)| field(view, position, question.clone()));
    Part {
        title: t_count(Key::QuestionsTitle, asked.len(), &[]),
        lead: |now| about(Key::QuestionsLead, now),
        fields: el("div", "wink-group").children(fields),
        focus: Focus { on: first_missing, at_once: true },
        button: Some(Key::Continue),
    }
}

/// The first field without an answer, otherwise the first.
fn first_missing(factor: &Factor) -> String {
    let missing = questions(factor)
        .and_then(|questions| (0..questions.answers.len()).find(|position| questions.is_missing(*position)));
    ["#", &input_id(missing.unwrap_or_default())].concat()
}

fn input_id(position: usize) -> String {
    ["wink-answer-", &position.to_string()].concat()
}

fn field(view: View, position: usize, question: String) -> El {
    let id = input_id(position);
    let fault_id = [&id, "-fault"].concat();
    let typed = move |now: &SecondFactor| {
        questions(&now.factor).and_then(|now| now.answers.get(position)).map(|text| text.expose().to_owned())
    };
    let is_missing = move || {
        read(view, |now| {
            now.phase == FactorPhase::Missing
                && questions(&now.factor).is_some_and(|questions| questions.is_missing(position))
        })
        .unwrap_or(false)
    };
    let input = el("input", "wink-input")
        .set("id", id.clone())
        .set("type", "text")
        .set("autocomplete", "off")
        .set("autocapitalize", "none")
        .set("autocorrect", "off")
        .set("spellcheck", "false")
        .set("maxlength", "128")
        .set("dir", "auto")
        .set("aria-describedby", [DESCRIBED_BY, " ", &fault_id].concat())
        .follow_flag("aria-invalid", move || {
            is_missing() || matches!(phase(view), Some(FactorPhase::Wrong(_)))
        })
        .follow_flag("readonly", move || is_busy(view))
        .value(live(move || read(view, typed).flatten().unwrap_or_default()))
        .on("input", move |event| {
            let input: HtmlInputElement = event_target(&event);
            view.send(Event::FactorEntered(Entry::Typed(position, Secret::from(input.value()))));
        });
    let fault =
        || el("p", "wink-fault").child(icon(Icon::Alert)).child(bare("span").text(t(Key::QuestionMissing)));
    el("div", "wink-field")
        .child(bare("label").set("for", id).set("dir", "auto").text(question))
        .child(input)
        .child(
            bare("div")
                .set("id", fault_id)
                .set("role", "alert")
                .switch(is_missing, move |is_missing| is_missing.then(|| fault().into())),
        )
}
