//! Texts in request bodies, with an error message for each invalid one.

use super::error::ApiError;
use reqwest::Url;
use serde::{Deserialize, Deserializer};

const LONGEST_LOGO_ADDRESS: usize = 200;

/// An optional field that must not be null.
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A required text of 1 to `longest` characters.
pub(super) fn bounded<'a>(field: &str, text: Option<&'a str>, longest: usize) -> Result<&'a str, ApiError> {
    let text = text.ok_or_else(|| missing(field))?;
    if !(1..=longest).contains(&text.chars().count()) {
        return Err(ApiError::invalid(format!("{field} must have 1 to {longest} characters")));
    }
    Ok(text)
}

/// The same on one line, without control characters.
pub(super) fn line<'a>(field: &str, text: Option<&'a str>, longest: usize) -> Result<&'a str, ApiError> {
    let text = bounded(field, text, longest)?;
    if text.contains(|letter: char| letter.is_control() || ['\u{2028}', '\u{2029}'].contains(&letter)) {
        return Err(ApiError::invalid(format!("{field} must be a single line without control characters")));
    }
    Ok(text)
}

pub(super) fn missing(field: &str) -> ApiError {
    ApiError::invalid(format!("{field} is missing"))
}

/// The address of a logo.
pub(super) fn logo<'a>(field: &str, address: Option<&'a str>) -> Result<&'a str, ApiError> {
    let address = line(field, address, LONGEST_LOGO_ADDRESS)?;
    if is_logo(address) {
        return Ok(address);
    }
    let words = "must start with https://, or be a path on this service such as /logo.svg";
    Err(ApiError::invalid(format!("{field} {words}")))
}

/// Whether an address may be used for a picture: any https address, or a path on this service.
fn is_logo(address: &str) -> bool {
    let is_path = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    is_path || Url::parse(address).is_ok_and(|url| url.scheme() == "https" && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_here_or_elsewhere_over_https() {
        for (address, is_taken) in [
            ("https://xyzbank.co/logo.png", true),
            ("/demo/lumina.svg", true),
            ("http://xyzbank.co/logo.png", false),
            ("//xyzbank.co/logo.png", false),
            ("/\\xyzbank.co/logo.png", false),
            ("data:image/svg+xml,x", false),
            ("javascript:alert(1)", false),
            ("logo.png", false),
            ("https://", false),
        ] {
            assert_eq!(is_logo(address), is_taken, "{address}");
        }
    }
}
