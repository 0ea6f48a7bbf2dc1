//! The Link API's client: sends the flow's requests, and turns each answer into a reply or a failure with its reason.

use super::call::{Call, Read, Token, js_value, read_reply, segment, watch_query};
use super::exchange_key;
use super::json::read;
use super::sealing::Sealing;
use super::upload;
use crate::files::Files;
use gloo_net::http::{Method, RequestBuilder};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, Response};
use wink_flow::{Attempt, CallFailure, Reply, Request};
use wink_wire::{
    AnswerChallenge, ConsentGiven, OpenSession, ProblemCode, ReportEmployer, Secret, StartAccount,
    answer_context, credentials_context,
};

/// A client of one Link API.
pub(super) struct Client {
    base: String,
    /// Distinguishes the attempts of this opening from those of all others.
    opening: String,
    files: Rc<Files>,
    sealing: Sealing,
}

impl Client {
    pub(super) fn new(base: String, files: Rc<Files>) -> Self {
        // Random only to be unique; it is not a secret.
        Self { base, opening: draw() + "-" + &draw(), files, sealing: Sealing::default() }
    }

    /// Calls the service. If the page does not allow the browser to encrypt, it makes no call. If the service cannot
    /// decrypt the request, it encrypts it with the current key and retries.
    pub(super) async fn call(
        &self,
        request: &Request,
        session_token: Option<&Secret>,
        signal: Option<&AbortSignal>,
    ) -> Result<Reply, CallFailure> {
        if !Sealing::is_possible() {
            return Err(CallFailure::Insecure);
        }
        let answer = self.call_once(request, session_token, signal).await;
        if let (Err(CallFailure::Refused(problem)), Some(token)) = (&answer, session_token)
            && problem.code == ProblemCode::SealRefused
        {
            let again = Request::ResumeSession { session_token: token.clone() };
            self.call_once(&again, None, signal).await?;
            return self.call_once(request, session_token, signal).await;
        }
        answer
    }

    async fn call_once(
        &self,
        request: &Request,
        session_token: Option<&Secret>,
        signal: Option<&AbortSignal>,
    ) -> Result<Reply, CallFailure> {
        let call = self.describe(request).await.ok_or(CallFailure::Nonsense)?;
        let began_millis = js_sys::Date::now();
        let mut builder = RequestBuilder::new(&(self.base.clone() + &call.path))
            .method(call.method)
            .credentials(RequestCredentials::Omit)
            .abort_signal(signal);
        let token = match &call.token {
            Token::Nobody => None,
            Token::Session => session_token,
            Token::Given(token) => Some(token),
        };
        if let Some(token) = token {
            builder = builder.header("Authorization", &("Bearer ".to_owned() + token.expose()));
        }
        let sent = match call.body {
            Some(body) => match builder.header("Content-Type", call.content_type).body(body) {
                Ok(request) => request.send().await,
                Err(_) => return Err(CallFailure::Nonsense),
            },
            None => builder.send().await,
        };
        let response: Response = sent.map_err(|_| CallFailure::Unreachable)?.into();
        if !response.ok() {
            return Err(refusal(&response).await);
        }
        let mut reply = match call.read {
            Read::Text(read) => {
                let text = body(response.text()).await.and_then(|text| text.as_string());
                return text.map(read).ok_or(CallFailure::Unreachable);
            }
            Read::Json(read) => body(response.json()).await.and_then(read).ok_or(CallFailure::Nonsense)?,
        };
        match &reply {
            Reply::SessionOpened(opened) => self.sealing.learn(&opened.session),
            Reply::Session(session) => self.sealing.learn(session),
            _ => {}
        }
        if let (Reply::Archive(_, millis), Request::SendPiece { .. }) = (&mut reply, request) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a call takes a minute at most"
            )]
            let took = (js_sys::Date::now() - began_millis) as u32;
            *millis = took.max(1);
        }
        Ok(reply)
    }

    /// The call for a request. `None` if its secrets could not be encrypted. The match is total, so that a new request
    /// cannot be sent to a default address.
    async fn describe(&self, request: &Request) -> Option<Call> {
        Some(match request {
            Request::OpenSession { link_token, template_id, language, browser_languages } => {
                let body = OpenSession {
                    link_token: link_token.clone(),
                    template_id: template_id.clone(),
                    language: language.map(|language| language.tag().to_owned()),
                    browser_languages: browser_languages.clone(),
                    exchange_key: exchange_key::of(link_token).await,
                };
                let read = |body| Some(Reply::SessionOpened(read_reply(body)?));
                Call { token: Token::Nobody, ..Call::post("/sessions".into(), &body, read) }
            }
            Request::ResumeSession { session_token } => {
                let read = |body| Some(Reply::Session(read_reply(body)?));
                Call { token: Token::Given(session_token.clone()), ..Call::get("/session".into(), read) }
            }
            Request::RecordConsent { version, language } => {
                let body = ConsentGiven { version: version.clone(), language: language.clone() };
                Call::post("/session/consent".into(), &body, |body| Some(Reply::ConsentRecorded(read(body)?)))
            }
            Request::LoadCatalogue { hash } => {
                let call = Call::get("/catalogue/".to_owned() + &segment(hash), |_| None);
                Call { read: Read::Text(Reply::Catalogue), ..call }
            }
            Request::LoadProvider { provider_id } => {
                Call::get("/providers/".to_owned() + &segment(provider_id), |body| {
                    Some(Reply::Provider(read_reply(body)?))
                })
            }
            Request::StartAccount { key, provider_id, login_option_id, credentials } => {
                let key = self.key(*key);
                let session_id = self.sealing.session_id();
                let bound_to = credentials_context(&session_id, provider_id, login_option_id, &key);
                let body = StartAccount {
                    idempotency_key: key,
                    provider_id: provider_id.clone(),
                    login_option_id: login_option_id.clone(),
                    credentials: Some(self.sealing.seal(js_value(credentials), &bound_to).await?),
                };
                Call::post("/accounts".into(), &body, account)
            }
            Request::WatchAccount { account_id, after_version } => {
                Call::get(account_path(account_id, &watch_query(*after_version)), account)
            }
            Request::AnswerChallenge { account_id, challenge_id, answer } => {
                let bound_to = answer_context(&self.sealing.session_id(), account_id, challenge_id);
                let answer = self.sealing.seal(js_value(answer), &bound_to).await?;
                let body = AnswerChallenge { challenge_id: challenge_id.clone(), answer };
                Call::post(account_path(account_id, "/challenge"), &body, account)
            }
            Request::ResendChallenge { account_id } => {
                Call::bare(Method::POST, account_path(account_id, "/challenge/resend"), account)
            }
            Request::RevokeAccount { account_id } => {
                Call::bare(Method::DELETE, account_path(account_id, ""), account)
            }
            Request::StartArchive { key, file_type, provider_id, files } => {
                upload::start(self.key(*key), *file_type, provider_id.clone(), files.clone())
            }
            Request::SendPiece { archive_id, file_id, content, offset_bytes, size_bytes } => {
                let piece = self.files.piece(*content, *offset_bytes, *size_bytes);
                upload::send_piece(archive_id, file_id, *offset_bytes, piece)
            }
            Request::SubmitArchive { archive_id } => upload::submit(archive_id),
            Request::ReadArchive { archive_id, after_version } => upload::read(archive_id, *after_version),
            Request::RevokeArchive { archive_id } => upload::revoke(archive_id),
            Request::LoadAgreedText { account_id } => {
                Call::get(account_path(account_id, "/consent"), |body| Some(Reply::AgreedText(read(body)?)))
            }
            Request::ReportEmployer { name, country, email } => {
                let body =
                    ReportEmployer { name: name.clone(), country: country.clone(), email: email.clone() };
                Call::post("/employers".into(), &body, |body| Some(Reply::EmployerReported(read(body)?)))
            }
        })
    }

    /// The key of an attempt.
    fn key(&self, attempt: Attempt) -> String {
        [&self.opening, "-", &attempt.number().to_string()].concat()
    }
}

fn account(body: JsValue) -> Option<Reply> {
    Some(Reply::Account(read_reply(body)?))
}

fn account_path(account_id: &str, rest: &str) -> String {
    "/accounts/".to_owned() + &segment(account_id) + rest
}

async fn body(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

/// The service's problem, or the equivalent of a proxy's error response.
async fn refusal(response: &Response) -> CallFailure {
    match body(response.json()).await.and_then(read) {
        Some(problem) => CallFailure::Refused(problem),
        None if matches!(response.status(), 502..=504) => CallFailure::Unreachable,
        None => CallFailure::Nonsense,
    }
}

/// 32 random bits as text.
fn draw() -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1 times 2^32 fits")]
    let number = (js_sys::Math::random() * 4_294_967_296.0) as u32;
    number.to_string()
}
