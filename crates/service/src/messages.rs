//! The meaning of error codes, for hosts' developers. Events and the API both use these sentences and codes.

use wink_wire::{ArchiveErrorCode, ErrorCode};

const SYSTEM_ERROR: &str = "An error in the service.";

/// What the error code of an account means, for a host's developer.
pub(crate) const fn account_error(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::AccountDisabled => "The provider has disabled the account.",
        ErrorCode::AccountInaccessible => "The account cannot be accessed at the provider.",
        ErrorCode::AccountIncomplete => {
            "The account setup at the provider is incomplete. The person must complete it there."
        }
        ErrorCode::AccountLocked => "The provider has locked the account. The person must unlock it there.",
        ErrorCode::AuthRequired => "The person must log in at the provider and link the account again.",
        ErrorCode::ExpiredCredentials => {
            "The password has expired. The person must change it at the provider."
        }
        ErrorCode::InvalidAccountType => "This type of account has no such data.",
        ErrorCode::InvalidAuth => "The provider rejected the login.",
        ErrorCode::InvalidCredentials => "The credentials are wrong.",
        ErrorCode::InvalidMfa => "The answer to the second factor was wrong.",
        ErrorCode::MfaTimeout => "The second factor was not answered in time.",
        ErrorCode::ServiceUnavailable => "The provider is not available. Try again later.",
        ErrorCode::SystemError => SYSTEM_ERROR,
        ErrorCode::TosRequired => "The person must accept the provider's terms first.",
        ErrorCode::UnsupportedAuthType => "This login method is not supported.",
        ErrorCode::UnsupportedMfaMethod => "This kind of second factor is not supported.",
    }
}

/// The Open API's error codes of an archive: fewer than the widget's, and the sentence tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpecifiedCode {
    /// The specification lists this code a second time, misspelt. No answer has it.
    MissingMandataryField,
    MissingMandatoryField,
    /// No answer has it.
    InvalidFieldFormat,
    SystemError,
}

impl SpecifiedCode {
    /// Every code, in the specification's order.
    pub(crate) const ALL: [Self; 4] = [
        Self::MissingMandataryField,
        Self::MissingMandatoryField,
        Self::InvalidFieldFormat,
        Self::SystemError,
    ];

    pub(crate) const fn of(code: ArchiveErrorCode) -> Self {
        match code {
            ArchiveErrorCode::SystemError => Self::SystemError,
            ArchiveErrorCode::UnsupportedFormat
            | ArchiveErrorCode::FileTooLarge
            | ArchiveErrorCode::EmptyFile
            | ArchiveErrorCode::EncryptedFile
            | ArchiveErrorCode::UnreadableFile
            | ArchiveErrorCode::UnsafeFile
            | ArchiveErrorCode::WrongDocument => Self::MissingMandatoryField,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::MissingMandataryField => "MISSING_MANDATARY_FIELD",
            Self::MissingMandatoryField => "MISSING_MANDATORY_FIELD",
            Self::InvalidFieldFormat => "INVALID_FIELD_FORMAT",
            Self::SystemError => "SYSTEM_ERROR",
        }
    }
}

/// What the error code of an archive means, for a host's developer.
pub(crate) const fn archive_error(code: ArchiveErrorCode) -> &'static str {
    match code {
        ArchiveErrorCode::UnreadableFile => {
            "The document could not be read. It is damaged, or its image is illegible."
        }
        ArchiveErrorCode::UnsafeFile => {
            "The file has more in it than a document, or the scanner found something harmful. Its files are deleted."
        }
        ArchiveErrorCode::WrongDocument => "The document has another type than the one given.",
        ArchiveErrorCode::UnsupportedFormat => "The file's format is not supported. Use PDF, JPEG or PNG.",
        ArchiveErrorCode::FileTooLarge => "The file is too large. The maximum is 15 MB.",
        ArchiveErrorCode::EmptyFile => "The file is empty.",
        ArchiveErrorCode::EncryptedFile => "The file is protected by a password. Upload it without one.",
        ArchiveErrorCode::SystemError => SYSTEM_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_code_has_a_sentence_of_its_own() {
        let accounts: BTreeSet<_> = ErrorCode::ALL.map(account_error).into();
        assert_eq!(accounts.len(), ErrorCode::ALL.len());
        let archives: BTreeSet<_> = ArchiveErrorCode::ALL.map(archive_error).into();
        assert_eq!(archives.len(), ArchiveErrorCode::ALL.len());
        for sentence in accounts.union(&archives) {
            assert!(sentence.ends_with('.'), "{sentence}");
        }
    }
}
