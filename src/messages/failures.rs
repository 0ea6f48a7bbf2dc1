//! The texts for each cause of failure of an account or a document, in one table. The remedies are in the flow
//! (`FailureCause::remedy`).

use super::Key;
use wink_flow::FailureCause;
use wink_wire::{ArchiveErrorCode as D, ErrorCode as E};

/// What happened, and who can do something about it.
pub(crate) struct FailureTexts {
    pub(crate) title: Key,
    pub(crate) explanation: Key,
}

/// The texts for a cause.
pub(crate) const fn failure_texts(cause: FailureCause) -> FailureTexts {
    let (title, explanation) = match cause {
        FailureCause::Unreachable => (Key::FailedUnreachableTitle, Key::FailedUnreachable),
        FailureCause::Offline => (Key::FailedOfflineTitle, Key::FailedOffline),
        FailureCause::LinkExpired => (Key::FailedLinkExpiredTitle, Key::FailedLinkExpired),
        FailureCause::LinkInvalid => (Key::FailedLinkInvalidTitle, Key::FailedLinkInvalid),
        FailureCause::Busy => (Key::FailedBusyTitle, Key::FailedBusy),
        FailureCause::Insecure => (Key::FailedInsecureTitle, Key::FailedInsecure),
        FailureCause::ConsentChanged => (Key::FailedConsentTitle, Key::FailedConsent),
        FailureCause::NotOffered => (Key::FailedNotOfferedTitle, Key::FailedNotOffered),
        FailureCause::Document(code) => match code {
            D::UnsupportedFormat => (Key::FileFormatTitle, Key::FaultFormat),
            D::FileTooLarge => (Key::FileTooLargeTitle, Key::FaultTooLarge),
            D::EmptyFile => (Key::FileEmptyTitle, Key::FaultEmpty),
            D::EncryptedFile => (Key::FileLockedTitle, Key::FaultEncrypted),
            D::UnreadableFile => (Key::UnreadTitle, Key::FaultUnreadable),
            D::UnsafeFile => (Key::FileUnsafeTitle, Key::FaultUnsafe),
            D::WrongDocument => (Key::FileWrongTitle, Key::FaultWrongDocument),
            D::SystemError => (Key::FailedSystemTitle, Key::FailedSystem),
        },
        FailureCause::Account(code) => match code {
            E::AccountDisabled => (Key::FailedDisabledTitle, Key::FailedDisabled),
            E::AccountInaccessible => (Key::FailedInaccessibleTitle, Key::FailedInaccessible),
            E::AccountIncomplete => (Key::FailedIncompleteTitle, Key::FailedIncomplete),
            E::AccountLocked => (Key::FailedLockedTitle, Key::FailedLocked),
            E::AuthRequired => (Key::FailedAuthRequiredTitle, Key::FailedAuthRequired),
            E::ExpiredCredentials => (Key::FailedExpiredTitle, Key::FailedExpired),
            E::InvalidAccountType => (Key::FailedAccountTypeTitle, Key::FailedAccountType),
            E::InvalidAuth => (Key::FailedAuthTitle, Key::FailedAuth),
            E::InvalidCredentials => (Key::FailedCredentialsTitle, Key::FailedCredentials),
            E::InvalidMfa => (Key::FailedCodeTitle, Key::FailedCode),
            E::MfaTimeout => (Key::FailedCodeTimeTitle, Key::FailedCodeTime),
            E::ServiceUnavailable => (Key::FailedServiceTitle, Key::FailedService),
            E::SystemError => (Key::FailedSystemTitle, Key::FailedSystem),
            E::TosRequired => (Key::FailedTermsTitle, Key::FailedTerms),
            E::UnsupportedAuthType => (Key::FailedWayTitle, Key::FailedWay),
            E::UnsupportedMfaMethod => (Key::FailedFactorTitle, Key::FailedFactor),
        },
    };
    FailureTexts { title, explanation }
}
