//! Opening a session: who asks, and how the widget looks.

use crate::{AccountView, ArchiveView, ConsentDocument, Language, ProviderType, SealingKey, Secret};
use serde::{Deserialize, Serialize};

/// Exchanges a link token for a session. A link token opens one session. Sent again with the same key, it returns that
/// session again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenSession {
    /// The link token that the host's server was given.
    pub link_token: Secret,
    /// The Wink template the host page named.
    #[serde(default)]
    pub template_id: Option<String>,
    /// BCP 47 language that the host page asked for.
    #[serde(default)]
    pub language: Option<String>,
    /// BCP 47 languages that the person's browser asks for, best first.
    #[serde(default)]
    pub browser_languages: Vec<String>,
    /// 128 random bits in hexadecimal, made once for this token by the page that opens it. An answer that was lost, a
    /// second opening and a reload all send it again. Without one, the token can be exchanged only once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange_key: Option<Secret>,
}

/// Characters of [`OpenSession::exchange_key`].
pub const EXCHANGE_KEY_LENGTH: usize = 32;

/// A new session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionOpened {
    /// Bearer token of the calls that follow.
    pub session_token: Secret,
    /// What the session shows.
    pub session: SessionView,
    /// Where a session that was open before stands: the account or archive that it began last and that is still in
    /// progress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume_id: Option<String>,
}

/// What the widget knows at its first screen; read again when it is reopened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Names the session; no secret.
    pub session_id: String,
    /// What credentials and answers are sealed with.
    pub sealing_key: SealingKey,
    /// The user whose accounts are linked.
    pub user_id: String,
    /// Whether the accounts are pretend.
    pub mode: Mode,
    /// Seconds until the session ends.
    pub expires_in_seconds: u32,
    /// Look, sources and consent text.
    pub template: Template,
    /// Content hash of the catalogue, the last part of its address.
    pub catalogue_hash: String,
    /// Accounts of this user that are connected or in progress.
    pub accounts: Vec<AccountView>,
    /// Documents of this user that were submitted, and uploads that can be resumed.
    #[serde(default)]
    pub archives: Vec<ArchiveView>,
}

/// Whether a token opens real or pretend accounts. There is no third: what names another mode cannot be read, so that a
/// mode that is not understood never passes for one that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    /// Pretend accounts.
    Sandbox,
    /// Real accounts.
    Production,
}

impl Mode {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Sandbox, Self::Production];

    /// The name on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sandbox => "SANDBOX",
            Self::Production => "PRODUCTION",
        }
    }
}

/// A Wink template: what the host configured at the service rather than in the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// Company that asks for the data.
    pub company_name: String,
    /// The language for the person: the host page's choice, otherwise the template's, otherwise the browser's.
    #[serde(default)]
    pub language: Language,
    /// Address of its logo.
    #[serde(default)]
    pub logo_url: Option<String>,
    /// Colours.
    #[serde(default)]
    pub theme: Theme,
    /// Provider ids promoted to the top.
    #[serde(default)]
    pub top_providers: Vec<String>,
    /// Show only these provider ids; empty shows all.
    #[serde(default)]
    pub providers: Vec<String>,
    /// Show only these types; empty shows all.
    #[serde(default)]
    pub provider_types: Vec<ProviderType>,
    /// Features switched on or off; what is absent keeps the SDK's default.
    #[serde(default)]
    pub switches: Switches,
    /// What the person agrees to.
    pub consent: ConsentDocument,
}

/// Template switches of the same names as the SDK's config keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Switches {
    /// Show the search field.
    pub enable_search_bar: Option<bool>,
    /// Show the type filter.
    pub enable_type_bar: Option<bool>,
    /// Offer document upload.
    pub enable_upload: Option<bool>,
    /// Show the consent screen also with a single provider.
    pub enable_consent_page: Option<bool>,
}

/// Colours of a template. Text colours are computed from them, never given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Theme {
    /// Primary colour as `#rrggbb`.
    pub primary: Option<String>,
    /// Light, dark, or as the system has it.
    pub color_scheme: ColorScheme,
}

/// Which colour scheme a template asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ColorScheme {
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// As the system has it.
    #[default]
    #[serde(other)]
    System,
}
