//! Messages within a screen.

use super::icon::{Icon, icon};
use leptos::prelude::*;

/// How a message is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something did not work. Announced at once.
    Problem,
    /// Something to be careful about; whoever shows it announces it.
    Caution,
    /// Good to know. Announced when there is a pause.
    Note,
}

/// A message in a box of its own.
pub(crate) fn notice(tone: Tone, text: String, action: Option<AnyView>) -> AnyView {
    let (class, role, mark) = match tone {
        Tone::Problem => ("wink-notice wink-notice-problem", Some("alert"), Icon::Alert),
        Tone::Caution => ("wink-notice wink-notice-caution", None, Icon::Cloud),
        Tone::Note => ("wink-notice wink-notice-note", Some("status"), Icon::Info),
    };
    view! {
        <div class=class role=role>
            {icon(mark)}
            <p class="wink-notice-text">{text}</p>
            {action}
        </div>
    }
    .into_any()
}

/// What stands where there is nothing else to show.
pub(crate) fn empty_state(mark: Icon, title: String, text: &'static str, action: Option<AnyView>) -> AnyView {
    view! {
        <div class="wink-empty">
            <span class="wink-empty-icon">{icon(mark)}</span>
            <p class="wink-empty-title">{title}</p>
            <p class="wink-muted">{text}</p>
            {action}
        </div>
    }
    .into_any()
}
