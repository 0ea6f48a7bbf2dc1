//! Texts in bodies, read with words about what is wrong with one.

use super::error::ApiError;

/// A text of 1 to `longest` characters that must be there. NUL is not one: databases do not keep it.
pub(super) fn bounded<'a>(field: &str, text: Option<&'a str>, longest: usize) -> Result<&'a str, ApiError> {
    let text = text.ok_or_else(|| missing(field))?;
    if !(1..=longest).contains(&text.chars().count()) {
        return Err(ApiError::invalid(format!("{field} must have 1 to {longest} characters")));
    }
    if text.contains('\0') {
        return Err(ApiError::invalid(format!("{field} must not hold the character NUL")));
    }
    Ok(text)
}

/// The same on one line: without line breaks and other control characters.
pub(super) fn line<'a>(field: &str, text: Option<&'a str>, longest: usize) -> Result<&'a str, ApiError> {
    let text = bounded(field, text, longest)?;
    if text.contains(|letter: char| letter.is_control() || ['\u{2028}', '\u{2029}'].contains(&letter)) {
        return Err(ApiError::invalid(format!("{field} must be on one line, without control characters")));
    }
    Ok(text)
}

pub(super) fn missing(field: &str) -> ApiError {
    ApiError::invalid(format!("{field} is missing"))
}
