//! Reads the host's configuration. Invalid values are logged to the console and ignored; only a missing link token is an
//! error.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::console;
use wink_flow::{MOST_TOP_PROVIDERS, Settings};
use wink_wire::{Language, ProviderType};

/// A checked configuration.
pub(super) struct Config {
    pub(super) settings: Settings,
    /// Base address of the Link API, without a slash at the end.
    pub(super) api_host: String,
    /// The object as the host gave it; callbacks are looked up in it.
    pub(super) raw: JsValue,
}

const CALLBACKS: [&str; 9] = [
    "onAccountCreated",
    "onAccountConnected",
    "onAccountRemoved",
    "onAccountError",
    "onTokenExpired",
    "onUploadsCreated",
    "onUploadsRemoved",
    "onClose",
    "onUIEvent",
];

const LANGUAGES: &str = "the BCP 47 tag of a language that Wink speaks (en, fil, id, zh-Hans or ar)";

/// The maximum number of browser languages that are sent to the service.
const MOST_LANGUAGES: usize = 10;

impl Config {
    pub(super) fn read(raw: JsValue, default_api_host: Option<String>) -> Result<Self, JsValue> {
        let keys = Keys { raw: &raw };
        let Some(link_token) = keys.get("userToken").as_string().filter(|token| !token.trim().is_empty())
        else {
            let message = "SmileLinkModal: userToken is missing. Pass the link token that your server got from \
                           POST /v1/users or POST /v1/tokens, as a string.";
            return Err(js_sys::TypeError::new(message).into());
        };
        for name in CALLBACKS {
            keys.read(name, "a function", |value| value.is_function().then_some(()));
        }
        let settings = Settings {
            link_token: link_token.into(),
            template_id: keys.text("templateId"),
            top_providers: keys.top_providers("topProviders"),
            providers: keys.texts("providers"),
            provider_types: keys.provider_types("providerTypes"),
            enable_search_bar: keys.switch("enableSearchBar"),
            enable_type_bar: keys.switch("enableTypeBar"),
            enable_upload: keys.switch("enableUpload"),
            enable_consent_page: keys.switch("enableConsentPage"),
            enable_sample_model: keys.switch("enableSampleModel"),
            company_name: keys.text("companyName"),
            language: keys.read("language", LANGUAGES, |value| Language::of(&value.as_string()?)),
            browser_languages: browser_languages(),
        };
        let api_host = keys.read("apiHost", "an http or https address", |value| {
            value.as_string().filter(|address| is_address(address))
        });
        let api_host = api_host.or(default_api_host).unwrap_or_else(beside_the_page);
        let api_host = api_host.trim_end_matches('/').to_owned();
        Ok(Self { settings, api_host, raw })
    }
}

/// The content of `navigator.languages`, best first.
fn browser_languages() -> Vec<String> {
    let languages = web_sys::window().map(|window| window.navigator().languages());
    languages.into_iter().flatten().filter_map(|tag| tag.as_string()).take(MOST_LANGUAGES).collect()
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://") || text.starts_with('/')
}

/// Without a script address (an ES module import), the Link API is expected on the page's own origin.
fn beside_the_page() -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    origin.unwrap_or_default() + "/link/v1"
}

/// The keys of the host's object.
struct Keys<'a> {
    raw: &'a JsValue,
}

impl Keys<'_> {
    fn get(&self, name: &str) -> JsValue {
        // A missing key or a getter that throws must not prevent the widget from opening.
        Reflect::get(self.raw, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    /// Reads an optional key. A value of another type is logged and ignored.
    fn read<T>(&self, name: &str, expected: &str, read: impl FnOnce(&JsValue) -> Option<T>) -> Option<T> {
        let value = self.get(name);
        if value.is_undefined() || value.is_null() {
            return None;
        }
        let read = read(&value);
        if read.is_none() {
            report(name, expected);
        }
        read
    }

    fn text(&self, name: &str) -> Option<String> {
        self.read(name, "a string", JsValue::as_string)
    }

    fn switch(&self, name: &str) -> Option<bool> {
        self.read(name, "true or false", JsValue::as_bool)
    }

    /// A list of strings. Items of another type are logged and ignored.
    fn texts(&self, name: &str) -> Option<Vec<String>> {
        let expected = "an array of strings";
        let items = self.read(name, expected, |value| value.dyn_ref::<Array>().cloned())?;
        let texts: Vec<String> = items.iter().filter_map(|item| item.as_string()).collect();
        if texts.len() < items.length() as usize {
            report(name, expected);
        }
        Some(texts)
    }

    /// The first ones are promoted; if there are more, this is logged.
    fn top_providers(&self, name: &str) -> Option<Vec<String>> {
        let ids = self.texts(name)?;
        if ids.len() > MOST_TOP_PROVIDERS {
            report(name, "an array of at most 10 provider ids");
        }
        Some(ids)
    }

    fn provider_types(&self, name: &str) -> Option<Vec<ProviderType>> {
        let texts = self.texts(name)?;
        let types: Vec<ProviderType> = texts.iter().filter_map(|text| provider_type(text)).collect();
        if types.len() < texts.len() {
            report(name, "an array of GIG, GOVERNMENT, SYSTEM, EMPLOYER or CREDENTIAL");
        }
        Some(types)
    }
}

fn provider_type(text: &str) -> Option<ProviderType> {
    match text {
        "GIG" => Some(ProviderType::Gig),
        "GOVERNMENT" => Some(ProviderType::Government),
        "SYSTEM" => Some(ProviderType::System),
        "EMPLOYER" => Some(ProviderType::Employer),
        "CREDENTIAL" => Some(ProviderType::Credential),
        _ => None,
    }
}

/// Logs the key, never the value, which could be secret.
fn report(name: &str, expected: &str) {
    let message =
        "SmileLinkModal: ".to_owned() + name + " should be " + expected + "; what is not is ignored.";
    console::warn_1(&message.into());
}
