//! The state of each screen: one variant per screen, with only the data that the screen needs.

use crate::attempt::Attempt;
use crate::catalogue::Listing;
use crate::documents::{DocumentPage, FileTypeList, Upload, Uploaded};
use crate::failure::Failure;
use crate::link::{Link, Revocation};
use crate::login::{Login, LoginOptions};
use crate::provider::ProviderSummary;
use crate::second_factor::SecondFactor;
use crate::sign_in::SignIn;
use crate::survey::Survey;
use wink_wire::{AccountStatus, AccountView, AgreedConsent, AgreedText, DataPoint, LinkStep, ProviderType};

/// The screen that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The link token is being exchanged.
    Opening(Attempt),
    /// The person is asked to agree.
    Consent(Consent),
    /// Choosing a provider.
    Providers(ProviderList),
    /// Logging in.
    Login(Login),
    /// Choosing another way to log in.
    LoginOptions(LoginOptions),
    /// The person signs in at the provider, in a window of its own.
    SignIn(SignIn),
    /// The account is being linked.
    Connecting(Connecting),
    /// The provider asks for a second factor.
    SecondFactor(SecondFactor),
    /// Linked.
    Connected(Connected),
    /// A connected account, and revoking it.
    Account(AccountPage),
    /// Choosing what kind of document to upload.
    FileTypes(FileTypeList),
    /// Choosing files, and sending them.
    Upload(Box<Upload>),
    /// The documents were submitted.
    Uploaded(Box<Uploaded>),
    /// An uploaded document, and deleting it.
    Document(Box<DocumentPage>),
    /// The employer is not in the list.
    Survey(Survey),
    /// Something failed.
    Failed(Failure),
    /// The widget is closed; all events are ignored.
    Closed,
}

/// The kind of screen, without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "as the variants of State")]
pub enum ScreenKind {
    Opening,
    Consent,
    Providers,
    Login,
    LoginOptions,
    SignIn,
    Connecting,
    SecondFactor,
    Connected,
    Account,
    FileTypes,
    Upload,
    Uploaded,
    Document,
    Survey,
    Failed,
    Closed,
}

impl ScreenKind {
    /// Every screen.
    pub const ALL: [Self; 17] = [
        Self::Opening,
        Self::Consent,
        Self::Providers,
        Self::Login,
        Self::LoginOptions,
        Self::SignIn,
        Self::Connecting,
        Self::SecondFactor,
        Self::Connected,
        Self::Account,
        Self::FileTypes,
        Self::Upload,
        Self::Uploaded,
        Self::Document,
        Self::Survey,
        Self::Failed,
        Self::Closed,
    ];
}

impl State {
    /// Which screen this is.
    pub const fn kind(&self) -> ScreenKind {
        match self {
            Self::Opening(_) => ScreenKind::Opening,
            Self::Consent(_) => ScreenKind::Consent,
            Self::Providers(_) => ScreenKind::Providers,
            Self::Login(_) => ScreenKind::Login,
            Self::LoginOptions(_) => ScreenKind::LoginOptions,
            Self::SignIn(_) => ScreenKind::SignIn,
            Self::Connecting(_) => ScreenKind::Connecting,
            Self::SecondFactor(_) => ScreenKind::SecondFactor,
            Self::Connected(_) => ScreenKind::Connected,
            Self::Account(_) => ScreenKind::Account,
            Self::FileTypes(_) => ScreenKind::FileTypes,
            Self::Upload(_) => ScreenKind::Upload,
            Self::Uploaded(_) => ScreenKind::Uploaded,
            Self::Document(_) => ScreenKind::Document,
            Self::Survey(_) => ScreenKind::Survey,
            Self::Failed(_) => ScreenKind::Failed,
            Self::Closed => ScreenKind::Closed,
        }
    }
}

/// The consent screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Whether the document is unfolded.
    pub document: Document,
}

/// Whether the consent document is unfolded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Document {
    Folded,
    Unfolded,
}

/// Whether the person has agreed, and whether the service has recorded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Not yet agreed.
    Open,
    /// Agreed; the receipt is being recorded.
    Sending(Attempt),
    /// Agreed; the receipt could not be recorded yet and is sent again with the next step.
    Unrecorded,
    /// Agreed and recorded.
    Recorded,
}

/// The provider list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderList {
    /// What was typed.
    pub query: String,
    /// The type filter.
    pub kind: Option<ProviderType>,
    /// The content of the list.
    pub content: ListContent,
}

/// The content of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListContent {
    /// The catalogue is loading.
    Loading,
    /// Rows of the catalogue.
    Ready(Listing),
    /// The catalogue could not be loaded.
    Unavailable,
}

/// An account of this user that the service already knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the wire's own")]
pub struct KnownAccount {
    pub account_id: String,
    pub provider_id: String,
    pub status: AccountStatus,
    pub connected_at: Option<String>,
    pub stored: Vec<DataPoint>,
    pub consent: Option<AgreedConsent>,
}

impl From<&AccountView> for KnownAccount {
    fn from(view: &AccountView) -> Self {
        Self {
            account_id: view.account_id.clone(),
            provider_id: view.provider_id.clone(),
            status: view.status,
            connected_at: view.connected_at.clone(),
            stored: view.stored.clone(),
            consent: view.consent.clone(),
        }
    }
}

/// The connecting screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connecting {
    /// The account.
    pub link: Link,
    /// What the service is doing.
    pub step: LinkStep,
    /// The timer after which the screen says that this can take longer; `None` once it has run out.
    pub slow_timer: Option<Attempt>,
}

/// The success screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connected {
    /// The provider.
    pub provider: ProviderSummary,
    /// The account.
    pub account_id: String,
    /// The kinds of data that are stored; empty until the service reports some.
    pub stored: Vec<DataPoint>,
}

/// A connected account, and revoking it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPage {
    /// The provider.
    pub provider: ProviderSummary,
    /// The account.
    pub account: KnownAccount,
    /// The progress of revoking it.
    pub revocation: Revocation,
    /// The text that the person agreed to.
    pub document: AgreedDocument,
}

/// The text that the person agreed to when the account was linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgreedDocument {
    /// Not requested, or folded again.
    Folded,
    /// Loading.
    Loading(Attempt),
    /// Loaded and unfolded.
    Unfolded(AgreedText),
    /// It could not be loaded.
    Unavailable,
}
