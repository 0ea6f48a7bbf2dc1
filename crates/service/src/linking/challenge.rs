//! Second factors: asking, answering, asking again, waiting for an approval. An accepted answer may lead to another
//! challenge; each has its own tries.

use super::view::seconds_until;
use super::{Linking, LinkingError, Result};
use crate::connectors::{Approval, Asked, Connector, ConnectorFault, Verdict};
use crate::ids::new_id;
use crate::jobs::LEASE_MILLIS;
use crate::store::{Account, Change, LinkingStep, PendingChallenge, Session};
use wink_wire::{Answer, ChallengeKind, ErrorCode};

/// Maximum length of an answer, in characters.
const LONGEST_ANSWER: usize = 128;

impl Linking {
    /// Answers an account's challenge. A wrong answer keeps the challenge and uses up a try.
    pub(crate) async fn answer(
        &self,
        session: &Session,
        account_id: &str,
        challenge_id: &str,
        answer: &Answer,
    ) -> Result<Account> {
        let fits = |text: &wink_wire::Secret| (1..=LONGEST_ANSWER).contains(&text.expose().chars().count());
        if !answer.texts().iter().all(fits) {
            return Err(super::invalid("answer", &format!("must have 1 to {LONGEST_ANSWER} characters")));
        }
        let account = self.account(session, account_id).await?;
        let challenge = pending(&account)?;
        if challenge.id != challenge_id {
            return Err(LinkingError::ChallengeOver);
        }
        if !challenge.kind.takes(answer) {
            return Err(super::invalid("answer", "does not fit the current challenge"));
        }
        let state = state_of(&account)?;
        let changed = match self.connector(&account)?.answer(state, answer).await? {
            Verdict::Accepted(connector_state) => {
                let changed = self.accepted(&account, connector_state).await?;
                if let Some(account) = &changed {
                    self.work_on(account.clone());
                }
                changed
            }
            Verdict::Wrong if challenge.tries_left <= 1 => self.fail(&account, ErrorCode::InvalidMfa).await?,
            Verdict::Wrong => {
                let change = Change::Challenged {
                    challenge: PendingChallenge { tries_left: challenge.tries_left - 1, ..challenge },
                    connector_state: state.to_owned(),
                    lease: None,
                };
                self.change(&account, &change).await?
            }
        };
        match changed {
            Some(account) => Ok(account),
            // Another request was faster, most likely a second click of the same person: return the current state.
            None => self.account(session, account_id).await,
        }
    }

    /// Asks again, which voids the previous challenge. The remaining tries stay the same.
    pub(crate) async fn resend(&self, session: &Session, account_id: &str) -> Result<Account> {
        let account = self.account(session, account_id).await?;
        let challenge = pending(&account)?;
        let Some(resend_at) = challenge.resend_at else {
            return Err(super::invalid("challenge", "is of a kind that cannot be sent again"));
        };
        let now_millis = self.0.clock.now_millis();
        if now_millis < resend_at {
            return Err(LinkingError::TooEarly { seconds: seconds_until(resend_at, now_millis) });
        }
        let asked = self.connector(&account)?.repeat(state_of(&account)?).await?;
        match self.challenge(&account, asked, challenge.tries_left).await? {
            Some(account) => {
                if account.step.is_some() {
                    self.work_on(account.clone());
                }
                Ok(account)
            }
            None => self.account(session, account_id).await,
        }
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
