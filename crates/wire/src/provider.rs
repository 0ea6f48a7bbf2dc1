//! A provider in full: what the login screen is made from.

use serde::{Deserialize, Serialize};

/// What kind of source a provider is. The list filters by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProviderType {
    /// A platform for gig work or online selling.
    Gig,
    /// A public service: social insurance, tax, health insurance.
    Government,
    /// A payroll or human resources system used by many employers.
    System,
    /// One employer.
    Employer,
    /// An issuer of certificates and licences.
    Credential,
    /// A type newer than this build.
    #[serde(other)]
    Unknown,
}

/// Everything about one provider that the widget needs once it is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderDetail {
    /// Stable id, for example `upwork`.
    pub id: String,
    /// Name as people know it.
    pub name: String,
    /// What kind of source it is.
    #[serde(rename = "type")]
    pub kind: ProviderType,
    /// Address of its logo, where there is one.
    #[serde(default)]
    pub logo_url: Option<String>,
    /// Ways to log in, the usual one first. Never empty for a provider that connects directly.
    pub login_options: Vec<LoginOption>,
}

/// One way to log in at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginOption {
    /// Unique within the provider.
    pub id: String,
    /// Where the person logs in.
    #[serde(default)]
    pub method: LoginMethod,
    /// What the person types, in order; none with [`LoginMethod::AtProvider`].
    pub fields: Vec<LoginField>,
    /// A sentence the provider wants to be read first.
    #[serde(default)]
    pub instructions: Option<String>,
    /// The provider's own pages for somebody who cannot log in.
    #[serde(default)]
    pub recovery_links: Vec<RecoveryLink>,
    /// Sandbox only: people who can log in this way.
    #[serde(default)]
    pub sample_people: Vec<SamplePerson>,
}

/// Where a person logs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LoginMethod {
    /// In the widget, on a form made from the fields.
    #[default]
    Form,
    /// At the provider itself, in a window of its own; the account then carries a [`crate::SignInWindow`].
    AtProvider,
    /// A method newer than this build; the widget does not offer the option.
    #[serde(other)]
    Unknown,
}

/// One field of a login form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginField {
    /// Key under which the value is sent.
    pub name: String,
    /// What is asked for; it decides label, keyboard and `autocomplete`.
    pub kind: FieldKind,
    /// The provider's own label, where the usual one would mislead.
    #[serde(default)]
    pub label: Option<String>,
    /// Regular expression (as in HTML's `pattern`) that a value matches as a whole.
    #[serde(default)]
    pub pattern: Option<String>,
    /// A description of a valid value.
    #[serde(default)]
    pub hint: Option<String>,
    /// Longest value, in characters.
    pub max_length: u16,
    /// With [`FieldKind::MobileNumber`]: the countries whose numbers are accepted, the usual one first. If empty, any
    /// number is sent as typed; otherwise the value is in E.164, for example `+639171234567`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<CallingCountry>,
}

/// A country with its calling code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallingCountry {
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Digits without the plus, for example `63`.
    pub calling_code: String,
}

/// What a login field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FieldKind {
    /// A user name.
    UserName,
    /// An e-mail address.
    Email,
    /// A mobile number in international form.
    MobileNumber,
    /// A social security number.
    SsNumber,
    /// An employee id.
    EmployeeId,
    /// The code an employer has at a payroll system.
    CompanyCode,
    /// A password or PIN: hidden, and forgotten after each try.
    Password,
    /// A kind newer than this build, shown as plain text.
    #[serde(other)]
    Unknown,
}

/// A page of the provider for somebody who cannot log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryLink {
    /// What it helps with.
    pub kind: RecoveryKind,
    /// Absolute `https` address.
    pub url: String,
}

/// What a recovery page helps with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RecoveryKind {
    /// A forgotten password.
    Password,
    /// A forgotten user name.
    UserName,
    /// Something else.
    #[serde(other)]
    Unknown,
}

/// A person of the sandbox, with what they type in this login option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SamplePerson {
    /// Name to show.
    pub name: String,
    /// Values in the order of the option's fields. These are public: they open nothing but the sandbox.
    pub values: Vec<String>,
    /// The one-time code that is accepted.
    pub code: String,
}
