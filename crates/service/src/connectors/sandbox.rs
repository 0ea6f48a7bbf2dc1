//! The sandbox: a source of four people who have an account at every provider, and of user names that cause every
//! failure on purpose.

mod factors;
mod login;
pub(crate) mod page;
mod pictures;
mod records;

use super::{
    Approval, Asked, Connector, ConnectorFault, Login, Outcome, Reading, SignIn, SignInRequest, StateOf,
    Unread, Verdict,
};
use crate::catalogue::Provider;
use crate::catalogue::people::{self, Person, person_named};
use crate::clock::Clock;
use crate::store::{PendingSignIn, Store};
use factors::{Chain, Decision, Factor};
use jiff::civil::Date;
use login::Plan;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use wink_wire::{Answer, ErrorCode, Secret};

/// The sandbox connector.
pub(crate) struct Sandbox {
    /// For its own sign-in page, which issues codes.
    store: Store,
    clock: Clock,
    /// How long each step takes, so that a demo looks like a real source.
    pace: Duration,
}

/// The connector's state of a login. It names a person, and never contains what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    plan: Plan,
    /// With [`Plan::Slow`]: when the wait ends, so that a restart does not start it again.
    ready_at: Option<i64>,
    /// The second factors, and which of them are passed.
    #[serde(default)]
    chain: Chain,
    /// Whether the source has been read before.
    #[serde(default)]
    was_read: bool,
}

impl Sandbox {
    pub(crate) fn new(store: Store, clock: Clock, pace: Duration) -> Self {
        Self { store, clock, pace }
    }

    fn state_for(&self, plan: Plan) -> Outcome<String> {
        let ready_at = match plan {
            Plan::Slow { seconds } => Some(self.clock.now_millis() + i64::from(seconds) * 1000),
            Plan::LogIn { .. }
            | Plan::Challenge { .. }
            | Plan::SignedIn { .. }
            | Plan::Refuse { .. }
            | Plan::RefuseSync { .. } => None,
        };
        write_state(&State { plan, ready_at, chain: Chain::default(), was_read: false })
    }

    async fn pause(&self) {
        if !self.pace.is_zero() {
            tokio::time::sleep(self.pace).await;
        }
    }

    /// Poses the chain's next challenge, or completes the sign-in.
    fn next_factor(&self, state: State) -> Outcome<SignIn> {
        Ok(self.ask(state)?.map_or(SignIn::Authenticated, |asked| SignIn::Asked(Box::new(asked))))
    }

    /// Poses the challenge of the chain's current factor. `None` at the end of the chain.
    fn ask(&self, mut state: State) -> Outcome<Option<Asked>> {
        let Some(factor) = state.chain.current() else { return Ok(None) };
        let pace_millis = i64::try_from(self.pace.as_millis()).unwrap_or(i64::MAX / 1000);
        state.chain.decided_at = self.clock.now_millis() + factors::STEPS_UNTIL_DECIDED * pace_millis;
        let kind = factor.kind(&state.chain, person_of(&state)?)?;
        Ok(Some(Asked {
            kind,
            expires_after_millis: factor.expires_after_millis(),
            repeat_after_millis: factor.repeat_after_millis(),
            state: write_state(&state)?,
        }))
    }
}

#[async_trait::async_trait]
impl Connector for Sandbox {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    async fn begin(&self, login: Login<'_>) -> Outcome<String> {
        self.state_for(Plan::of(login))
    }

    async fn sign_in_address(
        &self,
        provider: &Provider,
        request: SignInRequest<'_>,
    ) -> Outcome<Result<String, ErrorCode>> {
        Ok(Ok(page::address(provider, request)))
    }

    async fn exchange(
        &self,
        provider: &Provider,
        _account_id: &str,
        code: &Secret,
        sign_in: &PendingSignIn,
    ) -> Outcome<Result<String, ErrorCode>> {
        let exchange = page::Exchange {
            provider_id: &provider.id,
            code,
            verifier: &sign_in.verifier,
            redirect_uri: &sign_in.redirect_uri,
        };
        let plan = page::redeem(&self.store, exchange, self.clock.now_millis()).await;
        match plan.map_err(|error| ConnectorFault(error.to_string()))? {
            Some(plan) => Ok(Ok(self.state_for(plan)?)),
            None => Ok(Err(ErrorCode::AuthRequired)),
        }
    }

    fn subject(&self, of: StateOf<'_>) -> Outcome<String> {
        Ok(person_of(&read_state(of.state)?)?.user_name.to_owned())
    }

    async fn sign_in(&self, state: &str, provider: &Provider) -> Outcome<SignIn> {
        let mut state = read_state(state)?;
        self.pause().await;
        if let Some(ready_at) = state.ready_at {
            self.clock.sleep_until(ready_at).await;
        }
        let factors = match &state.plan {
            Plan::Refuse { code } => return Ok(SignIn::Refused(code_named(code))),
            Plan::Slow { .. } | Plan::SignedIn { .. } | Plan::RefuseSync { .. } => Vec::new(),
            Plan::Challenge { factors, .. } => factors.clone(),
            Plan::LogIn { .. } => provider.second_factor.map(Factor::from).into_iter().collect(),
        };
        state.chain = Chain::new(factors);
        self.next_factor(state)
    }

    async fn repeat(&self, state: &str) -> Outcome<Asked> {
        let mut state = read_state(state)?;
        state.chain.turn += 1;
        self.ask(state)?.ok_or_else(no_challenge)
    }

    async fn answer(&self, state: &str, answer: &Answer) -> Outcome<Verdict> {
        let mut state = read_state(state)?;
        let person = person_of(&state)?;
        if !factors::is_right(&state.chain, person, answer) {
            return Ok(Verdict::Wrong);
        }
        state.chain.answered(answer);
        Ok(Verdict::Accepted(write_state(&state)?))
    }

    async fn approval(&self, state: &str) -> Outcome<Approval> {
        let mut state = read_state(state)?;
        let factor = state.chain.current().ok_or_else(no_challenge)?;
        self.clock.sleep_until(state.chain.decided_at).await;
        match factor.decision() {
            Decision::Yes => {
                state.chain.passed();
                Ok(Approval::Given(write_state(&state)?))
            }
            Decision::No => Ok(Approval::Declined),
            Decision::Never => std::future::pending().await,
        }
    }

    async fn confirm(&self, state: &str) -> Outcome<SignIn> {
        self.pause().await;
        self.next_factor(read_state(state)?)
    }

    async fn read(
        &self,
        of: StateOf<'_>,
        provider: &Provider,
        today: Date,
    ) -> Outcome<Result<Reading, Unread>> {
        let state = read_state(of.state)?;
        self.pause().await;
        if let Plan::RefuseSync { code } = &state.plan
            && state.was_read
        {
            return Ok(Err(code_named(code).into()));
        }
        let records = records::records_of(person_of(&state)?, provider, today);
        let again = State { ready_at: None, chain: Chain::default(), was_read: true, ..state };
        let again = provider.monitor.then(|| write_state(&again)).transpose()?;
        Ok(Ok(Reading { records, again }))
    }
}

fn read_state(state: &str) -> Outcome<State> {
    serde_json::from_str(state).map_err(|error| ConnectorFault(error.to_string()))
}

fn write_state(state: &State) -> Outcome<String> {
    serde_json::to_string(state).map_err(|error| ConnectorFault(error.to_string()))
}

fn no_challenge() -> ConnectorFault {
    ConnectorFault("nothing is asked here".to_owned())
}

fn person_of(state: &State) -> Outcome<&'static Person> {
    let name = match &state.plan {
        Plan::LogIn { person } | Plan::SignedIn { person } | Plan::Challenge { person, .. } => person,
        Plan::Slow { .. } | Plan::RefuseSync { .. } => people::GEORGE.user_name,
        Plan::Refuse { .. } => return Err(ConnectorFault("this login was to be refused".to_owned())),
    };
    person_named(name).ok_or_else(|| ConnectorFault("nobody of this name lives in the sandbox".to_owned()))
}

fn code_named(name: &str) -> ErrorCode {
    ErrorCode::ALL.into_iter().find(|code| code.name() == name).unwrap_or(ErrorCode::SystemError)
}
