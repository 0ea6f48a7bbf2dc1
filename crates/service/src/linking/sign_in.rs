//! Signing in at the provider: the account waits until the person comes back from there, with a code that only this
//! service can exchange.

use super::{LEASE_MILLIS, Linking, Result};
use crate::catalogue::Provider;
use crate::connectors::{Connector, SignInRequest};
use crate::ids::{new_secret, s256};
use crate::store::{Account, AccountStatus, Change, LinkingStep, PendingSignIn};
use wink_wire::{ErrorCode, Secret};

/// How long the person may take at the provider, in milliseconds.
const EXPIRES_MILLIS: i64 = 10 * 60_000;

/// Where providers send people back to, on this service.
pub(crate) const RETURN_PATH: &str = "/sign-in/return";

/// What came back from the provider's page.
#[derive(Clone, Debug)]
pub(crate) enum Return {
    Code(Secret),
    /// The person said no there, or the provider did.
    Denied,
}

/// What coming back led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returned {
    /// The account goes on.
    SignedIn,
    Denied,
    /// The provider did not take its own code back.
    NotTaken,
    /// It took too long.
    TooLate,
    /// Somebody came back with this state before, or the account was ended meanwhile.
    Over,
    /// The state is not one of ours.
    Unknown,
}

impl Linking {
    /// A new sign-in at a provider.
    pub(super) fn new_sign_in(
        &self,
        connector: &dyn Connector,
        provider: &Provider,
        service_address: &str,
    ) -> Result<PendingSignIn> {
        let (state, verifier) = (new_secret("")?, new_secret("")?);
        let redirect_uri = format!("{service_address}{RETURN_PATH}");
        let request = SignInRequest {
            service_address,
            redirect_uri: &redirect_uri,
            state: &state,
            code_challenge: &s256(verifier.expose()),
        };
        let url = connector.sign_in_address(provider, request);
        let expires_at = self.0.clock.now_millis() + EXPIRES_MILLIS;
        Ok(PendingSignIn { state, verifier, url, redirect_uri, expires_at })
    }

    /// A person comes back from a provider's page. Of several returns with one state, one counts.
    pub(crate) async fn sign_in_returned(&self, state: &str, returned: &Return) -> Result<Returned> {
        let Some(account) = self.0.store.account_by_sign_in_state(state).await? else {
            return Ok(Returned::Unknown);
        };
        let Some(sign_in) = account.sign_in.clone().filter(|_| account.status == AccountStatus::Pending)
        else {
            return Ok(Returned::Over);
        };
        if sign_in.expires_at <= self.0.clock.now_millis() {
            self.fail(&account, ErrorCode::AuthRequired).await?;
            return Ok(Returned::TooLate);
        }
        let Some(account) = self.0.store.claim_sign_in(&account, self.0.clock.now_millis()).await? else {
            return Ok(Returned::Over);
        };
        let code = match returned {
            Return::Code(code) => code,
            Return::Denied => {
                let failed = self.fail(&account, ErrorCode::InvalidAuth).await?;
                return Ok(failed.map_or(Returned::Over, |_| Returned::Denied));
            }
        };
        let provider = self.0.catalogue.provider(&account.provider_id);
        let exchanged = match provider {
            Some(provider) => self.connector(&account)?.exchange(provider, code, &sign_in).await?,
            None => Err(ErrorCode::ServiceUnavailable),
        };
        match exchanged {
            Ok(connector_state) => self.signed_in(&account, connector_state).await,
            Err(error_code) => {
                let failed = self.fail(&account, error_code).await?;
                Ok(failed.map_or(Returned::Over, |_| Returned::NotTaken))
            }
        }
    }

    async fn signed_in(&self, account: &Account, connector_state: String) -> Result<Returned> {
        let change = Change::Working {
            step: LinkingStep::SigningIn,
            connector_state,
            lease_owner: self.0.owner.clone(),
            lease_until: self.0.clock.now_millis() + LEASE_MILLIS,
        };
        Ok(match self.change(account, &change).await? {
            Some(account) => {
                tracing::info!(account = account.id, "signed in at the provider");
                self.work_on(account);
                Returned::SignedIn
            }
            None => Returned::Over,
        })
    }
}
