//! Buttons.

#![expect(unreachable_pub, reason = "the component macro makes the parts of a component public")]

use super::live::{Live, live, on_press};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::Event;

/// How much a button stands out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    /// The way on; one on a screen.
    Primary,
    /// Another good way.
    Secondary,
    /// A way that is there when looked for.
    Quiet,
    /// It deletes something.
    Danger,
}

impl Rank {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "wink-button wink-button-primary",
            Self::Secondary => "wink-button wink-button-secondary",
            Self::Quiet => "wink-button wink-button-quiet",
            Self::Danger => "wink-button wink-button-danger",
        }
    }
}

/// A button that says one thing.
#[component]
pub(crate) fn ActionButton(view: View, rank: Rank, label: &'static str, event: Event) -> impl IntoView {
    view! {
        <button type="button" class=rank.class() on:click=on_press(move || view.send(event.clone()))>
            {label}
        </button>
    }
}

/// The button that sends the form around it. While busy it says so, keeps the focus and does nothing.
#[component]
pub(crate) fn SubmitButton(
    label: &'static str,
    mut busy_label: Live<&'static str>,
    is_busy: Memo<bool>,
) -> impl IntoView {
    view! {
        <button type="submit" class=Rank::Primary.class() aria-disabled=live(move || is_busy.get().then_some("true"))>
            <span class="wink-spinner" class:wink-gone=live(move || !is_busy.get()) aria-hidden="true"></span>
            {live(move || if is_busy.get() { busy_label() } else { label })}
        </button>
    }
}
