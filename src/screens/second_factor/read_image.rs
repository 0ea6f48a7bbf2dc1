//! Typing the characters in a picture.

use super::{DESCRIBED_BY, Focus, Part, about, is_busy, phase, read};
use crate::messages::{Key, t};
use crate::ui::{El, bare, el, live, picture};
use crate::view::View;
use leptos::prelude::*;
use web_sys::HtmlInputElement;
use wink_flow::{Entry, Event, Factor, FactorPhase, ReadImage, SecondFactor};
use wink_wire::Secret;

const fn image(factor: &SecondFactor) -> Option<&ReadImage> {
    match &factor.factor {
        Factor::ReadImage(image) => Some(image),
        _ => None,
    }
}

pub(super) fn part(view: View) -> Part {
    // The person can request another picture.
    let shown = move || read(view, |now| image(now).map(|image| image.asked.picture.clone())).flatten();
    let frame = el("div", "wink-read").switch(shown, |shown| {
        shown.map(|shown| picture(&shown, t(Key::ReadImagePicture).to_owned()).into())
    });
    Part {
        title: t(Key::ReadImageTitle).to_owned(),
        lead: |now| about(Key::ReadImageLead, now),
        fields: el("div", "wink-group").child(frame).child(field(view)),
        focus: Focus::FIELD,
        button: Some(Key::Continue),
    }
}

fn field(view: View) -> El {
    let typed = move || read(view, |now| image(now).map(|image| image.text.expose().to_owned()));
    let input = el("input", "wink-input")
        .set("id", "wink-read")
        .set("type", "text")
        .set("autocomplete", "off")
        .set("autocapitalize", "characters")
        .set("autocorrect", "off")
        .set("spellcheck", "false")
        .set("enterkeyhint", "go")
        .set("maxlength", "128")
        .set("aria-describedby", DESCRIBED_BY)
        .follow_flag("aria-invalid", move || {
            matches!(phase(view), Some(FactorPhase::Wrong(_) | FactorPhase::Missing))
        })
        .follow_flag("readonly", move || is_busy(view))
        .value(live(move || typed().flatten().unwrap_or_default()))
        .on("input", move |event| {
            let input: HtmlInputElement = event_target(&event);
            view.send(Event::FactorEntered(Entry::Typed(0, Secret::from(input.value()))));
        });
    let label = bare("label").set("for", "wink-read").text(t(Key::ReadImageLabel));
    el("div", "wink-field").child(label).child(input)
}
