//! The Link API's client: a request of the flow becomes a call, and whatever comes back becomes a reply that makes
//! sense or a failure that says which way it does not.

use super::exchange_key;
use super::json::read;
use super::sealing::Sealing;
use super::upload;
use crate::files::Files;
use gloo_net::http::{Method, RequestBuilder};
use js_sys::Promise;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, Response};
use wink_flow::{CallFailure, Reply, Request};
use wink_wire::{
    AnswerChallenge, ConsentGiven, OpenSession, ProblemCode, ReportEmployer, Secret, StartAccount,
    answer_context, credentials_context,
};

/// How long the service may hold back the answer to the standing question, in seconds.
const WATCH_SECONDS: u32 = 25;

/// A client of one Link API.
pub(super) struct Client {
    base: String,
    /// Distinguishes this opening's tries from all others'.
    opening: String,
    files: Rc<Files>,
    sealing: Sealing,
}

/// What a call is made of.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) content_type: &'static str,
    pub(super) body: Option<JsValue>,
    pub(super) read: fn(JsValue) -> Option<Reply>,
}

impl Client {
    pub(super) fn new(base: String, files: Rc<Files>) -> Self {
        // Not a secret, only unlike any other.
        Self { base, opening: draw() + "-" + &draw(), files, sealing: Sealing::default() }
    }

    /// Where a page does not let the browser encrypt, nothing is called at all. What the service cannot open is sealed
    /// with the key in force and sent once more.
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
        let is_text = matches!(request, Request::LoadCatalogue { .. });
        let exchange_key = match request {
            Request::OpenSession { link_token, .. } => exchange_key::of(link_token).await,
            _ => None,
        };
        let call = match self.seal(request).await {
            Some(call) => call.ok_or(CallFailure::Nonsense)?,
            None => self.describe(request, exchange_key),
        };
        let began_millis = js_sys::Date::now();
        let mut builder = RequestBuilder::new(&(self.base.clone() + &call.path))
            .method(call.method)
            .credentials(RequestCredentials::Omit)
            .abort_signal(signal);
        let token = match request {
            Request::OpenSession { .. } => None,
            Request::ResumeSession { session_token } => Some(session_token),
            _ => session_token,
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
        if is_text {
            let text = body(response.text()).await.and_then(|text| text.as_string());
            return text.map(Reply::Catalogue).ok_or(CallFailure::Unreachable);
        }
        let mut reply = body(response.json()).await.and_then(call.read).ok_or(CallFailure::Nonsense)?;
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

    /// What is made of a request that holds something to be sealed; none of any other.
    async fn seal(&self, request: &Request) -> Option<Option<Call>> {
        Some(match request {
            Request::StartAccount { key, provider_id, login_option_id, credentials } => {
                let key = self.key(key.number());
                let session_id = self.sealing.session_id();
                let bound_to = credentials_context(&session_id, provider_id, login_option_id, &key);
                self.sealing.seal(js_value(credentials), &bound_to).await.map(|credentials| {
                    let body = StartAccount {
                        idempotency_key: key,
                        provider_id: provider_id.clone(),
                        login_option_id: login_option_id.clone(),
                        credentials: Some(credentials),
                    };
                    Call::post("/accounts".into(), &body, account)
                })
            }
            Request::AnswerChallenge { account_id, challenge_id, answer } => {
                let bound_to = answer_context(&self.sealing.session_id(), account_id, challenge_id);
                self.sealing.seal(js_value(answer), &bound_to).await.map(|answer| {
                    let body = AnswerChallenge { challenge_id: challenge_id.clone(), answer };
                    Call::post(account_path(account_id, "/challenge"), &body, account)
                })
            }
            _ => return None,
        })
    }

    fn describe(&self, request: &Request, exchange_key: Option<Secret>) -> Call {
        match request {
            Request::OpenSession { link_token, template_id, language, browser_languages } => {
                let body = OpenSession {
                    link_token: link_token.clone(),
                    template_id: template_id.clone(),
                    language: language.map(|language| language.tag().to_owned()),
                    browser_languages: browser_languages.clone(),
                    exchange_key,
                };
                Call::post("/sessions".into(), &body, |body| {
                    Some(Reply::SessionOpened(Box::new(read(body)?)))
                })
            }
            Request::ResumeSession { .. } => {
                Call::get("/session".into(), |body| Some(Reply::Session(Box::new(read(body)?))))
            }
            Request::RecordConsent { version, language } => {
                let body = ConsentGiven { version: version.clone(), language: language.clone() };
                Call::post("/session/consent".into(), &body, |body| Some(Reply::ConsentRecorded(read(body)?)))
            }
            Request::LoadCatalogue { hash } => Call::get("/catalogue/".to_owned() + &segment(hash), |_| None),
            Request::LoadProvider { provider_id } => {
                Call::get("/providers/".to_owned() + &segment(provider_id), |body| {
                    Some(Reply::Provider(Box::new(read(body)?)))
                })
            }
            Request::WatchAccount { account_id, after_version } => {
                Call::get(account_path(account_id, &watch_query(*after_version)), account)
            }
            Request::ResendChallenge { account_id } => {
                Call::bare(Method::POST, account_path(account_id, "/challenge/resend"), account)
            }
            Request::LoadAgreedText { account_id } => {
                Call::get(account_path(account_id, "/consent"), |body| Some(Reply::AgreedText(read(body)?)))
            }
            Request::ReportEmployer { name, country, email } => {
                let body =
                    ReportEmployer { name: name.clone(), country: country.clone(), email: email.clone() };
                Call::post("/employers".into(), &body, |body| Some(Reply::EmployerReported(read(body)?)))
            }
            Request::RevokeAccount { account_id } => {
                Call::bare(Method::DELETE, account_path(account_id, ""), account)
            }
            _ => upload::describe(request, &self.files, |number| self.key(number)),
        }
    }

    fn key(&self, number: u32) -> String {
        [&self.opening, "-", &number.to_string()].concat()
    }
}

impl Call {
    pub(super) fn get(path: String, read: fn(JsValue) -> Option<Reply>) -> Self {
        Self::bare(Method::GET, path, read)
    }

    pub(super) fn bare(method: Method, path: String, read: fn(JsValue) -> Option<Reply>) -> Self {
        Self { method, path, content_type: "application/json", body: None, read }
    }

    pub(super) fn post(path: String, body: &impl Serialize, read: fn(JsValue) -> Option<Reply>) -> Self {
        let text = js_value(body).and_then(|value| js_sys::JSON::stringify(&value).ok());
        let body = Some(text.map_or(JsValue::NULL, JsValue::from));
        Self { body, ..Self::bare(Method::POST, path, read) }
    }
}

/// A value as JavaScript's.
fn js_value(value: &impl Serialize) -> Option<JsValue> {
    value.serialize(&Serializer::json_compatible()).ok()
}

/// An answer's body as one of the wire's types.
pub(super) fn read_reply<T: DeserializeOwned>(body: JsValue) -> Option<Box<T>> {
    read(body).map(Box::new)
}

/// The end of a standing question's address.
pub(super) fn watch_query(after_version: u64) -> String {
    ["?afterVersion=", &after_version.to_string(), "&waitSeconds=", &WATCH_SECONDS.to_string()].concat()
}

fn account(body: JsValue) -> Option<Reply> {
    Some(Reply::Account(read_reply(body)?))
}

fn account_path(account_id: &str, rest: &str) -> String {
    "/accounts/".to_owned() + &segment(account_id) + rest
}

/// A part of a path, with everything escaped that could end it.
pub(super) fn segment(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

async fn body(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

/// A refusal in the service's own words, or what a proxy's answer in between amounts to.
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
