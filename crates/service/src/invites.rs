//! Invites: an e-mail leads a person to a page of this service with the widget.
//!
//! [`letter`] writes the e-mail, [`sender`] sends it; `pages/invite` answers at the link. How far an invite has come is
//! decided by `store`, in the transactions of what happens.

mod letter;
mod letters;
mod sender;
mod sender_name;
pub(crate) mod variables;
mod web_links;

pub(crate) use letters::{LettersError, forget_letters};
pub(crate) use sender_name::{check_name, skeleton};
pub(crate) use variables::check as check_variables;
pub(crate) use web_links::find_link;

use crate::clock::Clock;
use crate::ids::{NoRandomness, SourceKey, new_id, new_secret};
use crate::jobs::{Periodic, ProcessId};
use crate::link_tokens::LinkTokenError;
use crate::mail::Mailer;
use crate::retention::{DAY_MILLIS, RETENTION_DAYS};
use crate::scope::Scope;
use crate::store::{Invite, InviteTemplate, Look, NewInvite, Store, StoreError};
use crate::templates::chosen;
use reqwest::Url;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use variables::Values;
use wink_wire::Language;

/// Validity of an invite, in days.
pub(crate) const VALID_DAYS: i64 = 14;

/// How often expired invites are deleted.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvitesError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error(transparent)]
    LinkToken(#[from] LinkTokenError),
}

type Result<T> = std::result::Result<T, InvitesError>;

/// What invites work with. Clones share it.
#[derive(Clone)]
pub(crate) struct Invites(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    mailer: Mailer,
    /// Hashes the addresses of recipients.
    key: SourceKey,
    process: ProcessId,
    /// Cloned for each e-mail in progress, so its count is theirs.
    permits: Arc<()>,
    /// Wakes the sender when there may be something to send.
    wake: Arc<Notify>,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Inner {
    fn in_progress(&self) -> usize {
        Arc::strong_count(&self.permits) - 1
    }
}

/// What a host invites a person with.
#[derive(Debug)]
pub(crate) struct InviteRequest<'a> {
    pub(crate) scope: &'a Scope,
    /// The API key that it is created with.
    pub(crate) api_key: &'a str,
    pub(crate) full_name: &'a str,
    pub(crate) first_name: Option<&'a str>,
    pub(crate) last_name: Option<&'a str>,
    pub(crate) email: &'a str,
    pub(crate) template: &'a InviteTemplate,
    pub(crate) wink_template_id: Option<&'a str>,
    pub(crate) service_address: &'a str,
}

impl Invites {
    pub(crate) fn new(
        store: Store,
        clock: Clock,
        mailer: Mailer,
        key: SourceKey,
        process: ProcessId,
        stopping: CancellationToken,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            clock,
            mailer,
            key,
            process,
            permits: Arc::default(),
            wake: Arc::default(),
            stopping,
            tasks: TaskTracker::new(),
        }))
    }

    /// Invites a person. The e-mail is sent afterwards, in the background.
    pub(crate) async fn invite(&self, request: &InviteRequest<'_>) -> Result<Invite> {
        let inner = &self.0;
        let texts = &request.template.texts.0;
        let url_key = new_secret("")?;
        let mail_id = texts.email.send_email.then(|| new_id("mail"));
        let new = NewInvite {
            id: &new_id("iv"),
            scope: request.scope,
            api_key: request.api_key,
            user_id: &new_id(request.scope.tenant()),
            full_name: request.full_name,
            first_name: request.first_name,
            last_name: request.last_name,
            email: request.email,
            recipient_key: &self.recipient_key(request),
            template_id: &request.template.id,
            texts,
            wink_template_id: request.wink_template_id,
            url_key: url_key.expose(),
            service_address: request.service_address,
            mail_id: mail_id.as_deref(),
            created_at: inner.clock.now_millis(),
        };
        let invite = inner.store.add_invite(&new).await?;
        inner.wake.notify_one();
        Ok(invite)
    }

    /// The name under which invites to an address are counted.
    fn recipient_key(&self, request: &InviteRequest<'_>) -> String {
        let [mode, people] = request.scope.people();
        self.0.key.of(&["recipient", mode, people, &mailbox_of(request.email)])
    }

    /// Starts the task that deletes expired invites, and e-mails in a folder whose invites are gone.
    pub(crate) fn spawn_sweeper(&self) {
        let invites = self.clone();
        let sweeping =
            Periodic::new("sweeping invites", SWEEP_EVERY).run(self.0.stopping.clone(), move |_| {
                let invites = invites.clone();
                async move { invites.sweep().await }
            });
        self.0.tasks.spawn(sweeping);
    }

    async fn sweep(&self) -> Result<()> {
        let kept_since = self.0.clock.now_millis() - i64::from(RETENTION_DAYS) * DAY_MILLIS;
        let forgotten = self.0.store.forget_invites(kept_since).await;
        // Even if that failed: e-mails in the folder may have lost their invites earlier.
        if let Err(error) = forget_letters(&self.0.store, self.0.mailer.folder()).await {
            tracing::error!(?error, "e-mails could not be deleted from their folder; it is tried again");
        }
        let forgotten = forgotten?;
        if forgotten > 0 {
            tracing::info!(forgotten, "old invites forgotten");
        }
        Ok(())
    }

    /// Sends the invited person no more invites of this tenant.
    pub(crate) async fn stop_inviting(&self, invite: &Invite) -> Result<()> {
        let now_millis = self.0.clock.now_millis();
        self.0.store.suppress(&invite.scope, &self.address_hash_of(invite), now_millis).await?;
        tracing::info!(invite = invite.id, "the person wants no more invites of this tenant");
        Ok(())
    }

    /// Whether the invited person wants no invites of this tenant.
    async fn is_unwanted(&self, invite: &Invite) -> Result<bool> {
        Ok(self.0.store.is_suppressed(&invite.scope, &self.address_hash_of(invite)).await?)
    }

    fn address_hash_of(&self, invite: &Invite) -> String {
        address_hash(&self.0.key, invite.scope.tenant(), &invite.email)
    }

    /// Stops sending, and leaves work in progress to the next process.
    pub(crate) async fn stop(&self) {
        self.0.stopping.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
        if let Err(error) = self.0.store.release_mails(self.0.process.as_str()).await {
            tracing::warn!(?error, "leases could not be given back; they run out by themselves");
        }
    }

    /// How an invite's Wink template looks; the default look where it names none, or one that is gone.
    pub(crate) async fn look_of(&self, invite: &Invite) -> Result<Look> {
        let Some(id) = &invite.wink_template_id else { return Ok(Look::default()) };
        Ok(self.0.store.look(&invite.scope, id).await?.unwrap_or_default())
    }

    /// The language of the service's own texts: the Wink template's, otherwise the person's, otherwise English.
    pub(crate) async fn language_of(&self, invite: &Invite, languages: &[&str]) -> Result<Language> {
        let look = self.look_of(invite).await?;
        Ok(chosen(&look, languages.iter().find_map(|tag| Language::of(tag))))
    }
}

/// When an invite expires.
pub(crate) const fn expires_at(invite: &Invite) -> i64 {
    invite.created_at + VALID_DAYS * DAY_MILLIS
}

/// An address on a tenant's list of those that get no more invites.
pub(crate) fn address_hash(key: &SourceKey, tenant: &str, email: &str) -> String {
    key.of(&["suppressed address", tenant, &mailbox_of(email)])
}

/// One spelling for each mailbox: in lower case, with the domain's name in ASCII.
fn mailbox_of(email: &str) -> String {
    let email = email.trim().to_lowercase();
    let ascii = email.rsplit_once('@').and_then(|(name, domain)| {
        let url = Url::parse(&format!("http://{domain}/")).ok()?;
        Some(format!("{name}@{}", url.host_str()?))
    });
    ascii.unwrap_or(email)
}

/// The address where people stop the invites of a tenant.
pub(crate) fn unsubscribe_page(invite: &Invite) -> String {
    format!("{}/unsubscribe", landing_page(invite))
}

/// The address of an invite's landing page.
pub(crate) fn landing_page(invite: &Invite) -> String {
    format!("{}/invite/{}", invite.service_address, invite.url_key)
}

/// The values of an invite's variables. A person without a first name is addressed by the full name.
pub(crate) fn values(invite: &Invite) -> Values<'_> {
    Values {
        company_name: &invite.texts.company.name,
        first_name: invite.first_name.as_deref().unwrap_or(&invite.full_name),
        full_name: &invite.full_name,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::store::{InviteCompany, InviteEmail, InvitePage, InviteStatus, InviteTexts, Json};

    /// An invite as the store returns it.
    pub(crate) fn invite() -> Invite {
        let page = |header: &str, button: &str| InvitePage {
            header: header.to_owned(),
            description: "It takes a minute, ${firstName}.".to_owned(),
            button: button.to_owned(),
        };
        let texts = InviteTexts {
            company: InviteCompany {
                name: "XYZ Bank".into(),
                logo_url: "https://xyzbank.co/logo.png".into(),
            },
            email: InviteEmail {
                send_email: true,
                sender_name: "XYZ Bank".into(),
                reply_address: "replies@xyz.co".into(),
                subject: "Please connect your work account, ${fullName}".into(),
                body: "Hello ${firstName}!\n\n${companyName} asks you to share your income.\n".into(),
            },
            landing_page: page("Share your data with ${companyName}", "START NOW"),
            success_page: page("Thank you", "Connect another account"),
        };
        Invite {
            seq: 1,
            id: "iv-1".into(),
            scope: Scope::sandbox(),
            user_id: "sandbox-1".into(),
            full_name: "George Cimafranca Palomero, Jr".into(),
            first_name: Some("George".into()),
            last_name: None,
            email: "gpalomero1234@smileapi.io".into(),
            template_id: "tpl-1".into(),
            texts: Json(texts),
            wink_template_id: None,
            status: InviteStatus::Invited,
            url_key: "key".into(),
            service_address: "https://wink.example".into(),
            created_at: 1_795_000_000_000,
            updated_at: 1_795_000_000_000,
            invited_at: None,
            linked_at: None,
            ended_at: None,
        }
    }

    #[test]
    fn a_mailbox_has_one_spelling() {
        for (email, mailbox) in [
            ("george@example.com", "george@example.com"),
            (" George@Example.COM ", "george@example.com"),
            ("george@b\u{fc}cher.example", "george@xn--bcher-kva.example"),
            ("george@xn--bcher-kva.example", "george@xn--bcher-kva.example"),
            ("george@\u{ff45}xample.com", "george@example.com"),
            ("George", "george"),
        ] {
            assert_eq!(mailbox_of(email), mailbox);
        }
    }
}
