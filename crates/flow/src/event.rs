//! Everything that can happen.

use crate::attempt::Attempt;
use crate::documents::{CheckedFile, FileFault, FileId, NewPick, Place};
use crate::effect::Timer;
use crate::login::Fit;
use crate::second_factor::Entry;
use crate::sign_in::Network;
use crate::survey::SurveyField;
use wink_wire::{
    AccountView, AgreedText, ArchiveView, ConsentReceipt, EmployerReported, FileType, Problem,
    ProviderDetail, ProviderType, Secret, SessionOpened, SessionView,
};

/// One thing that happened. An event that makes no sense in a state changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A call was answered, or failed.
    Replied(Attempt, Result<Reply, CallFailure>),
    /// A timer expired.
    TimerFired(Timer),

    /// The corner icon or Escape.
    CloseRequested,
    /// The host page called `close()`.
    HostClosed,
    /// The arrow at the head of the screen.
    BackPressed,

    /// "I agree".
    ConsentGiven,
    /// The consent document is unfolded or folded.
    DocumentToggled,

    /// The search text changed.
    SearchEdited(String),
    /// A type was chosen in the filter; `None` shows all.
    TypeChosen(Option<ProviderType>),
    /// A provider was chosen in the list.
    ProviderChosen(String),

    /// A field changed; the position is that of the login option's fields.
    FieldEdited(usize, Secret, Fit),
    /// The fields are filled with a sandbox person, by position.
    SampleChosen(usize),
    /// The login form was sent.
    LoginSubmitted,
    /// "Other ways to log in".
    OtherWaysPressed,
    /// One of them was chosen, by position.
    LoginOptionChosen(usize),
    /// Another country was chosen for the mobile number in a field, by position of both.
    CallingCountryChosen(usize, usize),

    /// The browser did not open the window.
    WindowBlocked(Attempt),
    /// The window is no longer visible.
    WindowGone(Attempt),
    /// A person came back from a provider's page, here or in another window.
    WindowReturned,
    /// "Show the window", or "Open the window" where no window is open.
    WindowPressed,
    /// "Cancel" while the person signs in at the provider.
    CancelPressed,

    /// "Can't find your employer?"
    EmployerMissingPressed,
    /// A field of the employer survey changed.
    SurveyEdited(SurveyField, String),
    /// The employer survey was sent.
    SurveySubmitted,

    /// The browser says whether there is a network.
    NetworkChanged(Network),
    /// A call is slow.
    CallSlow(Attempt),

    /// Something was typed or chosen for the second factor; a one-time code of full length is sent.
    FactorEntered(Entry),
    /// The person submitted the answer to the second factor.
    FactorSubmitted,
    /// The person asked for another code, picture or request.
    ResendPressed,
    /// "Log in differently" where a second factor is asked for.
    LogInDifferentlyPressed,

    /// "Try now" while the connection is lost.
    ReconnectPressed,
    /// "Try again" where something failed.
    RetryPressed,
    /// "Choose another".
    ChooseAnotherPressed,
    /// "Exit" on the error screen.
    ExitPressed,
    /// "Done" on the success screen.
    DonePressed,

    /// "Stop sharing".
    RevokePressed,
    /// "Stop sharing" was confirmed.
    RevokeConfirmed,
    /// "Stop sharing" was cancelled.
    RevokeCancelled,

    /// "Upload a document instead" in the provider list.
    UploadInsteadPressed,
    /// A kind of document was chosen.
    FileTypeChosen(FileType),
    /// A document that was uploaded before was chosen, by its archive's id.
    DocumentChosen(String),
    /// Files were picked, dropped or photographed.
    FilesPicked(Place, Vec<NewPick>),
    /// A file was removed.
    FileRemoved(FileId),
    /// The runtime has checked a file.
    FileChecked(FileId, Result<CheckedFile, FileFault>),
    /// The preview of a file is ready.
    FilePreviewed(FileId),
    /// "Upload".
    UploadSubmitted,
    /// The upload in progress was cancelled.
    UploadCancelled,
    /// "Delete what was sent" of an upload that an earlier opening began.
    DiscardPressed,
    /// "Upload another document".
    UploadAnotherPressed,
    /// "Upload another file" after one that could not be read.
    OtherFilePressed,
}

/// A successful reply of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// To `OpenSession`.
    SessionOpened(Box<SessionOpened>),
    /// To `ResumeSession`.
    Session(Box<SessionView>),
    /// To `RecordConsent`.
    ConsentRecorded(ConsentReceipt),
    /// To `LoadCatalogue`, as the service's text.
    Catalogue(String),
    /// To `LoadProvider`.
    Provider(Box<ProviderDetail>),
    /// To `LoadAgreedText`.
    AgreedText(AgreedText),
    /// To `ReportEmployer`.
    EmployerReported(EmployerReported),
    /// To everything that concerns an account.
    Account(Box<AccountView>),
    /// To everything that concerns an archive; with the milliseconds that a piece of a file took, 0 for other calls.
    Archive(Box<ArchiveView>, u32),
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallFailure {
    /// No answer: no network, or no service.
    Unreachable,
    /// The service refused.
    Refused(Problem),
    /// An invalid answer.
    Nonsense,
    /// No call was made: the page is not from a secure origin, so the browser does not encrypt.
    Insecure,
}
