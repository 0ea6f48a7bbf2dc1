//! Sends e-mail: through a mail server, or into a folder of `.eml` files without one. E-mail of the sandbox goes to the
//! folder too, unless the operator lists its recipient: hosts that only try the service must not write to strangers.

mod folder;
mod recipients;

pub(crate) use folder::letters_in;
pub use recipients::AllowedRecipient;

use crate::scope::Mode;
use lettre::message::Mailbox;
use lettre::transport::smtp;
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use reqwest::Url;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wink_wire::Secret;

/// The default sender.
const USUAL_FROM: &str = "Wink <invites@localhost>";

/// Timeout for a step of the conversation with a mail server.
const STEP_TIMEOUT: Duration = Duration::from_secs(20);

/// Timeout for sending as a whole.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How e-mails are sent.
pub(crate) struct Mailer {
    server: Option<AsyncSmtpTransport<Tokio1Executor>>,
    folder: AsyncFileTransport<Tokio1Executor>,
    folder_path: PathBuf,
    from: Mailbox,
    sandbox_recipients: Vec<AllowedRecipient>,
}

/// E-mail cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadMailSettings {
    // Neither message shows the address, because it may contain a password.
    #[error(
        "WINK_SMTP_URL must be an address such as smtps://user:password@host or smtp://host?tls=required"
    )]
    Address,
    #[error(
        "WINK_SMTP_URL must start with smtps:// or end in ?tls=required, because the mail server is another machine"
    )]
    Unencrypted,
    #[error("WINK_MAIL_FROM must be an e-mail address such as Invitations <invites@example.com>")]
    From,
    #[error("the folder for e-mails could not be created")]
    Folder(#[source] std::io::Error),
}

/// An e-mail was not sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSent {
    #[error("the mail server rejected the e-mail permanently")]
    Refused(#[source] smtp::Error),
    #[error("the mail server did not accept the e-mail")]
    Deferred(#[source] smtp::Error),
    #[error("the mail server did not answer in time")]
    TooSlow,
    #[error("the e-mail could not be written to the folder")]
    Folder(#[source] lettre::transport::file::Error),
}

impl NotSent {
    /// Whether another attempt may succeed.
    pub(crate) const fn may_pass(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }
}

impl Mailer {
    /// A mailer for a mail server, or for a folder without one. Through the mail server, the sandbox reaches only these
    /// recipients.
    pub(crate) fn new(
        smtp_url: Option<&Secret>,
        from: Option<&str>,
        folder: &Path,
        sandbox_recipients: &[AllowedRecipient],
    ) -> Result<Self, BadMailSettings> {
        let from = from.unwrap_or(USUAL_FROM).parse().map_err(|_| BadMailSettings::From)?;
        let server = smtp_url.map(server).transpose()?;
        crate::private::create_folder(folder).map_err(BadMailSettings::Folder)?;
        Ok(Self {
            server,
            folder: AsyncFileTransport::new(folder),
            folder_path: folder.to_owned(),
            from,
            sandbox_recipients: sandbox_recipients.to_vec(),
        })
    }

    /// The sender.
    pub(crate) const fn from(&self) -> &Mailbox {
        &self.from
    }

    /// The folder of e-mails. What went through a mail server is out of the service's reach.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder_path
    }

    /// Sends an e-mail once.
    pub(crate) async fn send(&self, mode: Mode, message: Message) -> Result<(), NotSent> {
        let Some(server) = self.server.as_ref().filter(|_| self.may_leave(mode, &message)) else {
            return self.folder.send(message).await.map(drop).map_err(NotSent::Folder);
        };
        match tokio::time::timeout(TIMEOUT, server.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(NotSent::Refused(error)),
            Ok(Err(error)) => Err(NotSent::Deferred(error)),
            Err(_) => Err(NotSent::TooSlow),
        }
    }

    /// Whether an e-mail may go to its recipients.
    fn may_leave(&self, mode: Mode, message: &Message) -> bool {
        match mode {
            Mode::Production => true,
            Mode::Sandbox => message
                .envelope()
                .to()
                .iter()
                .all(|recipient| self.sandbox_recipients.iter().any(|allowed| allowed.covers(recipient))),
        }
    }
}

/// A mail server that is reached over TLS, unless it is on this machine.
fn server(url: &Secret) -> Result<AsyncSmtpTransport<Tokio1Executor>, BadMailSettings> {
    let parsed = Url::parse(url.expose()).map_err(|_| BadMailSettings::Address)?;
    let is_encrypted = parsed.scheme() == "smtps"
        || parsed.query_pairs().any(|(name, value)| name == "tls" && value == "required");
    let is_here = parsed.host_str().is_some_and(|host| {
        host == "localhost"
            || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    });
    if !is_encrypted && !is_here {
        return Err(BadMailSettings::Unencrypted);
    }
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose());
    Ok(builder.map_err(|_| BadMailSettings::Address)?.timeout(Some(STEP_TIMEOUT)).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str, from: Option<&str>) -> String {
        let folder = tempfile::tempdir().unwrap();
        match Mailer::new(Some(&url.into()), from, folder.path(), &[]) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_mail_server_elsewhere_is_reached_over_tls() {
        for url in [
            "smtps://user:s3cret@mail.example.com",
            "smtp://user:s3cret@mail.example.com:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:2525",
            "smtp://localhost",
        ] {
            assert_eq!(refusal(url, None), "", "{url}");
        }
        for (url, words) in [
            ("smtp://user:s3cret@mail.example.com", "must start with smtps://"),
            ("smtp://user:s3cret@mail.example.com?tls=opportunistic", "must start with smtps://"),
            ("https://user:s3cret@127.0.0.1", "must be an address"),
            ("mail.example.com s3cret", "must be an address"),
        ] {
            let said = refusal(url, None);
            assert!(said.contains(words) && !said.contains("s3cret"), "{url}: {said}");
        }
        assert!(refusal("smtp://localhost", Some("not an address")).contains("WINK_MAIL_FROM"));
    }
}
