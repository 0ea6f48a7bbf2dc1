//! The frame of every page of the service: head, language and headers. The content is [`maud::Markup`], which escapes
//! every value.

use super::headers::{self, Caching};
use super::policy::Policy;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use wink_wire::Language;

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    status: StatusCode,
    language: Language,
    title: String,
    body: Markup,
    style_sheets: Vec<String>,
    scripts: Vec<Script>,
    icon: Icon,
    policy: Policy,
    caching: Caching,
    retry_after_seconds: Option<u32>,
}

/// The address of a script that the page loads. It runs after the page is parsed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Script {
    Classic(&'static str),
    Module(&'static str),
}

/// The page's icon in the browser's tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Icon {
    /// The browser's default.
    Usual,
    Nothing,
}

impl Page {
    /// A page without permissions that is not cached.
    pub(crate) fn new(
        status: StatusCode,
        language: Language,
        title: impl Into<String>,
        body: Markup,
    ) -> Self {
        Self {
            status,
            language,
            title: title.into(),
            body,
            style_sheets: Vec::new(),
            scripts: Vec::new(),
            icon: Icon::Usual,
            policy: Policy::default(),
            caching: Caching::Never,
            retry_after_seconds: None,
        }
    }

    /// Adds a style sheet after the existing ones.
    pub(crate) fn style_sheet(mut self, address: impl Into<String>) -> Self {
        self.style_sheets.push(address.into());
        self
    }

    /// Adds a script after the existing ones.
    pub(crate) fn script(mut self, script: Script) -> Self {
        self.scripts.push(script);
        self
    }

    /// Keeps browsers from requesting an icon.
    pub(crate) const fn without_icon(mut self) -> Self {
        self.icon = Icon::Nothing;
        self
    }

    /// Sets the content security policy.
    pub(crate) fn under(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Lets browsers cache the page, which is the same for everybody.
    pub(crate) const fn for_everybody(mut self) -> Self {
        self.caching = Caching::Checked;
        self
    }

    /// Sets when to come back.
    pub(crate) const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The page's HTML.
    pub(crate) fn html(&self) -> String {
        let direction = if self.language == Language::Arabic { "rtl" } else { "ltr" };
        let page = html! {
            (DOCTYPE)
            html lang=(self.language.tag()) dir=(direction) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    @if self.icon == Icon::Nothing { link rel="icon" href="data:,"; }
                    @for address in &self.style_sheets { link rel="stylesheet" href=(address); }
                    @for script in &self.scripts {
                        @match script {
                            Script::Classic(address) => { script src=(address) defer {} }
                            Script::Module(address) => { script src=(address) type="module" {} }
                        }
                    }
                }
                body { (self.body) }
            }
        };
        page.into_string()
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers = headers::page(&self.policy, self.caching);
        let retry_after = self.retry_after_seconds.map(headers::retry_after);
        (self.status, headers, retry_after, self.html()).into_response()
    }
}
