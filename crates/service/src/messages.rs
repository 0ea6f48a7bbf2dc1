//! What hosts' developers are told of an error code. Here, because events say it as well as the API.

use wink_wire::ArchiveErrorCode;

/// What the error code of an account means, for a host's developer.
pub(crate) fn account_error(code: &str) -> String {
    let words = match code {
        "ACCOUNT_DISABLED" => "The provider has disabled the account",
        "ACCOUNT_INACCESSIBLE" => "The account cannot be reached at the provider",
        "ACCOUNT_INCOMPLETE" => "The account was not set up completely at the provider",
        "ACCOUNT_LOCKED" => "The provider has locked the account",
        "AUTH_REQUIRED" => "The person must log in at the provider first",
        "EXPIRED_CREDENTIALS" => "The password has expired",
        "INVALID_ACCOUNT_TYPE" => "This kind of account holds no such data",
        "INVALID_AUTH" => "The provider refused the login",
        "INVALID_CREDENTIALS" => "The credentials are wrong",
        "INVALID_MFA" => "The answer to the second factor was wrong",
        "MFA_TIMEOUT" => "The second factor was not answered in time",
        "SERVICE_UNAVAILABLE" => "The provider is not available",
        "TOS_REQUIRED" => "The person must accept the provider's terms first",
        "UNSUPPORTED_AUTH_TYPE" => "This way to log in is not supported",
        "UNSUPPORTED_MFA_METHOD" => "This kind of second factor is not supported",
        _ => "Something broke on our side",
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
        "UNREADABLE_FILE" => {
            "The document could not be read: it is damaged, or an image that cannot be made out"
        }
        "WRONG_DOCUMENT" => "The document is not of the type it was uploaded as",
        "UNSUPPORTED_FORMAT" => "The file is not of a format that is taken",
        "FILE_TOO_LARGE" => "The file is too large",
        "EMPTY_FILE" => "The file is empty",
        "ENCRYPTED_FILE" => "The file asks for a password",
        _ => "Something broke on our side",
    }
}

/// Why a document is kept unread, for a host's developer.
pub(crate) fn why_unread(why: &str) -> &'static str {
    match why {
        "PICTURES" => {
            "The document is a picture, and Tesseract, the program that reads pictures, is not installed on the service"
        }
        _ => "Documents of this type are kept, but cannot be read by machine",
    }
}
