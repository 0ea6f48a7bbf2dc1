//! Sends due e-mails in the background, several at a time. The host that creates an invite does not wait, and a slow mail
//! server delays nothing else. If a process dies, another sends its unsent e-mails; one may be sent twice.

use super::letter::letter;
use super::sender_name::sender;
use super::{Invites, Result};
use crate::jobs::{Backoff, Periodic};
use crate::store::{LONGEST_LEASE_MILLIS, Mail};
use std::sync::Arc;
use std::time::Duration;

/// E-mails that a process sends at a time.
const AT_A_TIME: usize = 4;

/// How often the database is asked for what is due, by whichever process it was written.
const POLL: Duration = Duration::from_secs(1);

/// How long a process may take for an e-mail, in milliseconds. Longer than [`crate::mail`] waits for a mail server.
const LEASE_MILLIS: i64 = 90_000;
const _: () = assert!(LEASE_MILLIS < LONGEST_LEASE_MILLIS);

const MINUTE: i64 = 60_000;

/// The pauses after the first failure, the second and so on: a mail server may be away for a night.
const PAUSES_MILLIS: [i64; 7] =
    [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 3 * 60 * MINUTE, 8 * 60 * MINUTE, 16 * 60 * MINUTE];

const BACKOFF: Backoff = Backoff::new(&PAUSES_MILLIS);

impl Invites {
    /// Starts the task that sends what is due.
    pub(crate) fn spawn_sender(&self) {
        let invites = self.clone();
        let claiming = Periodic::new("claiming e-mails", POLL).woken_by(Arc::clone(&self.0.wake));
        self.0.tasks.spawn(claiming.run(self.0.stopping.clone(), move |_| {
            let invites = invites.clone();
            async move { invites.dispatch().await }
        }));
    }

    async fn dispatch(&self) -> Result<()> {
        let inner = &self.0;
        let free = AT_A_TIME.saturating_sub(inner.in_progress());
        if free == 0 {
            return Ok(());
        }
        let now_millis = inner.clock.now_millis();
        for mail in inner
            .store
            .claim_mails(inner.process.as_str(), now_millis, now_millis + LEASE_MILLIS, free)
            .await?
        {
            let (invites, place) = (self.clone(), Arc::clone(&inner.permits));
            inner.tasks.spawn(async move {
                if let Err(error) = invites.send(&mail).await {
                    // Not changed: the process that claims it after the lease has expired retries.
                    tracing::error!(mail = mail.id, ?error, "an e-mail could not be worked on");
                }
                drop(place);
                invites.0.wake.notify_one();
            });
        }
        Ok(())
    }

    async fn send(&self, mail: &Mail) -> Result<()> {
        let inner = &self.0;
        let Some(invite) = inner.store.invite_of(mail).await? else { return Ok(()) };
        if self.is_unwanted(&invite).await? {
            tracing::info!(invite = invite.id, "not sent: the person wants no invites of this tenant");
            return Ok(inner.store.mail_failed(mail, inner.process.as_str(), None).await?);
        }
        let language = self.language_of(&invite, &[]).await?;
        let verified = inner.store.verified_name(&invite.scope).await?;
        let from = sender(inner.mailer.from(), verified.as_deref());
        let letter = match letter(&invite, from, language, inner.clock.now()) {
            Ok(letter) => letter,
            Err(error) => {
                tracing::error!(
                    invite = invite.id,
                    ?error,
                    "no e-mail can be made of an invite; it is not sent"
                );
                return Ok(inner.store.mail_failed(mail, inner.process.as_str(), None).await?);
            }
        };
        let sent = tokio::select! {
            sent = inner.mailer.send(invite.scope.mode(), letter) => sent,
            // It may have been taken; the next process sends it again.
            () = inner.stopping.cancelled() => return Ok(()),
        };
        let now_millis = inner.clock.now_millis();
        match sent {
            Ok(()) => {
                tracing::debug!(invite = invite.id, "invitation sent");
                Ok(inner.store.mail_sent(mail, inner.process.as_str(), now_millis).await?)
            }
            Err(error) => {
                let due_at = BACKOFF.due_at(mail.attempts + 1, now_millis).filter(|_| error.may_pass());
                if due_at.is_some() {
                    tracing::warn!(
                        invite = invite.id,
                        ?error,
                        "an invitation was not sent; it is tried again"
                    );
                } else {
                    tracing::error!(
                        invite = invite.id,
                        ?error,
                        "an invitation was not sent, and is given up"
                    );
                }
                Ok(inner.store.mail_failed(mail, inner.process.as_str(), due_at).await?)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_after_a_day() {
        assert!(PAUSES_MILLIS.is_sorted());
        let hours = PAUSES_MILLIS.iter().sum::<i64>() / MINUTE / 60;
        assert!((24..30).contains(&hours), "{hours}");
    }
}
