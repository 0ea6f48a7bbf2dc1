//! The Link API's wire format: every type that crosses between the widget and the service, so that the two
//! cannot drift. It owns shapes and nothing else; what the shapes mean is decided in `wink-flow` (the widget's
//! side) and `wink-service`.
//!
//! Field names are camelCase, enumeration values are `SCREAMING_SNAKE_CASE`. Every enumeration has an `Unknown`
//! variant, so that an older widget survives a newer service.
//!
//! | call | body | answer |
//! |---|---|---|
//! | `POST sessions` | [`OpenSession`] | [`SessionOpened`] |
//! | `GET session` | | [`SessionView`] |
//! | `POST session/consent` | [`ConsentGiven`] | [`ConsentReceipt`] |
//! | `GET catalogue/{hash}` | | text, see [`catalogue`] |
//! | `GET providers/{id}` | | [`ProviderDetail`] |
//! | `POST accounts` | [`StartAccount`] | [`AccountView`] |
//! | `GET accounts/{id}?afterVersion=&waitSeconds=` | | [`AccountView`] |
//! | `POST accounts/{id}/challenge` | [`AnswerChallenge`] | [`AccountView`] |
//! | `POST accounts/{id}/challenge/resend` | | [`AccountView`] |
//! | `DELETE accounts/{id}` | | [`AccountView`] |
//! | `GET accounts/{id}/consent` | | [`AgreedText`] |
//! | `POST employers` | [`ReportEmployer`] | [`EmployerReported`] |
//! | `POST archives` | [`StartArchive`] | [`ArchiveView`] |
//! | `PUT archives/{id}/files/{fileId}?offset=` | bytes, at most [`LARGEST_PIECE_BYTES`] | [`ArchiveView`] |
//! | `POST archives/{id}/submit` | | [`ArchiveView`] |
//! | `GET archives/{id}?afterVersion=&waitSeconds=` | | [`ArchiveView`] |
//! | `DELETE archives/{id}` | | [`ArchiveView`] |
//!
//! All but the first carry `Authorization: Bearer <session token>`. A refusal is a [`Problem`].

mod account;
mod archive;
pub mod catalogue;
mod challenge;
mod consent;
mod digest;
mod employer;
mod language;
mod palette;
mod problem;
mod provider;
mod sealed;
mod secret;
mod session;

pub use account::{AccountStatus, AccountView, ErrorCode, LinkStep, SignInWindow, StartAccount};
pub use archive::{
    ArchiveErrorCode, ArchiveStatus, ArchiveView, FileFormat, FileType, FileView, LARGEST_FILE_BYTES,
    LARGEST_PIECE_BYTES, MOST_FILES, NewFile, Side, StartArchive,
};
pub use challenge::{
    AccountChoice, Answer, AnswerChallenge, Approve, Challenge, ChallengeKind, Channel, ChooseAccount,
    ChooseDestination, ChooseImage, Destination, ImageChoice, OneTimeCode, Picture, ReadImage,
    SecurityQuestions,
};
pub use consent::{AgreedConsent, AgreedText, ConsentDocument, ConsentGiven, ConsentReceipt, DataPoint};
pub use digest::{Sha256, hex_digits};
pub use employer::{EmployerReported, ReportEmployer};
pub use language::Language;
pub use palette::{Palette, Rgb};
pub use problem::{Problem, ProblemCode};
pub use provider::{
    CallingCountry, FieldKind, LoginField, LoginMethod, LoginOption, ProviderDetail, ProviderType,
    RecoveryKind, RecoveryLink, SamplePerson,
};
pub use sealed::{SEALED_VERSION, Sealed, SealingKey, answer_context, credentials_context};
pub use secret::Secret;
pub use session::{
    ColorScheme, EXCHANGE_KEY_LENGTH, Mode, OpenSession, SessionOpened, SessionView, Switches, Template,
    Theme,
};
