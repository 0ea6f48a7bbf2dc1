//! The frame around these pages: one card, and headers that let nothing in from elsewhere.

pub(super) use crate::http::html::escape;

use super::words::Notice;
use crate::http::html::direction;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use wink_wire::Language;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// How a page is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Neutral,
    Bad,
}

/// Whether a page closes its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    ByItself,
    ByHand,
}

/// One page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    status: StatusCode,
    language: Language,
    title: String,
    /// Already HTML.
    body: String,
    script: Option<&'static str>,
    retry_after_seconds: Option<u32>,
}

impl Page {
    /// A page with a message.
    pub(super) fn new(status: StatusCode, tone: Tone, notice: Notice, language: Language) -> Self {
        let (class, mark) = match tone {
            Tone::Good => ("good", "✓"),
            Tone::Neutral => ("neutral", "–"),
            Tone::Bad => ("bad", "!"),
        };
        let body = format!(
            "<p class=\"mark {class}\" aria-hidden=\"true\">{mark}</p><h1>{}</h1><p>{}</p>",
            escape(notice.title),
            escape(notice.text)
        );
        Self::with_body(status, notice.title.to_owned(), body, language)
    }

    /// A page with a form or the like; `body` is HTML, in which every value is escaped.
    pub(super) const fn with_body(
        status: StatusCode,
        title: String,
        body: String,
        language: Language,
    ) -> Self {
        Self { status, language, title, body, script: None, retry_after_seconds: None }
    }

    /// A page at the end of a sign-in: the widget is told to look, and the window may close.
    pub(super) fn closing(mut self, closing: Closing) -> Self {
        let value = match closing {
            Closing::ByItself => "itself",
            Closing::ByHand => "hand",
        };
        self.body = format!("<div id=\"returned\" data-closes-by=\"{value}\">{}</div>", self.body);
        self.script("/sign-in/return.js")
    }

    /// A page that says when to come back.
    pub(super) const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// A page with a script of ours.
    pub(super) fn script(mut self, path: &'static str) -> Self {
        self.script = Some(path);
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let script = self.script.map(|path| format!("<script src=\"{path}\" defer></script>"));
        let script = script.unwrap_or_default();
        let text = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n\
             <link rel=\"stylesheet\" href=\"/sign-in/pages.css\">\n{script}\n</head>\n\
             <body><main>{}</main></body>\n</html>\n",
            self.language.tag(),
            direction(self.language),
            escape(&self.title),
            self.body
        );
        let headers: [(HeaderName, &str); 5] = [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CACHE_CONTROL, "no-store"),
            (CONTENT_SECURITY_POLICY, POLICY),
            // The address holds a code.
            (REFERRER_POLICY, "no-referrer"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        let mut response = (self.status, headers, text).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
