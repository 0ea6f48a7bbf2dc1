//! The meaning of error codes, for hosts' developers. Events and the API both use these sentences.

use wink_wire::{ArchiveErrorCode, ErrorCode};

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
        ErrorCode::TosRequired => "The person must accept the provider's terms first.",
        ErrorCode::UnsupportedAuthType => "This login method is not supported.",
        ErrorCode::UnsupportedMfaMethod => "This kind of second factor is not supported.",
        ErrorCode::SystemError => "An error in the service.",
    }
}

/// The specification's code for an archive. It has fewer codes than the widget; the message tells them apart.
pub(crate) const fn specified_code(code: ArchiveErrorCode) -> &'static str {
    match code {
        ArchiveErrorCode::SystemError => "SYSTEM_ERROR",
        ArchiveErrorCode::UnsupportedFormat
        | ArchiveErrorCode::FileTooLarge
        | ArchiveErrorCode::EmptyFile
        | ArchiveErrorCode::EncryptedFile
        | ArchiveErrorCode::UnreadableFile
        | ArchiveErrorCode::WrongDocument => "MISSING_MANDATORY_FIELD",
    }
}

/// What the error code of an archive means, for a host's developer.
pub(crate) const fn archive_error(code: ArchiveErrorCode) -> &'static str {
    match code {
        ArchiveErrorCode::UnreadableFile => {
            "The document could not be read. It is damaged, or its image is illegible."
        }
        ArchiveErrorCode::WrongDocument => "The document has another type than the one given.",
        ArchiveErrorCode::UnsupportedFormat => "The file's format is not supported. Use PDF, JPEG or PNG.",
        ArchiveErrorCode::FileTooLarge => "The file is too large. The maximum is 15 MB.",
        ArchiveErrorCode::EmptyFile => "The file is empty.",
        ArchiveErrorCode::EncryptedFile => "The file is protected by a password. Upload it without one.",
        ArchiveErrorCode::SystemError => "An error in the service.",
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
