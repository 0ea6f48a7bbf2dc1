//! Signing in at the provider: the account waits until the person comes back from there, with a code that only this
//! service can exchange.
//!
//! The way there leads over a page of our own, and the way back is open to the browser alone that went on from that
//! page. Without that, whoever is sent the provider's address would link their data into the account of who sent it.
//! The page lets somebody go on whom the widget vouches for, or who says that they began this themselves.

use super::{Linking, Result};
use crate::connectors::SignInRequest;
use crate::ids::{equal_in_constant_time, new_secret, s256, sha256_hex};
use crate::jobs::LEASE_MILLIS;
use crate::records::RecordKind;
use crate::store::{Account, AccountStatus, Change, LinkingStep, PendingSignIn, Session};
use crate::templates;
use wink_wire::{ErrorCode, Language, Secret};

/// How long the person may take at the provider, in milliseconds.
const EXPIRES_MILLIS: i64 = 10 * 60_000;

/// Our page before the provider's, followed by an account's id.
pub(crate) const START_PATH: &str = "/sign-in/start";

/// Where providers send people back to, on this service.
pub(crate) const RETURN_PATH: &str = "/sign-in/return";

/// A secret that a browser keeps for us: it says which browser that is.
#[derive(Clone, Debug)]
pub(crate) struct Browser(Secret);

/// What our page before the provider's shows.
#[derive(Clone, Debug)]
pub(crate) struct Begun {
    pub(crate) account_id: String,
    pub(crate) provider_name: String,
    pub(crate) company_name: String,
    /// What will be read.
    pub(crate) kinds: Vec<RecordKind>,
    /// What the widget speaks.
    pub(crate) language: Language,
}

/// Who says that it is the person who began this that goes on to the provider.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    /// The widget, by what only it knows.
    Proof(Secret),
    /// The person, asked by our page.
    Confirmed,
}

/// What going on to the provider led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Departure {
    /// To the provider's page.
    To(String),
    /// The provider cannot be reached, or refuses us; the account has ended.
    Unavailable,
    /// There is no sign-in to go on with.
    Not(Returned),
}

/// What came back from the provider's page.
#[derive(Clone, Debug)]
pub(crate) enum Return {
    Code(Secret),
    /// The person said no there, or the provider did.
    Refused(ErrorCode),
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
    /// Another browser went to the provider, or none did from our page.
    OtherBrowser,
    /// The state is not one of ours.
    Unknown,
}

/// Somebody who has come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CameBack {
    pub(crate) returned: Returned,
    /// What the widget speaks, where they come to a sign-in that waits for them.
    pub(crate) language: Option<Language>,
}

impl Browser {
    /// One that we have not seen before.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(new_secret("")?))
    }

    /// The one that sent this; none where it is nothing that we have given out.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        (text.len() == 43).then(|| Self(text.into()))
    }

    /// What it is to keep.
    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }

    /// A value that only a page has which was shown to this browser for this account.
    pub(crate) fn page_key(&self, account_id: &str) -> String {
        sha256_hex(format!("page {account_id} {}", self.0.expose()))
    }

    fn sha256(&self) -> String {
        sha256_hex(self.0.expose())
    }
}

impl Linking {
    /// A new sign-in at a provider.
    pub(super) async fn new_sign_in(
        &self,
        session: &Session,
        account_id: &str,
        service_address: &str,
    ) -> Result<PendingSignIn> {
        let ticket = new_secret("")?;
        let template = templates::template_of(&self.0.store, session, service_address).await?;
        Ok(PendingSignIn {
            state: new_secret("")?,
            verifier: new_secret("")?,
            nonce: new_secret("")?,
            url: format!("{service_address}{START_PATH}/{account_id}?ticket={}", ticket.expose()),
            ticket,
            proof: new_secret("")?,
            company_name: template.company_name,
            language: template.language,
            browser_sha256: None,
            redirect_uri: format!("{service_address}{RETURN_PATH}"),
            expires_at: self.0.clock.now_millis() + EXPIRES_MILLIS,
        })
    }

    /// What our page before the provider's shows, or why it cannot be used.
    pub(crate) async fn started_sign_in(
        &self,
        account_id: &str,
        ticket: &Secret,
    ) -> Result<std::result::Result<Begun, Returned>> {
        let (account, sign_in) = match self.waiting_sign_in(account_id, ticket).await? {
            Ok(waiting) => waiting,
            Err(returned) => return Ok(Err(returned)),
        };
        let Some(provider) = self.0.catalogue.provider(&account.provider_id) else {
            return Ok(Err(Returned::Unknown));
        };
        Ok(Ok(Begun {
            account_id: account.id,
            provider_name: provider.name.clone(),
            company_name: sign_in.company_name,
            kinds: provider.record_kinds(),
            language: sign_in.language,
        }))
    }

    /// A browser goes on to the provider: the way back is now open to it, and to no other.
    pub(crate) async fn depart_for_provider(
        &self,
        account_id: &str,
        ticket: &Secret,
        way: &Way,
        browser: &Browser,
        service_address: &str,
    ) -> Result<Departure> {
        let (account, mut sign_in) = match self.waiting_sign_in(account_id, ticket).await? {
            Ok(waiting) => waiting,
            Err(returned) => return Ok(Departure::Not(returned)),
        };
        if let Way::Proof(proof) = way
            && (proof.is_empty() || !equal_in_constant_time(proof.expose(), sign_in.proof.expose()))
        {
            return Ok(Departure::Not(Returned::Unknown));
        }
        let Some(provider) = self.0.catalogue.provider(&account.provider_id) else {
            return Ok(Departure::Not(Returned::Unknown));
        };
        sign_in.browser_sha256 = Some(browser.sha256());
        if !self.0.store.bind_sign_in(&account, &sign_in).await? {
            return Ok(Departure::Not(Returned::Over));
        }
        let request = SignInRequest {
            service_address,
            redirect_uri: &sign_in.redirect_uri,
            state: &sign_in.state,
            nonce: &sign_in.nonce,
            code_challenge: &s256(sign_in.verifier.expose()),
            language: sign_in.language,
        };
        match self.connector(&account)?.sign_in_address(provider, request).await? {
            Ok(address) => Ok(Departure::To(address)),
            Err(error_code) => {
                self.fail(&account, error_code).await?;
                Ok(Departure::Unavailable)
            }
        }
    }

    /// A person comes back from a provider's page. Of several returns with one state, one counts. One from another
    /// browser than the one that went there changes nothing.
    pub(crate) async fn return_from_provider(
        &self,
        state: &Secret,
        returned: &Return,
        browser: Option<&Browser>,
    ) -> Result<CameBack> {
        let Some(account) = self.0.store.account_by_sign_in_state(state).await? else {
            return Ok(CameBack { returned: Returned::Unknown, language: None });
        };
        let language = account.sign_in.as_ref().map(|sign_in| sign_in.language);
        Ok(CameBack { returned: self.handle_return(account, returned, browser).await?, language })
    }

    async fn handle_return(
        &self,
        account: Account,
        returned: &Return,
        browser: Option<&Browser>,
    ) -> Result<Returned> {
        let sign_in = match self.still_waiting(&account).await? {
            Ok(sign_in) => sign_in,
            Err(returned) => return Ok(returned),
        };
        let is_the_one = |browser: &Browser| {
            let bound = sign_in.browser_sha256.as_deref();
            bound.is_some_and(|bound| equal_in_constant_time(bound, &browser.sha256()))
        };
        if !browser.is_some_and(is_the_one) {
            tracing::warn!(account = account.id, "a sign-in came back in another browser");
            return Ok(Returned::OtherBrowser);
        }
        let Some(account) = self.0.store.claim_sign_in(&account, self.0.clock.now_millis()).await? else {
            return Ok(Returned::Over);
        };
        let code = match returned {
            Return::Code(code) => code,
            Return::Refused(error_code) => {
                let failed = self.fail(&account, *error_code).await?;
                let told =
                    if *error_code == ErrorCode::InvalidAuth { Returned::Denied } else { Returned::NotTaken };
                return Ok(failed.map_or(Returned::Over, |_| told));
            }
        };
        let provider = self.0.catalogue.provider(&account.provider_id);
        let exchanged = match provider {
            Some(provider) => {
                self.connector(&account)?.exchange(provider, &account.id, code, &sign_in).await?
            }
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

    /// An account by what the address of our page holds, with its sign-in; or why there is none to go on with.
    async fn waiting_sign_in(
        &self,
        account_id: &str,
        ticket: &Secret,
    ) -> Result<std::result::Result<(Account, PendingSignIn), Returned>> {
        let Some(account) = self.0.store.account_of_any_scope(account_id).await? else {
            return Ok(Err(Returned::Unknown));
        };
        let sign_in = match self.still_waiting(&account).await? {
            Ok(sign_in) => sign_in,
            Err(returned) => return Ok(Err(returned)),
        };
        if ticket.is_empty() || !equal_in_constant_time(ticket.expose(), sign_in.ticket.expose()) {
            return Ok(Err(Returned::Unknown));
        }
        Ok(Ok((account, sign_in)))
    }

    /// An account's sign-in, while there is time for it.
    async fn still_waiting(&self, account: &Account) -> Result<std::result::Result<PendingSignIn, Returned>> {
        let Some(sign_in) = account.sign_in.clone().filter(|_| account.status == AccountStatus::Pending)
        else {
            return Ok(Err(Returned::Over));
        };
        if sign_in.expires_at <= self.0.clock.now_millis() {
            self.fail(account, ErrorCode::AuthRequired).await?;
            return Ok(Err(Returned::TooLate));
        }
        Ok(Ok(sign_in.0))
    }

    async fn signed_in(&self, account: &Account, connector_state: String) -> Result<Returned> {
        let change = Change::Working {
            step: LinkingStep::SigningIn,
            connector_state,
            lease_owner: self.0.process.as_str().to_owned(),
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
