//! The Link API's client: a request of the flow becomes a call, and whatever comes back becomes a reply that makes
//! sense or a failure that says which way it does not.

use super::json::read;
use gloo_net::http::{Method, RequestBuilder};
use js_sys::Promise;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, Response};
use wink_flow::{CallFailure, Reply, Request};
use wink_wire::{AnswerChallenge, ConsentGiven, OpenSession, Secret, StartAccount};

/// How long the service may hold back the answer to the standing question, in seconds.
const WATCH_SECONDS: u32 = 25;

/// A client of one Link API.
pub(super) struct Client {
    base: String,
    /// Distinguishes this opening's tries from all others'.
    opening: String,
}

/// What a call is made of.
struct Call {
    method: Method,
    path: String,
    body: Option<JsValue>,
    read: fn(JsValue) -> Option<Reply>,
}

impl Client {
    pub(super) fn new(base: String) -> Self {
        // Not a secret, only unlike any other.
        Self { base, opening: draw() + "-" + &draw() }
    }

    pub(super) async fn call(
        &self,
        request: &Request,
        session_token: Option<&Secret>,
        signal: Option<&AbortSignal>,
    ) -> Result<Reply, CallFailure> {
        let is_text = matches!(request, Request::LoadCatalogue { .. });
        let call = self.describe(request);
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
            Some(body) => match builder.header("Content-Type", "application/json").body(body) {
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
        body(response.json()).await.and_then(call.read).ok_or(CallFailure::Nonsense)
    }

    fn describe(&self, request: &Request) -> Call {
        match request {
            Request::OpenSession { link_token, template_id, language, browser_languages } => {
                let body = OpenSession {
                    link_token: link_token.clone(),
                    template_id: template_id.clone(),
                    language: language.map(|language| language.tag().to_owned()),
                    browser_languages: browser_languages.clone(),
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
            Request::StartAccount { key, provider_id, login_option_id, credentials } => {
                let body = StartAccount {
                    idempotency_key: self.opening.clone() + "-" + &key.number().to_string(),
                    provider_id: provider_id.clone(),
                    login_option_id: login_option_id.clone(),
                    credentials: credentials.clone(),
                };
                Call::post("/accounts".into(), &body, account)
            }
            Request::WatchAccount { account_id, after_version } => {
                let query = "?afterVersion=".to_owned() + &after_version.to_string();
                let query = query + "&waitSeconds=" + &WATCH_SECONDS.to_string();
                Call::get(account_path(account_id, &query), account)
            }
            Request::AnswerChallenge { account_id, challenge_id, code } => {
                let body = AnswerChallenge { challenge_id: challenge_id.clone(), code: code.clone() };
                Call::post(account_path(account_id, "/challenge"), &body, account)
            }
            Request::ResendCode { account_id } => {
                Call::bare(Method::POST, account_path(account_id, "/challenge/resend"), account)
            }
            Request::RevokeAccount { account_id } => {
                Call::bare(Method::DELETE, account_path(account_id, ""), account)
            }
        }
    }
}

impl Call {
    fn get(path: String, read: fn(JsValue) -> Option<Reply>) -> Self {
        Self::bare(Method::GET, path, read)
    }

    fn bare(method: Method, path: String, read: fn(JsValue) -> Option<Reply>) -> Self {
        Self { method, path, body: None, read }
    }

    fn post(path: String, body: &impl Serialize, read: fn(JsValue) -> Option<Reply>) -> Self {
        let value = body.serialize(&Serializer::json_compatible()).ok();
        let text = value.and_then(|value| js_sys::JSON::stringify(&value).ok());
        Self { method: Method::POST, path, body: Some(text.map_or(JsValue::NULL, JsValue::from)), read }
    }
}

fn account(body: JsValue) -> Option<Reply> {
    Some(Reply::Account(Box::new(read(body)?)))
}

fn account_path(account_id: &str, rest: &str) -> String {
    "/accounts/".to_owned() + &segment(account_id) + rest
}

/// A part of a path, with everything escaped that could end it.
fn segment(text: &str) -> String {
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
