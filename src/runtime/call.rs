//! One call of the Link API before it is sent: method, path, body, token, and how its answer is read.

use super::json::read;
use gloo_net::http::Method;
use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wink_flow::Reply;
use wink_wire::Secret;

/// How long the service may hold a long poll, in seconds.
const WATCH_SECONDS: u32 = 25;

/// One call before it is sent.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) token: Token,
    pub(super) content_type: &'static str,
    pub(super) body: Option<JsValue>,
    pub(super) read: Read,
}

/// The token that a call sends.
pub(super) enum Token {
    /// None: the call opens the session.
    Nobody,
    /// The session's.
    Session,
    /// One of an earlier opening.
    Given(Secret),
}

/// Reads an answer. `None` for an invalid one.
pub(super) enum Read {
    Json(fn(JsValue) -> Option<Reply>),
    Text(fn(String) -> Reply),
}

impl Call {
    pub(super) fn get(path: String, read: fn(JsValue) -> Option<Reply>) -> Self {
        Self::bare(Method::GET, path, read)
    }

    /// A call without a body, with the session's token.
    pub(super) fn bare(method: Method, path: String, read: fn(JsValue) -> Option<Reply>) -> Self {
        Self {
            method,
            path,
            token: Token::Session,
            content_type: "application/json",
            body: None,
            read: Read::Json(read),
        }
    }

    pub(super) fn post(path: String, body: &impl Serialize, read: fn(JsValue) -> Option<Reply>) -> Self {
        let text = js_value(body).and_then(|value| JSON::stringify(&value).ok());
        let body = Some(text.map_or(JsValue::NULL, JsValue::from));
        Self { body, ..Self::bare(Method::POST, path, read) }
    }
}

/// A value as JavaScript's.
pub(super) fn js_value(value: &impl Serialize) -> Option<JsValue> {
    value.serialize(&Serializer::json_compatible()).ok()
}

/// An answer's body as one of the wire's types.
pub(super) fn read_reply<T: DeserializeOwned>(body: JsValue) -> Option<Box<T>> {
    read(body).map(Box::new)
}

/// The query of a long poll.
pub(super) fn watch_query(after_version: u64) -> String {
    ["?afterVersion=", &after_version.to_string(), "&waitSeconds=", &WATCH_SECONDS.to_string()].concat()
}

/// A path segment, escaped.
pub(super) fn segment(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
