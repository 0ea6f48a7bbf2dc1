//! What an invite's link shows: the way into the widget, thanks, or why there is none and what to do next.

use super::html::{Card, Offer, mail_link};
use crate::clock::{day, iso};
use crate::http::page::Page;
use crate::http::rich_text::{fill, name};
use crate::invites::{expires_at, values, variables};
use crate::store::{Invite, InvitePage, InviteStatus};
use crate::texts::{Notice, Text};
use axum::http::StatusCode;
use maud::{Markup, html};
use wink_wire::Language;

const EXPIRED: Notice = Notice::new(Text::InviteExpiredTitle, Text::InviteExpired);
const USED: Notice = Notice::new(Text::InviteUsedTitle, Text::InviteUsed);
const UNKNOWN: Notice = Notice::new(Text::InviteUnknownTitle, Text::InviteUnknown);
const AWAY: Notice = Notice::new(Text::InviteAwayTitle, Text::InviteAway);
const BROKEN: Notice = Notice::new(Text::InviteBrokenTitle, Text::InviteBroken);

/// How long after linking the link still thanks, and lets another account be linked: the visit in which it happened.
const VISIT_MILLIS: i64 = 60 * 60 * 1000;

/// The state of an invite, for a person who follows its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Open,
    Thanked,
    Used,
    Expired,
}

impl Standing {
    pub(super) fn of(invite: &Invite, now_millis: i64) -> Self {
        let is_over = invite.ended_at.is_some() || now_millis >= expires_at(invite);
        match invite.linked_at {
            Some(at) if invite.ended_at.is_some() || now_millis >= at + VISIT_MILLIS => Self::Used,
            Some(_) if invite.status == InviteStatus::Linked => Self::Thanked,
            Some(_) | None if is_over => Self::Expired,
            Some(_) | None => Self::Open,
        }
    }

    /// Whether the widget opens.
    pub(super) const fn opens(self) -> bool {
        matches!(self, Self::Open | Self::Thanked)
    }
}

/// The page of an invite.
pub(super) fn page(invite: &Invite, standing: Standing, language: Language) -> Page {
    match standing {
        Standing::Open => {
            let end = expires_at(invite);
            let date = html! { time datetime=(iso(end)) { (day(end)) } };
            let notes = html! {
                p.small { (with_company(Text::InviteOpens, invite, language)) }
                p.small { (fill(Text::InviteValidUntil.in_language(language), &[("date", &date)])) }
                p.small { a href={ "/invite/" (invite.url_key) "/unsubscribe" } { (Text::InviteStopButton.in_language(language)) } }
            };
            with_button(invite, &invite.texts.landing_page, Offer::First, notes, language)
        }
        Standing::Thanked => {
            let notes = html! { p.small { (Text::InviteAllDone.in_language(language)) } };
            with_button(invite, &invite.texts.success_page, Offer::Another, notes, language)
        }
        Standing::Used => without_button(invite, USED, language),
        Standing::Expired => without_button(invite, EXPIRED, language),
    }
}

/// The page of an unknown link.
pub(super) fn unknown(language: Language) -> Page {
    plain(StatusCode::NOT_FOUND, UNKNOWN, language)
}

/// The page during a temporary failure.
pub(super) fn away(language: Language) -> Page {
    plain(StatusCode::SERVICE_UNAVAILABLE, AWAY, language)
}

/// The page after an internal error.
pub(super) fn broken(language: Language) -> Page {
    plain(StatusCode::INTERNAL_SERVER_ERROR, BROKEN, language)
}

/// A page that is not about an invite.
fn plain(status: StatusCode, notice: Notice, language: Language) -> Page {
    let text = html! { (notice.text.in_language(language)) };
    let card =
        Card { title: notice.title.in_language(language), invite: None, text, button: None, notes: html! {} };
    card.page(status, language)
}

fn with_button(invite: &Invite, texts: &InvitePage, offer: Offer, notes: Markup, language: Language) -> Page {
    let filled = |text: &str| variables::fill(text, values(invite));
    let (title, label) = (filled(&texts.header), filled(&texts.button));
    let text = html! { (filled(&texts.description)) };
    let card = Card { title: &title, invite: Some(invite), text, button: Some((&label, offer)), notes };
    card.page(StatusCode::OK, language)
}

fn without_button(invite: &Invite, notice: Notice, language: Language) -> Page {
    let card = Card {
        title: notice.title.in_language(language),
        invite: Some(invite),
        text: with_company(notice.text, invite, language),
        button: None,
        notes: mail_link(&invite.texts.email.reply_address),
    };
    card.page(StatusCode::GONE, language)
}

/// One of our texts with the company's name in it.
fn with_company(text: Text, invite: &Invite, language: Language) -> Markup {
    fill(text.in_language(language), &[("company", &name(&invite.texts.company.name))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invites::tests::invite;

    #[test]
    fn a_link_stands_as_its_invite_does() {
        let hour = 60 * 60 * 1000;
        let (fresh, made) = (invite(), invite().created_at);
        let end = expires_at(&fresh);
        assert_eq!(end - made, 14 * 24 * hour);
        for (status, linked_at, now, standing) in [
            (InviteStatus::Invited, None, made, Standing::Open),
            (InviteStatus::WinkWidgetOpened, None, end - 1, Standing::Open),
            (InviteStatus::WinkWidgetOpened, None, end, Standing::Expired),
            (InviteStatus::Linked, Some(made + hour), made + hour, Standing::Thanked),
            (InviteStatus::Linked, Some(made + hour), made + 2 * hour - 1, Standing::Thanked),
            (InviteStatus::Linked, Some(made + hour), made + 2 * hour, Standing::Used),
            (InviteStatus::Linked, Some(end - 1), end, Standing::Thanked),
            (InviteStatus::Revoked, Some(made + hour), made + hour, Standing::Open),
            (InviteStatus::Revoked, Some(end - 1), end, Standing::Expired),
            (InviteStatus::Revoked, Some(made + hour), end, Standing::Used),
        ] {
            let invite = Invite { status, linked_at, ..fresh.clone() };
            assert_eq!(Standing::of(&invite, now), standing, "{status:?} {linked_at:?} {now}");
        }
    }
}
