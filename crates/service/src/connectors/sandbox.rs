//! The sandbox: a source made of four people who have an account everywhere, and of user names that make every
//! failure happen on purpose.

mod login;
pub(crate) mod page;
pub(crate) mod people;
mod records;

use super::{CodeAnswer, CodeRequest, Connector, ConnectorFault, Login, Outcome, SignIn, SignInRequest};
use crate::catalogue::{Provider, SecondFactor};
use crate::clock::Clock;
use crate::records::SourceRecords;
use crate::store::{CodeDelivery, PendingSignIn, Store};
use jiff::civil::Date;
use login::Plan;
use people::{Person, person_named};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use wink_wire::{ErrorCode, Secret};

/// Length of every sandbox code, in characters.
const CODE_LENGTH: u8 = 4;

/// The sandbox connector.
pub(crate) struct Sandbox {
    /// For its own sign-in page, which hands out codes.
    store: Store,
    clock: Clock,
    /// How long each step takes, so that a demo looks like a real source.
    pace: Duration,
}

/// What the sandbox remembers of a login. It names a person, never what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    plan: Plan,
    /// With [`Plan::Slow`]: when the wait is over, so that a restart does not begin it anew.
    ready_at: Option<i64>,
}

impl Sandbox {
    pub(crate) fn new(store: Store, clock: Clock, pace: Duration) -> Self {
        Self { store, clock, pace }
    }

    fn state_for(&self, plan: Plan) -> Outcome<String> {
        let ready_at = match plan {
            Plan::Slow { seconds } => Some(self.clock.now_millis() + i64::from(seconds) * 1000),
            _ => None,
        };
        serde_json::to_string(&State { plan, ready_at }).map_err(|error| ConnectorFault(error.to_string()))
    }

    async fn take_a_step(&self) {
        if !self.pace.is_zero() {
            tokio::time::sleep(self.pace).await;
        }
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

    fn sign_in_address(&self, provider: &Provider, request: SignInRequest<'_>) -> String {
        page::address(provider, request)
    }

    async fn exchange(
        &self,
        provider: &Provider,
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

    fn subject(&self, state: &str) -> Outcome<String> {
        Ok(person_of(&read_state(state)?)?.user_name.to_owned())
    }

    async fn sign_in(&self, state: &str, provider: &Provider) -> Outcome<SignIn> {
        let state = read_state(state)?;
        self.take_a_step().await;
        if let Some(ready_at) = state.ready_at {
            self.clock.sleep_until(ready_at).await;
        }
        Ok(match state.plan {
            Plan::Refuse { code } => SignIn::Refused(code_named(&code)),
            Plan::Slow { .. } | Plan::SignedIn { .. } => SignIn::Authenticated,
            Plan::Challenge { factor, .. } => SignIn::CodeAsked(code_request(person_of(&state)?, factor)),
            Plan::LogIn { .. } => match provider.second_factor {
                Some(factor) => SignIn::CodeAsked(code_request(person_of(&state)?, factor)),
                None => SignIn::Authenticated,
            },
        })
    }

    async fn send_code(&self, state: &str, provider: &Provider) -> Outcome<CodeRequest> {
        let state = read_state(state)?;
        let factor = match (&state.plan, provider.second_factor) {
            (Plan::Challenge { factor, .. }, _) => *factor,
            (_, Some(factor)) => factor,
            _ => return Err(ConnectorFault("no code is asked for here".to_owned())),
        };
        Ok(code_request(person_of(&state)?, factor))
    }

    async fn answer(&self, state: &str, code: &Secret) -> Outcome<CodeAnswer> {
        let person = person_of(&read_state(state)?)?;
        Ok(if code.expose() == person.code {
            CodeAnswer::Accepted(state.to_owned())
        } else {
            CodeAnswer::Wrong
        })
    }

    async fn confirm(&self, _state: &str) -> Outcome<Result<(), ErrorCode>> {
        self.take_a_step().await;
        Ok(Ok(()))
    }

    async fn read(
        &self,
        state: &str,
        provider: &Provider,
        today: Date,
    ) -> Outcome<Result<SourceRecords, ErrorCode>> {
        let person = person_of(&read_state(state)?)?;
        self.take_a_step().await;
        Ok(Ok(records::records_of(person, provider, today)))
    }
}

fn read_state(state: &str) -> Outcome<State> {
    serde_json::from_str(state).map_err(|error| ConnectorFault(error.to_string()))
}

fn person_of(state: &State) -> Outcome<&'static Person> {
    let name = match &state.plan {
        Plan::LogIn { person } | Plan::SignedIn { person } | Plan::Challenge { person, .. } => person,
        Plan::Slow { .. } => people::GEORGE.user_name,
        Plan::Refuse { .. } => return Err(ConnectorFault("this login was to be refused".to_owned())),
    };
    person_named(name).ok_or_else(|| ConnectorFault("nobody of this name lives in the sandbox".to_owned()))
}

fn code_named(name: &str) -> ErrorCode {
    ErrorCode::ALL.into_iter().find(|code| code.name() == name).unwrap_or(ErrorCode::SystemError)
}

fn code_request(person: &Person, factor: SecondFactor) -> CodeRequest {
    let delivery = match factor {
        SecondFactor::Sms => CodeDelivery::Sms { destination: masked_mobile(person.mobile) },
        SecondFactor::Email => CodeDelivery::Email { destination: masked_email(person.email) },
        SecondFactor::Authenticator => CodeDelivery::Authenticator,
    };
    CodeRequest { delivery, code_length: CODE_LENGTH }
}

/// `+639559991234` as `+63 ••• ••• 1234`: the sandbox's countries all have codes of two digits.
fn masked_mobile(mobile: &str) -> String {
    let country = mobile.get(..3).unwrap_or_default();
    let end = mobile.get(mobile.len().saturating_sub(4)..).unwrap_or_default();
    format!("{country} ••• ••• {end}")
}

/// `george@example.com` as `g•••@example.com`.
fn masked_email(email: &str) -> String {
    let (name, domain) = email.split_once('@').unwrap_or((email, ""));
    format!("{}•••@{domain}", name.chars().next().unwrap_or('•'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_masked() {
        assert_eq!(masked_mobile("+639559991234"), "+63 ••• ••• 1234");
        assert_eq!(masked_email("gpalomero1234@smileapi.io"), "g•••@smileapi.io");
    }
}
