//! The e-mail of an invite: the host's text in plain text, then the link. There is no other link in it.

use super::variables::fill;
use super::web_links::defuse;
use super::{expires_at, landing_page, unsubscribe_page, values};
use crate::clock::day;
use crate::store::Invite;
use crate::texts::Text;
use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::{Address, Message};
use std::time::SystemTime;
use wink_wire::Language;

/// The e-mail cannot be composed, because another version with other rules stored the invite.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unwritable {
    #[error("invalid e-mail address")]
    Address(#[from] lettre::address::AddressError),
    #[error(transparent)]
    Message(#[from] lettre::error::Error),
}

/// Composes the e-mail. Its Message-ID is the invite's id, so that mail programs recognize a repetition.
pub(super) fn letter(
    invite: &Invite,
    from: Mailbox,
    language: Language,
    now: Timestamp,
) -> Result<Message, Unwritable> {
    let (texts, values) = (&invite.texts.email, values(invite));
    // Whatever a name or an older text holds: only what the service adds itself is a link.
    let filled = |text: &str| defuse(&fill(text, values));
    let line = |text: &str| on_one_line(&filled(text));
    let to: Address = invite.email.parse()?;
    let reply: Address = texts.reply_address.parse()?;
    let text = format!(
        "{}\n\n{}\n{}\n\n--\n{}\n",
        filled(&texts.body).trim_end(),
        line(&invite.texts.landing_page.button),
        landing_page(invite),
        Text::InviteLetterEnd.in_language(language).replace("{date}", &day(expires_at(invite))),
    );
    let message_id = format!("<{}@{}>", invite.id, from.email.domain());
    let message = Message::builder()
        .from(from)
        .reply_to(Mailbox::new(None, reply))
        .to(Mailbox::new(Some(on_one_line(&defuse(&invite.full_name))), to))
        .subject(line(&texts.subject))
        .date(SystemTime::from(now))
        .message_id(Some(message_id))
        // No automatic answers, please (RFC 3834).
        .raw_header(ready("Auto-Submitted", "auto-generated"))
        // The button of mail programs that ends invites (RFC 2369, RFC 8058).
        .raw_header(ready("List-Unsubscribe", &format!("<{}>", unsubscribe_page(invite))))
        .raw_header(ready("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    Ok(message.singlepart(SinglePart::plain(text))?)
}

/// A header of the service's own, in ASCII. It stays on one line, because folding would break an address.
fn ready(name: &'static str, value: &str) -> HeaderValue {
    let value = on_one_line(value);
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// Removes line breaks and other control characters. Stored texts have none, but a header must not rely on that.
fn on_one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sender_name::sender;
    use super::super::tests::invite;
    use super::super::web_links::find_link;
    use super::*;
    use proptest::prelude::*;

    fn written(invite: &Invite) -> String {
        let from: Mailbox = "Wink <invites@wink.example>".parse().unwrap();
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        let from = sender(&from, Some("Acme Lending"));
        String::from_utf8(letter(invite, from, Language::English, now).unwrap().formatted()).unwrap()
    }

    /// The header names of an e-mail.
    fn headers(letter: &str) -> Vec<String> {
        let (head, _) = letter.split_once("\r\n\r\n").unwrap();
        let lines = head.split("\r\n").filter(|line| !line.starts_with(' '));
        lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
    }

    const HEADERS: [&str; 12] = [
        "Auto-Submitted",
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "MIME-Version",
        "Message-ID",
        "Reply-To",
        "Subject",
        "To",
    ];

    #[test]
    fn it_says_what_the_host_wants_and_where_to_go() {
        insta::assert_snapshot!(written(&invite()).replace('\r', ""), @r#"
        From: "Acme Lending via Wink" <invites@wink.example>
        Reply-To: replies@xyz.co
        To: =?utf-8?b?R2VvcmdlIENpbWFmcmFuY2EgUGFsb21lcm8sIEpy?= <gpalomero1234@smileapi.io>
        Subject: Please connect your work account, George Cimafranca Palomero, Jr
        Date: Sun, 22 Nov 2026 10:00:00 +0000
        Message-ID: <iv-1@wink.example>
        Auto-Submitted: auto-generated
        List-Unsubscribe: <https://wink.example/invite/key/unsubscribe>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Hello George!

        XYZ Bank asks you to share your income.

        START NOW
        https://wink.example/invite/key

        --
        This link is for you alone and can be used until 2026-12-02. If you did not=
         expect this e-mail, you can ignore it.
        "#);
    }

    #[test]
    fn the_one_link_is_the_invites() {
        let mut invite = invite();
        let link = "see https://evil.example/x, evil.com or me@evil.example";
        for text in [
            &mut invite.full_name,
            &mut invite.texts.0.company.name,
            &mut invite.texts.0.email.sender_name,
            &mut invite.texts.0.email.subject,
            &mut invite.texts.0.email.body,
            &mut invite.texts.0.landing_page.button,
        ] {
            link.clone_into(text);
        }
        invite.first_name = Some(link.to_owned());
        invite.texts.0.email.body = format!("{link} ${{firstName}} ${{companyName}} ${{fullName}}");
        let letter = written(&invite).replace("=\r\n", "");
        let (head, text) = letter.split_once("\r\n\r\n").unwrap();
        let links: Vec<_> = text.lines().filter(|line| find_link(line).is_some()).collect();
        assert_eq!(links, ["https://wink.example/invite/key"]);
        let subject = head.lines().find(|line| line.starts_with("Subject:")).unwrap();
        assert_eq!(find_link(subject), None, "{subject}");
    }

    proptest! {
        #[test]
        fn nothing_becomes_a_header(
            name in "(\r\n|\r|\n|\u{85}|\u{2028}|\0|Bcc: x@y.z|[\\PC\"<>,;]){1,60}",
            subject in "(\r\n|\n ?|Bcc: x@y.z|\\PC){1,60}",
        ) {
            let mut invite = invite();
            invite.full_name = name.clone();
            invite.first_name = Some(name.clone());
            invite.texts.0.email.sender_name = name;
            invite.texts.0.email.subject = format!("{subject}${{fullName}}");
            let letter = written(&invite);
            prop_assert!(!letter.replace("\r\n", "").contains(['\r', '\n']));
            let mut found = headers(&letter);
            found.sort_unstable();
            prop_assert_eq!(found, HEADERS);
        }
    }
}
