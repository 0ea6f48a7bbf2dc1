//! Messages within a screen.

use super::el::{El, Text, el};
use super::icon::{Icon, icon};

/// How a message is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something did not work. Announced at once.
    Problem,
    /// Something to be careful about; the screen that shows it announces it.
    Caution,
    /// Good to know. If it appears later than the screen, the screen announces it.
    Note,
}

/// A message in a box of its own.
pub(crate) fn notice(tone: Tone, text: impl Into<Text>, action: Option<El>) -> El {
    let (class, role, mark) = match tone {
        Tone::Problem => ("wink-notice wink-notice-problem", Some("alert"), Icon::Alert),
        Tone::Caution => ("wink-notice wink-notice-caution", None, Icon::Cloud),
        Tone::Note => ("wink-notice wink-notice-note", None, Icon::Info),
    };
    let notice = match role {
        Some(role) => el("div", class).set("role", role),
        None => el("div", class),
    };
    notice.child(icon(mark)).child(el("p", "wink-notice-text").text(text)).maybe(action)
}

/// What stands where there is nothing else to show.
pub(crate) fn empty_state(mark: Icon, title: impl Into<Text>, text: &'static str, action: Option<El>) -> El {
    el("div", "wink-empty")
        .child(el("span", "wink-empty-icon").child(icon(mark)))
        .child(el("p", "wink-empty-title").text(title))
        .child(el("p", "wink-muted").text(text))
        .maybe(action)
}
