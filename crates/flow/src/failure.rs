//! What can go wrong with an account or a document, and the table of remedies.

use crate::link::Link;
use wink_wire::{ArchiveErrorCode, ArchiveStatus, ArchiveView, ErrorCode};

/// The state of the error screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened.
    pub cause: FailureCause,
    /// Finds the failure in the service's log.
    pub reference: Option<String>,
    /// Where "Try again" leads.
    pub retry: Retry,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureCause {
    /// The account ended in this code.
    Account(ErrorCode),
    /// The document that was uploaded ended in this code.
    Document(ArchiveErrorCode),
    /// The service cannot be reached.
    Unreachable,
    /// The browser has no network.
    Offline,
    /// The link token or the session has expired.
    LinkExpired,
    /// The link token is unknown or was used before.
    LinkInvalid,
    /// Too many requests.
    Busy,
    /// The browser does not encrypt on this page: it is not from a secure origin.
    Insecure,
    /// The current consent text is not the one that the person agreed to.
    ConsentChanged,
    /// The company's template does not offer this.
    NotOffered,
}

/// Where "Try again" leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Open the session again.
    Reopen,
    /// Log in again at the same provider.
    LogIn(Box<Link>),
}

/// An action of the error screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Try the same again.
    TryAgain,
    /// Choose another way to log in at the same provider.
    OtherWay,
    /// Go to the provider list.
    ChooseAnother,
    /// Upload another file instead.
    OtherFile,
    /// Keep it as it is.
    Done,
    /// Close the widget.
    Exit,
}

/// The actions that are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The button.
    pub primary: Action,
    /// The secondary button, if a second action makes sense.
    pub secondary: Option<Action>,
}

impl Remedy {
    /// Whether it offers an action.
    pub fn offers(self, action: Action) -> bool {
        self.primary == action || self.secondary == Some(action)
    }

    /// The remedy if the provider has one way to log in, or its ways are unknown.
    pub(crate) fn without_other_ways(self) -> Self {
        match self.primary {
            Action::OtherWay => Self { primary: Action::ChooseAnother, secondary: Some(Action::TryAgain) },
            Action::TryAgain | Action::ChooseAnother | Action::OtherFile | Action::Done | Action::Exit => {
                self
            }
        }
    }

    /// The remedy if there is no list to choose another provider from.
    pub(crate) fn without_list(self) -> Self {
        match (self.primary, self.secondary) {
            (Action::ChooseAnother, _) => Self { primary: Action::Exit, secondary: Some(Action::TryAgain) },
            (primary, Some(Action::ChooseAnother)) => Self { primary, secondary: None },
            _ => self,
        }
    }
}

impl FailureCause {
    /// How a document ended, where it could not be read.
    pub fn of(archive: &ArchiveView) -> Option<Self> {
        let code = archive.error_code.unwrap_or(ArchiveErrorCode::SystemError);
        (archive.status == ArchiveStatus::Error).then_some(Self::Document(code))
    }

    /// What can be done about it.
    pub const fn remedy(self) -> Remedy {
        use {ArchiveErrorCode as D, ErrorCode as E};
        let (primary, secondary) = match self {
            // Something the person can fix by logging in again.
            Self::Account(
                E::InvalidCredentials
                | E::InvalidMfa
                | E::MfaTimeout
                | E::InvalidAuth
                | E::AuthRequired
                | E::ServiceUnavailable
                | E::SystemError
                | E::ExpiredCredentials
                | E::AccountLocked
                | E::TosRequired
                | E::AccountIncomplete,
            ) => (Action::TryAgain, Some(Action::ChooseAnother)),
            // Trying again would end the same way.
            Self::Account(
                E::AccountDisabled | E::AccountInaccessible | E::InvalidAccountType | E::UnsupportedMfaMethod,
            ) => (Action::ChooseAnother, Some(Action::TryAgain)),
            // Another way to log in may be one that works here.
            Self::Account(E::UnsupportedAuthType) => (Action::OtherWay, Some(Action::ChooseAnother)),
            // The same file would end the same way.
            Self::Document(
                D::UnsupportedFormat
                | D::FileTooLarge
                | D::EmptyFile
                | D::EncryptedFile
                | D::UnreadableFile
                | D::UnsafeFile
                | D::WrongDocument,
            ) => (Action::OtherFile, Some(Action::Done)),
            Self::Document(D::SystemError) => (Action::TryAgain, Some(Action::Done)),
            Self::Unreachable | Self::Offline | Self::Busy | Self::ConsentChanged => (Action::TryAgain, None),
            Self::NotOffered => (Action::ChooseAnother, None),
            // Only the host page can hand out another link, or come from a secure address.
            Self::LinkExpired | Self::LinkInvalid | Self::Insecure => (Action::Exit, None),
        };
        Remedy { primary, secondary }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_way_on_leads_nowhere() {
        let remedy = |primary, secondary| Remedy { primary, secondary };
        let other_way = FailureCause::Account(ErrorCode::UnsupportedAuthType).remedy();
        assert_eq!(other_way.without_other_ways(), remedy(Action::ChooseAnother, Some(Action::TryAgain)));
        assert_eq!(
            other_way.without_other_ways().without_list(),
            remedy(Action::Exit, Some(Action::TryAgain))
        );
        let retry = FailureCause::Account(ErrorCode::SystemError).remedy();
        assert_eq!(retry.without_other_ways(), retry);
        assert_eq!(retry.without_list(), remedy(Action::TryAgain, None));
        assert_eq!(FailureCause::Offline.remedy().without_list(), remedy(Action::TryAgain, None));
    }
}
