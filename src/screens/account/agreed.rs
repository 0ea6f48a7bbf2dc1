//! The receipt of the consent, and the text that the person agreed to, which opens in place.

use crate::messages::{Key, t, t_with};
use crate::ui::{El, Icon, Tone, agreement, bare, button, el, icon, local_date, notice};
use crate::view::View;
use wink_flow::{AgreedDocument, Event, State};
use wink_wire::AgreedConsent;

/// "5 January 2026, to version 2026-01"
pub(super) fn when_and_what(consent: &AgreedConsent) -> String {
    let date = local_date(&consent.agreed_at).unwrap_or_else(|| consent.agreed_at.clone());
    t_with(Key::AgreedVersion, &[("date", &date), ("version", &consent.version)])
}

fn shown(view: View) -> AgreedDocument {
    view.read(|flow| match flow.state() {
        State::Account(page) => page.document.clone(),
        _ => AgreedDocument::Folded,
    })
}

/// The text, on demand.
pub(super) fn document(view: View) -> El {
    let is_open = move || shown(view) != AgreedDocument::Folded;
    let label = move || t(if is_open() { Key::HideAgreement } else { Key::ReadAgreement });
    let toggle = button("wink-link wink-disclosure")
        .follow_bool("aria-expanded", is_open)
        .set("aria-controls", "wink-agreed")
        .on_click(view, Event::DocumentToggled)
        .child(icon(Icon::Document))
        .child(bare("span").live_text(label))
        .child(icon(Icon::ChevronDown));
    let text = bare("div").set("id", "wink-agreed").switch(
        move || shown(view),
        |document| {
            Some(match document {
                AgreedDocument::Folded => return None,
                AgreedDocument::Loading(_) => {
                    el("p", "wink-muted").set("role", "status").text(t(Key::AgreementLoading)).into()
                }
                AgreedDocument::Unfolded(agreed) => agreement(&agreed.text, agreed.language).into(),
                AgreedDocument::Unavailable => {
                    notice(Tone::Problem, t(Key::AgreementUnavailable), None).into()
                }
            })
        },
    );
    bare("div").child(toggle).child(text)
}
