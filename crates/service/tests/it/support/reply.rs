//! An answer, and what tests check of it.

use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::Value;

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and code of a refusal. Checks that it also has a message and the request's id.
    #[track_caller]
    pub(crate) fn refusal(&self) -> (u16, String) {
        let json = self.json();
        assert!(!json["message"].as_str().unwrap().is_empty());
        assert_eq!(json["requestId"].as_str().unwrap(), self.header("x-request-id"));
        (self.status, super::text(&json["code"]))
    }

    /// The items of a list.
    #[track_caller]
    pub(crate) fn items(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "{}", self.json());
        self.json()["data"]["items"].as_array().unwrap().clone()
    }

    /// The body for snapshots: what differs between runs is replaced.
    pub(crate) fn tame(&self) -> Value {
        let mut json = self.json();
        tame(&mut json);
        json
    }
}

/// A value for snapshots: what differs between runs is replaced.
pub(crate) fn tamed(mut value: Value) -> Value {
    tame(&mut value);
    value
}

fn tame(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match name.as_str() {
                    "requestId" | "accessToken" | "sessionToken" | "catalogueHash" | "reference" => {
                        *field = format!("<{name}>").into();
                    }
                    _ => tame(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tame),
        Value::String(text) => {
            if let Some((prefix, id)) = text.rsplit_once('-')
                && id.len() == 32
                && id.bytes().all(|byte| byte.is_ascii_hexdigit())
            {
                *text = format!("{prefix}-<id>");
            }
        }
        _ => {}
    }
}
