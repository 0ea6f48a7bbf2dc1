//! Sign-in at the provider: the account waits until the person returns with a code that only this service can exchange.
//!
//! The way there is through a page of this service, and only the browser that continued from that page may return.
//! Otherwise somebody could send the provider's address to another person, whose data would be linked to the sender's
//! account. The page continues if the widget vouches for the person, or if the person confirms having started this.

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

/// The start page, which precedes the provider's page. An account's id follows.
pub(crate) const START_PATH: &str = "/sign-in/start";

/// The path that providers redirect people back to.
pub(crate) const RETURN_PATH: &str = "/sign-in/return";

/// A secret in a browser's cookie, which identifies the browser.
#[derive(Clone, Debug)]
pub(crate) struct Browser(Secret);

/// What the start page shows.
#[derive(Clone, Debug)]
pub(crate) struct Begun {
    pub(crate) account_id: String,
    pub(crate) provider_name: String,
    pub(crate) company_name: String,
    /// What will be read.
    pub(crate) kinds: Vec<RecordKind>,
    /// The widget's language.
    pub(crate) language: Language,
}

/// Who confirms that the person who continues to the provider started the sign-in.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    /// The widget, with a secret that only it has.
    Proof(Secret),
    /// The person, on the start page.
    Confirmed,
}

/// The result of continuing to the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Departure {
    /// The address of the provider's page.
    To(String),
    /// The provider is unreachable or rejects the service; the account has ended.
    Unavailable,
    /// There is no sign-in to continue.
    Not(Returned),
}

/// What the provider's page returned.
#[derive(Clone, Debug)]
pub(crate) enum Return {
    Code(Secret),
    /// The person or the provider declined.
    Refused(ErrorCode),
}

/// The result of a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returned {
    /// The account continues.
    SignedIn,
    Denied,
    /// The provider rejected its own code.
    Failed,
    /// The sign-in has expired.
    TooLate,
    /// This state was used before, or the account has ended in between.
    Over,
    /// Another browser continued to the provider, or none did from the start page.
    OtherBrowser,
    /// The state is unknown.
    Unknown,
}

/// The result of a return, with the language of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CameBack {
    pub(crate) returned: Returned,
    /// The widget's language, if the sign-in was found.
    pub(crate) language: Option<Language>,
}

impl Browser {
    /// A new browser secret.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(new_secret("")?))
    }

    /// Parses a cookie's value. `None` if the service cannot have issued it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        (text.len() == 43).then(|| Self(text.into()))
    }

    /// The value to store in the cookie.
    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }

    /// A value that is only in pages shown to this browser for this account.
    pub(crate) fn page_key(&self, account_id: &str) -> String {
        sha256_hex(format!("page {account_id} {}", self.0.expose()))
    }

    fn sha256(&self) -> String {
        sha256_hex(self.0.expose())
    }
}

impl Linking {
    /// Starts a sign-in at a provider.
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

    /// What the start page shows, or why it cannot be used.
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

    /// Continues to the provider. From now on this browser, and no other, may return.
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

    /// Handles a return from a provider's page. Of several returns with the same state, one counts. A return in another
    /// browser than the one that left changes nothing.
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
                let returned =
                    if *error_code == ErrorCode::InvalidAuth { Returned::Denied } else { Returned::Failed };
                return Ok(failed.map_or(Returned::Over, |_| returned));
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
                Ok(failed.map_or(Returned::Over, |_| Returned::Failed))
            }
        }
    }

    /// The account and sign-in of a start page's address, or why there is none to continue.
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

    /// An account's sign-in, unless it has expired.
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
