//! Second factors: asking, answering, asking again, waiting for an approval. An accepted answer may lead to another
//! challenge; each has its own tries.

use super::view::seconds_until;
use super::{FALLBACK_POLL, Linking, LinkingError, Result};
use crate::connectors::{Approval, Asked, Connector, ConnectorFault, Verdict};
use crate::ids::new_id;
use crate::jobs::LEASE_MILLIS;
use crate::metrics;
use crate::store::{Account, Change, LONGEST_LEASE_MILLIS, LinkingStep, PendingChallenge, Session};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinError;
use tracing::Instrument as _;
use wink_wire::{Answer, ChallengeKind, ErrorCode};

/// Maximum length of an answer, in characters.
const LONGEST_ANSWER: usize = 128;

/// How long a source may take for a question about a challenge.
const LONGEST_QUESTION: Duration = Duration::from_secs(30);

/// How long a claim lasts if its process dies, in milliseconds. Longer than a question.
const CLAIM_MILLIS: i64 = 45_000;
const _: () = assert!(CLAIM_MILLIS < LONGEST_LEASE_MILLIS);

/// How long an answer waits for its turn. Proxies give up after 30 seconds.
const LONGEST_TURN: Duration = Duration::from_secs(20);

/// A connector's answer to come.
type Asking<'a, Told> = Pin<Box<dyn Future<Output = std::result::Result<Told, ConnectorFault>> + Send + 'a>>;

impl Linking {
    /// Answers an account's challenge. A wrong answer keeps the challenge and uses up a try.
    ///
    /// The try is claimed before the source is asked, so parallel answers use no more tries than there are. They are checked
    /// one after the other: none is dropped because another is in progress.
    pub(crate) async fn answer(
        &self,
        session: &Session,
        account_id: &str,
        challenge_id: &str,
        answer: Answer,
    ) -> Result<Account> {
        let fits = |text: &wink_wire::Secret| (1..=LONGEST_ANSWER).contains(&text.expose().chars().count());
        if !answer.texts().iter().all(fits) {
            return Err(super::invalid("answer", &format!("must have 1 to {LONGEST_ANSWER} characters")));
        }
        let answer = Arc::new(answer);
        let asked = Arc::clone(&answer);
        let prepare = |challenge: PendingChallenge| {
            if !challenge.kind.takes(&answer) {
                return Err(super::invalid("answer", "does not fit the current challenge"));
            }
            Ok(PendingChallenge { tries_left: challenge.tries_left.saturating_sub(1), ..challenge })
        };
        self.claim(session, (account_id, challenge_id), prepare, move |linking, account| {
            let answer = Arc::clone(&asked);
            async move { linking.check_answer(&account, &answer).await }
        })
        .await
    }

    /// Asks the source about an answer whose try is claimed.
    async fn check_answer(&self, account: &Account, answer: &Answer) -> Result<Option<Account>> {
        let verdict = self.ask(account, |connector, state| connector.answer(state, answer)).await;
        metrics::answer_checked(match &verdict {
            Ok(Verdict::Accepted(_)) => "accepted",
            Ok(Verdict::Wrong) => "wrong",
            Err(_) => "failed",
        });
        match verdict? {
            Verdict::Accepted(connector_state) => {
                let changed = self.accepted(account, connector_state).await?;
                if let Some(account) = &changed {
                    self.work_on(account.clone());
                }
                Ok(changed)
            }
            Verdict::Wrong => {
                let challenge = pending(account)?;
                if challenge.tries_left == 0 {
                    return self.fail(account, ErrorCode::InvalidMfa).await;
                }
                let connector_state = state_of(account)?.to_owned();
                self.change(account, &Change::Challenged { challenge, connector_state, lease: None }).await
            }
        }
    }

    /// Asks again, which voids the previous challenge. The remaining tries stay the same.
    pub(crate) async fn resend(&self, session: &Session, account_id: &str) -> Result<Account> {
        let current = pending(&self.account(session, account_id).await?)?;
        let prepare = |challenge: PendingChallenge| {
            let Some(resend_at) = challenge.resend_at else {
                return Err(super::invalid("challenge", "is of a kind that cannot be sent again"));
            };
            let now_millis = self.0.clock.now_millis();
            if now_millis < resend_at {
                return Err(LinkingError::TooEarly { seconds: seconds_until(resend_at, now_millis) });
            }
            Ok(challenge)
        };
        let resent = self.claim(session, (account_id, &current.id), prepare, |linking, account| async move {
            let asked = linking.ask(&account, |connector, state| connector.repeat(state)).await?;
            let changed = linking.challenge(&account, asked, pending(&account)?.tries_left).await?;
            if let Some(account) = changed.as_ref().filter(|account| account.step.is_some()) {
                linking.work_on(account.clone());
            }
            Ok(changed)
        });
        match resent.await {
            // Another request was faster.
            Err(LinkingError::ChallengeOver) => self.account(session, account_id).await,
            resent => resent,
        }
    }

    /// Claims a challenge, as `prepare` makes it from the current one, and acts on the claimed account. Waits while another
    /// request has claimed it. Returns the account as it is afterwards.
    async fn claim<Acting>(
        &self,
        session: &Session,
        (account_id, challenge_id): (&str, &str),
        prepare: impl Fn(PendingChallenge) -> Result<PendingChallenge>,
        act: impl Fn(Self, Account) -> Acting + Clone + Send + 'static,
    ) -> Result<Account>
    where
        Acting: Future<Output = Result<Option<Account>>> + Send,
    {
        let inner = &self.0;
        let deadline = tokio::time::sleep(LONGEST_TURN);
        tokio::pin!(deadline);
        let mut has_waited = false;
        loop {
            // Subscribe before reading, so that no change in between is missed.
            let changed = inner.changes.next(account_id);
            let account = self.account(session, account_id).await?;
            let current = account.challenge.as_ref().map(|challenge| challenge.0.clone());
            let Some(challenge) = current.filter(|challenge| challenge.id == challenge_id) else {
                // Another request was faster, most likely a second click of the same person.
                return if has_waited { Ok(account) } else { Err(LinkingError::ChallengeOver) };
            };
            let prepared = prepare(challenge)?;
            let now_millis = inner.clock.now_millis();
            if !account.is_claimed(now_millis) {
                // In a task of its own, which continues if the client hangs up or the process stops: the person would lose the try
                // and the answer.
                let (linking, act) = (self.clone(), act.clone());
                let acting = async move {
                    let until = now_millis + CLAIM_MILLIS;
                    let store = &linking.0.store;
                    match store.claim_challenge(&account, &prepared, now_millis, until).await? {
                        Some(claimed) => Ok(Some(act(linking.clone(), claimed).await?)),
                        None => Result::Ok(None),
                    }
                };
                match inner
                    .tasks
                    .spawn(acting.in_current_span())
                    .await
                    .map_err(|error| panicked(&error))??
                {
                    Some(Some(account)) => return Ok(account),
                    // It was revoked meanwhile: return the current state.
                    Some(None) => return self.account(session, account_id).await,
                    None => {}
                }
            }
            has_waited = true;
            tokio::select! {
                () = changed => {}
                () = tokio::time::sleep(FALLBACK_POLL) => {}
                () = &mut deadline => return Err(LinkingError::InUse),
                () = inner.stopping.cancelled() => return Err(LinkingError::InUse),
            }
        }
    }

    /// Asks the source about a claimed challenge. If it breaks down, the claim ends; a try stays used, because the source
    /// may have counted it.
    async fn ask<'a, Told>(
        &'a self,
        account: &'a Account,
        question: impl FnOnce(&'a dyn Connector, &'a str) -> Asking<'a, Told>,
    ) -> Result<Told> {
        let asked = async { Ok(question(self.connector(account)?, state_of(account)?).await?) };
        let told = match tokio::time::timeout(LONGEST_QUESTION, asked).await {
            Ok(told) => told,
            Err(_) => Err(ConnectorFault("the source did not answer in time".to_owned()).into()),
        };
        if told.is_err() {
            self.0.store.release_challenge(account).await?;
            self.0.changes.announce(&account.id);
        }
        told
    }

    /// Stores a challenge. The returned account needs work if it has a step.
    pub(super) async fn challenge(
        &self,
        account: &Account,
        asked: Asked,
        tries_left: u8,
    ) -> Result<Option<Account>> {
        let now_millis = self.0.clock.now_millis();
        // An approval on another device is not pushed to the service, so it has to poll.
        let is_awaited = matches!(asked.kind, ChallengeKind::Approve(_));
        let challenge = PendingChallenge {
            id: new_id("c"),
            kind: asked.kind,
            tries_left,
            expires_at: now_millis + asked.expires_after_millis,
            resend_at: asked.repeat_after_millis.map(|millis| now_millis + millis),
        };
        let change = Change::Challenged {
            challenge,
            connector_state: asked.state,
            lease: is_awaited.then(|| (self.0.process.as_str().to_owned(), now_millis + LEASE_MILLIS)),
        };
        self.change(account, &change).await
    }

    /// Waits until the person approves or declines on another device, or the challenge expires.
    pub(super) async fn await_approval(&self, account: &Account) -> Result<Option<Account>> {
        let expires_at = pending(account)?.expires_at;
        let connector = self.connector(account)?;
        let approval = tokio::select! {
            approval = connector.approval(state_of(account)?) => approval?,
            () = self.0.clock.sleep_until(expires_at) => {
                return self.fail(account, ErrorCode::MfaTimeout).await;
            }
        };
        match approval {
            Approval::Given(connector_state) => self.accepted(account, connector_state).await,
            Approval::Declined => self.fail(account, ErrorCode::InvalidMfa).await,
        }
    }

    /// The source accepted the answer; the next step finds out whether it admits the person.
    async fn accepted(&self, account: &Account, connector_state: String) -> Result<Option<Account>> {
        let change = Change::Working {
            step: LinkingStep::CheckingCode,
            connector_state,
            lease_owner: self.0.process.as_str().to_owned(),
            lease_until: self.0.clock.now_millis() + LEASE_MILLIS,
        };
        self.change(account, &change).await
    }

    /// The connector that an account was started with.
    pub(super) fn connector(&self, account: &Account) -> Result<&dyn Connector> {
        Ok(self
            .0
            .connectors
            .of_account(account)
            .ok_or_else(|| ConnectorFault(format!("there is no connector {}", account.connector)))?)
    }
}

/// The connector's state of an account in progress.
pub(super) fn state_of(account: &Account) -> Result<&str> {
    Ok(account.connector_state.as_deref().ok_or_else(|| ConnectorFault("its state is gone".to_owned()))?)
}

fn pending(account: &Account) -> Result<PendingChallenge> {
    account.challenge.as_ref().map(|challenge| challenge.0.clone()).ok_or(LinkingError::ChallengeOver)
}

fn panicked(error: &JoinError) -> LinkingError {
    ConnectorFault(error.to_string()).into()
}
