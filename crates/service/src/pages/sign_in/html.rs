//! What the pages of a sign-in share: one card, and a policy that allows our own scripts, style and forms.

use crate::http::page::{Page, Script};
use crate::http::policy::{Allowed, Policy, Scripts};
use crate::texts::Notice;
use axum::http::StatusCode;
use maud::{Markup, html};
use wink_wire::Language;

/// The tone of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Neutral,
    Bad,
}

/// Whether a page at the end of a sign-in closes its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    ByItself,
    ByHand,
}

/// A page with a message.
pub(super) fn message(status: StatusCode, tone: Tone, notice: Notice, language: Language) -> Page {
    card(status, notice.title.in_language(language), &notice_markup(tone, notice, language), language)
}

/// A page with a message at the end of a sign-in. It notifies the widget, and may close its window.
pub(super) fn last_message(
    status: StatusCode,
    tone: Tone,
    closing: Closing,
    notice: Notice,
    language: Language,
) -> Page {
    let closes_by = match closing {
        Closing::ByItself => "itself",
        Closing::ByHand => "hand",
    };
    let body = html! { div #returned data-closes-by=(closes_by) { (notice_markup(tone, notice, language)) } };
    card(status, notice.title.in_language(language), &body, language)
        .script(Script::Classic("/sign-in/return.js"))
}

/// A page with anything on its card.
pub(super) fn card(
    status: StatusCode,
    title: impl Into<String>,
    content: &Markup,
    language: Language,
) -> Page {
    let policy =
        Policy { scripts: Scripts::Own, styles: Allowed::Own, forms: Allowed::Own, ..Policy::default() };
    Page::new(status, language, title, html! { main { (content) } })
        .style_sheet("/sign-in/pages.css")
        .under(policy)
}

fn notice_markup(tone: Tone, notice: Notice, language: Language) -> Markup {
    let (class, mark) = match tone {
        Tone::Good => ("good", "✓"),
        Tone::Neutral => ("neutral", "–"),
        Tone::Bad => ("bad", "!"),
    };
    html! {
        p.mark.(class) aria-hidden="true" { (mark) }
        h1 { (notice.title.in_language(language)) }
        p { (notice.text.in_language(language)) }
    }
}
