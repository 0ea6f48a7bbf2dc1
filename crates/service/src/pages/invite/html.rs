//! What the pages of an invite share: one card under a policy that allows the widget and the logo, and nothing else.

use crate::http::page::{Page, Script};
use crate::http::policy::{Allowed, Images, Origin, Policy, Scripts, Workers};
use crate::store::{Invite, InviteCompany};
use crate::texts::Text;
use axum::http::StatusCode;
use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use wink_wire::Language;

/// What stands unchanged in the address of an e-mail.
const IN_MAILTO: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_').remove(b'+');

/// When the widget is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    First,
    /// After a success: with a mark of it, and a button that stands out less.
    Another,
}

/// A card that is being filled.
#[derive(Debug)]
pub(super) struct Card<'a> {
    pub(super) title: &'a str,
    /// The invite that the page is about; a page without one is neither styled for a company nor shows one.
    pub(super) invite: Option<&'a Invite>,
    pub(super) text: Markup,
    /// The label of a button that opens the widget.
    pub(super) button: Option<(&'a str, Offer)>,
    /// What stands below.
    pub(super) notes: Markup,
}

impl Card<'_> {
    pub(super) fn page(&self, status: StatusCode, language: Language) -> Page {
        let body = html! {
            main {
                @if let Some(invite) = self.invite { (company(&invite.texts.company)) }
                @if let Some((_, Offer::Another)) = self.button { p.mark aria-hidden="true" { "✓" } }
                h1 dir="auto" { (self.title) }
                p.text dir="auto" { (self.text) }
                @if let Some((label, offer)) = self.button { (opening(label, offer, language)) }
                (self.notes)
            }
        };
        let mut page = Page::new(status, language, self.title, body)
            .style_sheet("/invites/page.css")
            .under(self.policy());
        if let Some(invite) = self.invite {
            page = page.style_sheet(format!("/invite/{}/theme.css", invite.url_key));
        }
        if self.button.is_some() {
            page =
                page.script(Script::Classic("/v2/smile.v2.js")).script(Script::Classic("/invites/page.js"));
        }
        page
    }

    pub(super) fn policy(&self) -> Policy {
        let logo = self.invite.and_then(|invite| Origin::of(&invite.texts.company.logo_url));
        let images = [Images::Own, Images::Data, Images::Blobs].into_iter().chain(logo.map(Images::Of));
        Policy {
            scripts: Scripts::OwnWithWebAssembly,
            styles: Allowed::Own,
            connections: Allowed::Own,
            images: images.collect(),
            workers: Workers::OwnAndBlobs,
            ..Policy::default()
        }
    }
}

/// Whose page it is. The logo says nothing that the name does not.
fn company(company: &InviteCompany) -> Markup {
    html! {
        p.company {
            img src=(company.logo_url) alt="" width="48" height="48";
            bdi { (company.name) }
        }
    }
}

fn opening(label: &str, offer: Offer, language: Language) -> Markup {
    let class = match offer {
        Offer::First => "primary",
        Offer::Another => "secondary",
    };
    html! {
        button #open type="button" class=(class) dir="auto" { (label) }
        div role="alert" { p.fault #fault hidden { (Text::InviteFailed.in_language(language)) } }
        noscript { p.fault { (Text::InviteNoScript.in_language(language)) } }
    }
}

/// A way to write to somebody.
pub(super) fn mail_link(address: &str) -> Markup {
    let target = utf8_percent_encode(address, IN_MAILTO);
    html! { p { a href={ "mailto:" (target) } { bdi { (address) } } } }
}
