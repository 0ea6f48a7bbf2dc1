//! The widget's journey as data: the state of each screen ([`State`]), everything that can happen ([`Event`]) and
//! everything that the widget must do ([`Effect`]). This crate makes every decision. Drawing, the network, the clock and
//! the host page belong to the widget.
//!
//! ```
//! use wink_flow::{Event, Flow, Settings};
//!
//! let (flow, effects) = Flow::open(Settings::new("link-token"), None);
//! assert_eq!(effects.len(), 1); // exchange the link token for a session
//! let (flow, effects) = flow.update(Event::CloseRequested);
//! assert!(flow.is_closed());
//! assert_eq!(effects.len(), 2); // take the dialog away, then tell the host
//! ```

#![warn(clippy::indexing_slicing)]

mod attempt;
mod catalogue;
mod digits;
mod documents;
mod effect;
mod event;
mod failure;
mod flow;
mod in_progress;
mod link;
mod login;
mod mobile;
mod preferences;
mod provider;
mod second_factor;
mod shared;
mod sign_in;
mod state;
mod survey;
mod update;

pub use attempt::{Attempt, Window};
pub use catalogue::{Catalogue, Listing};
pub use documents::{
    CheckedFile, DocumentPage, FILE_TYPES, FileCheck, FileFault, FileId, FileTypeList, NewPick, PickedFile,
    Place, Sending, Upload, UploadNotice, UploadPhase, Uploaded,
};
pub use effect::{
    AccountRef, CloseReason, Effect, HostCallback, Request, Timer, TimerKind, UiEvent, UiEventName, UploadRef,
};
pub use event::{CallFailure, Event, Reply};
pub use failure::{Action, Failure, FailureCause, Remedy, Retry};
pub use flow::Flow;
pub use link::{Contact, Link, Revocation, Watch};
pub use login::{FieldFault, Fit, Form, Login, LoginForm, LoginNotice, LoginOptions, Submission};
pub use preferences::{MOST_TOP_PROVIDERS, Preferences, Settings};
pub use provider::ProviderSummary;
pub use second_factor::{
    Approve, Choice, ChooseAccount, ChooseDestination, ChooseImage, Entry, Factor, FactorPhase, OneTimeCode,
    ReadImage, SecondFactor, SecurityQuestions,
};
pub use shared::Session;
pub use sign_in::{Network, SignIn, WindowCommand};
pub use state::{
    AccountPage, AgreedDocument, Agreement, Connected, Connecting, Consent, Document, KnownAccount,
    ListContent, ProviderList, ScreenKind, State,
};
pub use survey::{Survey, SurveyField, SurveyStage};
pub use wink_search::Range;
pub use wink_wire::{Palette, Rgb};
