//! Employers that people looked for and did not find.

use super::problem::LinkError;
use super::{Answer, body};
use crate::clock::iso;
use crate::ids::new_id;
use crate::state::AppState;
use crate::store::Session;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::{Extension, Json};
use wink_wire::{EmployerReported, ReportEmployer};

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;
/// Longest e-mail address (RFC 5321), in characters.
const LONGEST_EMAIL: usize = 254;

pub(super) async fn report(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    request: Request,
) -> Answer {
    let report = checked(body(request).await?)?;
    let now_millis = state.clock.now_millis();
    state.store.add_missing_employer(&session, &new_id("missing"), &report, now_millis).await?;
    tracing::info!(country = report.country, "an employer is missing in the catalogue");
    Ok((StatusCode::CREATED, Json(EmployerReported { reported_at: iso(now_millis) })).into_response())
}

/// The input without surrounding space. An empty field counts as missing.
fn checked(report: ReportEmployer) -> Result<ReportEmployer, LinkError> {
    let name = report.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let message = format!("name must have 1 to {LONGEST_NAME} characters");
        return Err(LinkError::invalid(Some("name".to_owned()), message));
    }
    let given =
        |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let (country, email) = (given(report.country), given(report.email));
    let is_country = |text: &String| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if country.as_ref().is_some_and(|country| !is_country(country)) {
        let message = "country must be an ISO 3166 alpha-2 code, for example PH";
        return Err(LinkError::invalid(Some("country".to_owned()), message));
    }
    if email.as_deref().is_some_and(|email| !is_email(email)) {
        return Err(LinkError::invalid(Some("email".to_owned()), "email must be an e-mail address"));
    }
    Ok(ReportEmployer { name, country, email })
}

/// Checks only for a name, an at sign and a domain with a dot, not whether the address exists.
fn is_email(text: &str) -> bool {
    let is_clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let has_parts = text.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && !domain.contains('@')
            && domain.split('.').count() > 1
            && domain.split('.').all(|part| !part.is_empty())
    });
    is_clean && has_parts && text.chars().count() <= LONGEST_EMAIL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(name: &str, country: Option<&str>, email: Option<&str>) -> ReportEmployer {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        ReportEmployer { name: name.to_owned(), country: owned(country), email: owned(email) }
    }

    #[test]
    fn space_is_removed_and_empty_fields_count_as_missing() {
        let checked = checked(report("  Acme  ", Some(" PH "), Some("  "))).ok().unwrap();
        assert_eq!((&*checked.name, checked.country.as_deref(), checked.email), ("Acme", Some("PH"), None));
    }

    #[test]
    fn names_countries_and_addresses_have_bounds() {
        let longest = "é".repeat(LONGEST_NAME);
        for (name, country, email, is_accepted) in [
            ("Acme", None, None, true),
            (&*longest, None, None, true),
            (&*format!("{longest}e"), None, None, false),
            (" ", None, None, false),
            ("Acme", Some("ph"), None, false),
            ("Acme", Some("PHL"), None, false),
            ("Acme", Some("É"), None, false),
            ("Acme", None, Some("ana@example.com"), true),
            ("Acme", None, Some("ana@example"), false),
            ("Acme", None, Some("@example.com"), false),
            ("Acme", None, Some("ana@example..com"), false),
            ("Acme", None, Some("ana@b@example.com"), false),
            ("Acme", None, Some("ana b@example.com"), false),
            ("Acme", None, Some("ana@example.com\r\nBcc:x@y.z"), false),
            ("Acme", None, Some(&*format!("{}@example.com", "a".repeat(LONGEST_EMAIL - 12))), true),
            ("Acme", None, Some(&*format!("{}@example.com", "a".repeat(LONGEST_EMAIL - 11))), false),
        ] {
            let found = checked(report(name, country, email)).is_ok();
            assert_eq!(found, is_accepted, "{name:?} {country:?} {email:?}");
        }
    }
}
