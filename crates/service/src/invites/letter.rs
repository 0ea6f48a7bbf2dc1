//! The e-mail of an invite: the host's text in plain text, then the link.

use super::variables::fill;
use super::{expires_at, landing_page, values};
use crate::clock::day;
use crate::store::Invite;
use crate::texts::Text;
use jiff::Timestamp;
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
    from: &Mailbox,
    language: Language,
    now: Timestamp,
) -> Result<Message, Unwritable> {
    let (texts, values) = (&invite.texts.email, values(invite));
    let line = |text: &str| on_one_line(&fill(text, values));
    let to: Address = invite.email.parse()?;
    let reply: Address = texts.reply_address.parse()?;
    let text = format!(
        "{}\n\n{}\n{}\n\n--\n{}\n",
        fill(&texts.body, values).trim_end(),
        fill(&invite.texts.landing_page.button, values),
        landing_page(invite),
        Text::InviteLetterEnd.in_language(language).replace("{date}", &day(expires_at(invite))),
    );
    let message = Message::builder()
        .from(Mailbox::new(Some(line(&texts.sender_name)), from.email.clone()))
        .reply_to(Mailbox::new(None, reply))
        .to(Mailbox::new(Some(on_one_line(&invite.full_name)), to))
        .subject(line(&texts.subject))
        .date(SystemTime::from(now))
        .message_id(Some(format!("<{}@{}>", invite.id, from.email.domain())));
    Ok(message.singlepart(SinglePart::plain(text))?)
}

/// Removes line breaks and other control characters. Stored texts have none, but a header must not rely on that.
fn on_one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::invite;
    use super::*;
    use proptest::prelude::*;

    fn written(invite: &Invite) -> String {
        let from: Mailbox = "Wink <invites@wink.example>".parse().unwrap();
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        String::from_utf8(letter(invite, &from, Language::English, now).unwrap().formatted()).unwrap()
    }

    /// The header names of an e-mail.
    fn headers(letter: &str) -> Vec<String> {
        let (head, _) = letter.split_once("\r\n\r\n").unwrap();
        let lines = head.split("\r\n").filter(|line| !line.starts_with(' '));
        lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
    }

    const HEADERS: [&str; 9] = [
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Reply-To",
        "Subject",
        "To",
    ];

    #[test]
    fn it_says_what_the_host_wants_and_where_to_go() {
        insta::assert_snapshot!(written(&invite()).replace('\r', ""), @r#"
        From: "XYZ Bank" <invites@wink.example>
        Reply-To: replies@xyz.co
        To: =?utf-8?b?R2VvcmdlIENpbWFmcmFuY2EgUGFsb21lcm8sIEpy?= <gpalomero1234@smileapi.io>
        Subject: Please connect your work account, George Cimafranca Palomero, Jr
        Date: Sun, 22 Nov 2026 10:00:00 +0000
        Message-ID: <iv-1@wink.example>
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
