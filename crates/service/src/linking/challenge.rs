//! Second factors: asking, answering, asking again.

use super::view::{TRIES, seconds_until};
use super::{LEASE_MILLIS, Linking, LinkingError, Result};
use crate::connectors::{CodeAnswer, CodeRequest, Connector, ConnectorFault};
use crate::ids::new_id;
use crate::store::{Account, Change, LinkingStep, PendingChallenge};
use wink_wire::{AnswerChallenge, ErrorCode, Secret};

/// How long a code can be answered, in milliseconds.
const EXPIRES_MILLIS: i64 = 5 * 60_000;

/// How long a person waits before another code can be asked for, in milliseconds.
const RESEND_MILLIS: i64 = 30_000;

/// Longest code that is looked at, in characters.
const LONGEST_CODE: usize = 16;

impl Linking {
    /// Answers an account's challenge. A wrong code leaves the same challenge with a try less.
    pub(crate) async fn answer(
        &self,
        user_id: &str,
        account_id: &str,
        answer: &AnswerChallenge,
    ) -> Result<Account> {
        if answer.code.is_empty() || answer.code.expose().chars().count() > LONGEST_CODE {
            return Err(super::invalid("code", &format!("must have 1 to {LONGEST_CODE} characters")));
        }
        let account = self.account(user_id, account_id).await?;
        let challenge = pending(&account)?;
        if challenge.id != answer.challenge_id {
            return Err(LinkingError::ChallengeOver);
        }
        let changed = match self.ask_source(&account, &answer.code).await? {
            CodeAnswer::Accepted(connector_state) => {
                let now_millis = self.0.clock.now_millis();
                let change = Change::Working {
                    step: LinkingStep::CheckingCode,
                    connector_state,
                    lease_owner: self.0.owner.clone(),
                    lease_until: now_millis + LEASE_MILLIS,
                };
                let changed = self.change(&account, &change).await?;
                if let Some(account) = &changed {
                    self.work_on(account.clone());
                }
                changed
            }
            CodeAnswer::Wrong if challenge.tries_left <= 1 => {
                self.fail(&account, ErrorCode::InvalidMfa).await?
            }
            CodeAnswer::Wrong => {
                let challenge = PendingChallenge { tries_left: challenge.tries_left - 1, ..challenge };
                self.change(&account, &Change::Challenged { challenge }).await?
            }
        };
        match changed {
            Some(account) => Ok(account),
            // Somebody was faster, most likely the same person's second click: how it stands is the answer.
            None => self.account(user_id, account_id).await,
        }
    }

    /// Has another code sent, which makes the former challenge void. The tries left stay what they were.
    pub(crate) async fn resend(&self, user_id: &str, account_id: &str) -> Result<Account> {
        let account = self.account(user_id, account_id).await?;
        let challenge = pending(&account)?;
        let Some(resend_at) = challenge.resend_at else {
            return Err(super::invalid("challenge", "is not of a kind that can be sent again"));
        };
        let now_millis = self.0.clock.now_millis();
        if now_millis < resend_at {
            return Err(LinkingError::TooEarly { seconds: seconds_until(resend_at, now_millis) });
        }
        let provider = self.0.catalogue.provider(&account.provider_id).ok_or(LinkingError::NoSuchAccount)?;
        let request = self.connector(&account)?.send_code(state_of(&account)?, provider).await?;
        let change = Change::Challenged { challenge: self.new_challenge(request, challenge.tries_left) };
        match self.change(&account, &change).await? {
            Some(account) => Ok(account),
            None => self.account(user_id, account_id).await,
        }
    }

    /// A challenge for a code that a source has just sent for the first time.
    pub(super) fn first_challenge(&self, request: CodeRequest) -> PendingChallenge {
        self.new_challenge(request, TRIES)
    }

    fn new_challenge(&self, request: CodeRequest, tries_left: u8) -> PendingChallenge {
        let now_millis = self.0.clock.now_millis();
        let can_be_sent = request.delivery != crate::store::CodeDelivery::Authenticator;
        PendingChallenge {
            id: new_id("c"),
            delivery: request.delivery,
            code_length: request.code_length,
            tries_left,
            expires_at: now_millis + EXPIRES_MILLIS,
            resend_at: can_be_sent.then_some(now_millis + RESEND_MILLIS),
        }
    }

    /// The connector that an account was started with.
    pub(super) fn connector(&self, account: &Account) -> Result<&dyn Connector> {
        Ok(self
            .0
            .connectors
            .by_name(&account.connector)
            .ok_or_else(|| ConnectorFault(format!("there is no connector {}", account.connector)))?)
    }

    async fn ask_source(&self, account: &Account, code: &Secret) -> Result<CodeAnswer> {
        Ok(self.connector(account)?.answer(state_of(account)?, code).await?)
    }
}

/// What the connector remembers of an account under way.
pub(super) fn state_of(account: &Account) -> Result<&str> {
    Ok(account.connector_state.as_deref().ok_or_else(|| ConnectorFault("its state is gone".to_owned()))?)
}

fn pending(account: &Account) -> Result<PendingChallenge> {
    account.challenge.as_ref().map(|challenge| challenge.0.clone()).ok_or(LinkingError::ChallengeOver)
}
