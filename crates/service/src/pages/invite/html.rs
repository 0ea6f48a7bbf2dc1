//! The frame around an invite's pages: one card under a policy that lets in the widget and the logo, and nothing else.

use crate::http::html::{direction, escape};
use crate::invites::words::Words;
use crate::store::{Invite, InviteCompany};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// What stands unchanged in the address of an e-mail.
const IN_MAILTO: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_').remove(b'+');

/// How a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Button {
    Primary,
    Secondary,
}

/// One page. What is kept of it is already HTML.
#[derive(Debug)]
pub(super) struct Page {
    status: StatusCode,
    words: &'static Words,
    title: String,
    company: String,
    content: String,
    button: String,
    notes: String,
    /// The part of the address under which the page's colours are.
    style_key: Option<String>,
    logo_origins: Vec<String>,
}

impl Page {
    pub(super) const fn new(status: StatusCode, words: &'static Words) -> Self {
        Self {
            status,
            words,
            title: String::new(),
            company: String::new(),
            content: String::new(),
            button: String::new(),
            notes: String::new(),
            style_key: None,
            logo_origins: Vec::new(),
        }
    }

    /// Shows whose page it is. The logo says nothing that the name does not.
    pub(super) fn of_company(mut self, company: &InviteCompany, logo_origins: Vec<String>) -> Self {
        self.company = format!(
            "<p class=\"company\"><img src=\"{}\" alt=\"\" width=\"48\" height=\"48\"><bdi>{}</bdi></p>",
            escape(&company.logo_url),
            escape(&company.name)
        );
        self.logo_origins = logo_origins;
        self
    }

    /// What it says; `text` is HTML.
    pub(super) fn with(mut self, title: &str, text: &str) -> Self {
        title.clone_into(&mut self.title);
        self.content =
            format!("<h1 dir=\"auto\">{}</h1><p class=\"text\" dir=\"auto\">{text}</p>", escape(title));
        self
    }

    /// A mark of success above what it says.
    pub(super) fn marked(mut self) -> Self {
        self.content.insert_str(0, "<p class=\"mark\" aria-hidden=\"true\">✓</p>");
        self
    }

    /// A button that opens the widget.
    pub(super) fn opening(mut self, url_key: &str, label: &str, button: Button) -> Self {
        let class = match button {
            Button::Primary => "primary",
            Button::Secondary => "secondary",
        };
        self.button = format!(
            "<button type=\"button\" id=\"open\" class=\"{class}\" dir=\"auto\">{}</button>\
             <div role=\"alert\"><p id=\"fault\" class=\"fault\" hidden>{}</p></div>\
             <noscript><p class=\"fault\">{}</p></noscript>",
            escape(label),
            escape(self.words.failed),
            escape(self.words.no_script)
        );
        self.styled_for(url_key)
    }

    /// In the colours of the invite.
    pub(super) fn styled_for(mut self, url_key: &str) -> Self {
        self.style_key = Some(url_key.to_owned());
        self
    }

    /// What stands below; HTML.
    pub(super) fn noting(mut self, notes: &str) -> Self {
        notes.clone_into(&mut self.notes);
        self
    }

    fn policy(&self) -> String {
        let origins = self.logo_origins.join(" ");
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
             img-src 'self' data: blob: {origins}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        )
    }

    fn html(&self) -> String {
        let language = self.words.language;
        let direction = direction(language);
        let colours = self.style_key.as_ref().map_or_else(String::new, |key| {
            format!("<link rel=\"stylesheet\" href=\"/invite/{}/theme.css\">\n", escape(key))
        });
        let scripts = if self.button.is_empty() {
            ""
        } else {
            "<script src=\"/v2/smile.v2.js\" defer></script>\n<script src=\"/invites/page.js\" defer></script>\n"
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
             <link rel=\"stylesheet\" href=\"/invites/page.css\">\n{colours}{scripts}</head>\n\
             <body><main>{}{}{}{}</main></body>\n</html>\n",
            language.tag(),
            escape(&self.title),
            self.company,
            self.content,
            self.button,
            self.notes
        )
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers: [(HeaderName, String); 6] = [
            (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
            (CACHE_CONTROL, "no-store".to_owned()),
            (CONTENT_SECURITY_POLICY, self.policy()),
            // The address is the key.
            (REFERRER_POLICY, "no-referrer".to_owned()),
            (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            (ROBOTS, "noindex".to_owned()),
        ];
        (self.status, headers, self.html()).into_response()
    }
}

/// Where the logo comes from, if not from this service.
pub(super) fn logo_origins(invite: &Invite) -> Vec<String> {
    // Whatever stands in an address, an origin holds no space and no semicolon.
    let Ok(url) = Url::parse(&invite.texts.company.logo_url) else { return Vec::new() };
    // What has no host has the origin `null`.
    let origin = url.origin().ascii_serialization();
    if origin == "null" { Vec::new() } else { vec![origin] }
}

/// A way to write to somebody.
pub(super) fn mail_link(address: &str) -> String {
    let target = utf8_percent_encode(address, IN_MAILTO);
    format!("<p><a href=\"mailto:{target}\"><bdi>{}</bdi></a></p>", escape(address))
}
