//! Buttons.

use super::el::{El, Text, button, el};
use crate::view::View;
use wink_flow::Event;

/// How much a button stands out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    /// The main action; one per screen.
    Primary,
    /// An alternative.
    Secondary,
    /// A minor action.
    Quiet,
    /// It deletes something.
    Danger,
}

impl Rank {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Primary => "wink-button wink-button-primary",
            Self::Secondary => "wink-button wink-button-secondary",
            Self::Quiet => "wink-button wink-button-quiet",
            Self::Danger => "wink-button wink-button-danger",
        }
    }
}

/// A button that sends one event.
pub(crate) fn action(view: View, rank: Rank, label: &'static str, event: Event) -> El {
    button(rank.class()).on_click(view, event).text(label)
}

/// The button that sends the form around it. While `busy` gives a text it shows that, keeps the focus and does
/// nothing.
pub(crate) fn submit(
    label: impl Into<Text>,
    busy: impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static,
) -> El {
    let label: Text = label.into();
    let (is_busy, is_turning) = (busy.clone(), busy.clone());
    el("button", Rank::Primary.class())
        .set("type", "submit")
        .follow_flag("aria-disabled", move || is_busy().is_some())
        .switch(move || is_turning().is_some(), |is_busy| is_busy.then(|| spinner().into()))
        .live_text(move || busy().map_or_else(|| label.clone(), Text::Borrowed))
}

/// A spinner. The text beside it says what the widget is waiting for.
pub(crate) fn spinner() -> El {
    el("span", "wink-spinner").set("aria-hidden", "true")
}
