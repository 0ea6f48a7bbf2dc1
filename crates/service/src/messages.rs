//! The meaning of error codes, for hosts' developers. Events and the API both use these sentences.

use wink_wire::ArchiveErrorCode;

/// What the error code of an account means, for a host's developer.
pub(crate) fn account_error(code: &str) -> String {
    let words = match code {
        "ACCOUNT_DISABLED" => "The provider has disabled the account.",
        "ACCOUNT_INACCESSIBLE" => "The account cannot be accessed at the provider.",
        "ACCOUNT_INCOMPLETE" => {
            "The account setup at the provider is incomplete. The person must complete it there."
        }
        "ACCOUNT_LOCKED" => "The provider has locked the account. The person must unlock it there.",
        "AUTH_REQUIRED" => "The person must log in at the provider and link the account again.",
        "EXPIRED_CREDENTIALS" => "The password has expired. The person must change it at the provider.",
        "INVALID_ACCOUNT_TYPE" => "This type of account has no such data.",
        "INVALID_AUTH" => "The provider rejected the login.",
        "INVALID_CREDENTIALS" => "The credentials are wrong.",
        "INVALID_MFA" => "The answer to the second factor was wrong.",
        "MFA_TIMEOUT" => "The second factor was not answered in time.",
        "SERVICE_UNAVAILABLE" => "The provider is not available. Try again later.",
        "TOS_REQUIRED" => "The person must accept the provider's terms first.",
        "UNSUPPORTED_AUTH_TYPE" => "This login method is not supported.",
        "UNSUPPORTED_MFA_METHOD" => "This kind of second factor is not supported.",
        _ => "An error in the service.",
    };
    words.to_owned()
}

/// The specification has fewer codes than the widget; the message tells them apart.
pub(crate) fn specified_code(code: &str) -> &'static str {
    if code == ArchiveErrorCode::SystemError.name() { "SYSTEM_ERROR" } else { "MISSING_MANDATORY_FIELD" }
}

/// What the error code of an archive means, for a host's developer.
pub(crate) fn archive_error(code: &str) -> &'static str {
    match code {
        "UNREADABLE_FILE" => "The document could not be read. It is damaged, or its image is illegible.",
        "WRONG_DOCUMENT" => "The document has another type than the one given.",
        "UNSUPPORTED_FORMAT" => "The file's format is not supported. Use PDF, JPEG or PNG.",
        "FILE_TOO_LARGE" => "The file is too large. The maximum is 15 MB.",
        "EMPTY_FILE" => "The file is empty.",
        "ENCRYPTED_FILE" => "The file is protected by a password. Upload it without one.",
        _ => "An error in the service.",
    }
}

/// Why a document is kept unread, for a host's developer.
pub(crate) fn unsupported_message(why: &str) -> &'static str {
    match why {
        "PICTURES" => {
            "The document is a picture, and Tesseract, the program that reads pictures, is not installed."
        }
        _ => "The service stores documents of this type but does not read them.",
    }
}
