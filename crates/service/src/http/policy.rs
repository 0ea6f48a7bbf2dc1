//! Content security policies. By default nothing is allowed; a page names what it needs.

use axum::http::HeaderValue;
use reqwest::Url;
use std::fmt::Write as _;

/// The default policy as a header.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a page may load, run and send.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    pub(crate) scripts: Scripts,
    pub(crate) styles: Allowed,
    pub(crate) connections: Allowed,
    pub(crate) images: Vec<Images>,
    pub(crate) workers: Workers,
    pub(crate) forms: Allowed,
    /// Whether the page may be shown in a frame.
    pub(crate) framing: Allowed,
    /// Everything without a field of its own: fonts, media, manifests.
    pub(crate) anything_else: Allowed,
    pub(crate) script_sinks: ScriptSinks,
    pub(crate) context: Context,
}

/// Whether resources of this service may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Allowed {
    #[default]
    Nothing,
    Own,
}

/// Which scripts run. Inline scripts never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scripts {
    #[default]
    Nothing,
    Own,
    /// The service's own, which may compile WebAssembly, as the widget does.
    OwnWithWebAssembly,
}

/// Where pictures come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Images {
    Own,
    Data,
    Blobs,
    /// Any https address.
    Https,
    Of(Origin),
}

/// Where workers come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Workers {
    /// The same sources as scripts.
    #[default]
    AsScripts,
    OwnAndBlobs,
}

/// Whether scripts may convert a text into HTML or code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ScriptSinks {
    #[default]
    Open,
    /// Only through Trusted Types.
    Guarded,
}

/// The context in which a browser shows the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Context {
    #[default]
    Page,
    /// An opaque origin without scripts and forms, for uploaded content.
    Sandbox,
}

/// A scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(String);

impl Origin {
    /// The origin of an address. `None` for an address without a host.
    pub(crate) fn of(address: &str) -> Option<Self> {
        // Whatever an address contains, its origin has no space and no semicolon, which would begin another rule.
        let origin = Url::parse(address).ok()?.origin().ascii_serialization();
        (origin != "null").then_some(Self(origin))
    }
}

impl Policy {
    /// The header's value.
    pub(super) fn header(&self) -> HeaderValue {
        // Origins are ASCII, so this never fails; if it did, the page would be allowed nothing.
        HeaderValue::try_from(self.text()).unwrap_or(HeaderValue::from_static(NOTHING))
    }

    fn text(&self) -> String {
        let mut text = format!("default-src {}", self.anything_else.source());
        let mut add = |name: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = write!(text, "; {name} {value}");
        };
        match self.scripts {
            Scripts::Nothing => {}
            Scripts::Own => add("script-src", "'self'"),
            Scripts::OwnWithWebAssembly => add("script-src", "'self' 'wasm-unsafe-eval'"),
        }
        for (name, allowed) in [("style-src", self.styles), ("connect-src", self.connections)] {
            if allowed == Allowed::Own {
                add(name, allowed.source());
            }
        }
        if !self.images.is_empty() {
            let sources: Vec<_> = self.images.iter().map(Images::source).collect();
            add("img-src", &sources.join(" "));
        }
        match self.workers {
            Workers::AsScripts => {}
            Workers::OwnAndBlobs => add("worker-src", "'self' blob:"),
        }
        add("base-uri", "'none'");
        add("form-action", self.forms.source());
        add("frame-ancestors", self.framing.source());
        if self.anything_else != Allowed::Nothing {
            add("object-src", "'none'");
        }
        match self.script_sinks {
            ScriptSinks::Open => {}
            ScriptSinks::Guarded => add("require-trusted-types-for", "'script'"),
        }
        match self.context {
            Context::Page => {}
            Context::Sandbox => text.push_str("; sandbox"),
        }
        text
    }
}

impl Allowed {
    const fn source(self) -> &'static str {
        match self {
            Self::Nothing => "'none'",
            Self::Own => "'self'",
        }
    }
}

impl Images {
    fn source(&self) -> &str {
        match self {
            Self::Own => "'self'",
            Self::Data => "data:",
            Self::Blobs => "blob:",
            Self::Https => "https:",
            Self::Of(origin) => &origin.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_word_nothing_is_allowed() {
        assert_eq!(Policy::default().text(), NOTHING);
    }

    #[test]
    fn each_option_allows_one_thing() {
        let all = Policy {
            scripts: Scripts::OwnWithWebAssembly,
            styles: Allowed::Own,
            connections: Allowed::Own,
            images: vec![Images::Own, Images::Data, Images::Blobs, Images::Https],
            workers: Workers::OwnAndBlobs,
            forms: Allowed::Own,
            framing: Allowed::Own,
            anything_else: Allowed::Own,
            script_sinks: ScriptSinks::Guarded,
            context: Context::Sandbox,
        };
        insta::assert_snapshot!(all.text(), @"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob: https:; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'; require-trusted-types-for 'script'; sandbox");
    }

    #[test]
    fn an_address_adds_its_origin_and_no_other_rule() {
        let text = |address: &str| {
            let images = Origin::of(address).map(Images::Of).into_iter().collect();
            Policy { images, ..Policy::default() }.text()
        };
        assert!(text("https://xyzbank.co/a;b c/logo.png").contains("; img-src https://xyzbank.co; base-uri"));
        for address in ["data:image/png;base64,AA", "/logo.png", "https://a;script-src *", "https://a b/", ""]
        {
            assert!(!text(address).contains("img-src"), "{address}: {}", text(address));
        }
    }
}
