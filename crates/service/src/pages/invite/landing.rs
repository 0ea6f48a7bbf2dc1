//! What an invite's link shows: the way into the widget, thanks, or why there is none and what to do next.

use super::html::{Button, Page, logo_origins, mail_link};
use crate::clock::{day, iso};
use crate::http::html::escape;
use crate::invites::variables::fill;
use crate::invites::words::{Notice, Words};
use crate::invites::{expires_at, values};
use crate::store::{Invite, InvitePage, InviteStatus};
use axum::http::StatusCode;

/// How long after linking the link still thanks, and lets another account be linked: the visit in which it happened.
const VISIT_MILLIS: i64 = 60 * 60 * 1000;

/// Where an invite stands for the person who comes by its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Open,
    Thanked,
    Used,
    Expired,
}

impl Standing {
    pub(super) fn of(invite: &Invite, now_millis: i64) -> Self {
        let is_over = now_millis >= expires_at(invite);
        match invite.linked_at {
            Some(at) if now_millis >= at + VISIT_MILLIS => Self::Used,
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
pub(super) fn page(invite: &Invite, standing: Standing, words: &'static Words) -> Page {
    match standing {
        Standing::Open => {
            let time =
                format!("<time datetime=\"{}\">{}</time>", iso(expires_at(invite)), day(expires_at(invite)));
            let notes = format!(
                "<p class=\"small\">{}</p><p class=\"small\">{}</p>",
                in_words(words.opens, invite),
                escape(words.valid_until).replace("{date}", &time)
            );
            with_button(invite, &invite.texts.landing_page, Button::Primary, &notes, words)
        }
        Standing::Thanked => {
            let notes = format!("<p class=\"small\">{}</p>", escape(words.all_done));
            let page = with_button(invite, &invite.texts.success_page, Button::Secondary, &notes, words);
            page.marked()
        }
        Standing::Used => without_button(invite, words.used, words),
        Standing::Expired => without_button(invite, words.expired, words),
    }
}

/// The page of a link that is not one of ours.
pub(super) fn unknown(words: &'static Words) -> Page {
    Page::new(StatusCode::NOT_FOUND, words).with(words.unknown.title, &escape(words.unknown.text))
}

/// The page while something that passes is in the way.
pub(super) fn away(words: &'static Words) -> Page {
    Page::new(StatusCode::SERVICE_UNAVAILABLE, words).with(words.away.title, &escape(words.away.text))
}

/// The page of a failure of ours.
pub(super) fn broken(words: &'static Words) -> Page {
    Page::new(StatusCode::INTERNAL_SERVER_ERROR, words).with(words.broken.title, &escape(words.broken.text))
}

fn with_button(
    invite: &Invite,
    texts: &InvitePage,
    button: Button,
    notes: &str,
    words: &'static Words,
) -> Page {
    let filled = |text: &str| fill(text, values(invite));
    Page::new(StatusCode::OK, words)
        .of_company(&invite.texts.company, logo_origins(invite))
        .with(&filled(&texts.header), &escape(&filled(&texts.description)))
        .opening(&invite.url_key, &filled(&texts.button), button)
        .noting(notes)
}

fn without_button(invite: &Invite, notice: Notice, words: &'static Words) -> Page {
    Page::new(StatusCode::GONE, words)
        .of_company(&invite.texts.company, logo_origins(invite))
        .with(notice.title, &in_words(notice.text, invite))
        .styled_for(&invite.url_key)
        .noting(&mail_link(&invite.texts.email.reply_address))
}

/// One of our texts with the company's name in it.
fn in_words(text: &str, invite: &Invite) -> String {
    let name = format!("<bdi>{}</bdi>", escape(&invite.texts.company.name));
    escape(text).replace("{company}", &name)
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
