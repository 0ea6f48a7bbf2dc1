//! Query parameters: parsed by name, with an error message for each invalid one.

use super::error::ApiError;
use crate::store::Span;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The query. Values of a repeated name are joined with commas, the form of the specification's lists.
///
/// A parameter without a value is refused as soon as an operation reads it. Such a filter comes from a variable that
/// was empty by mistake; ignoring it would answer with everything the tenant has.
#[derive(Clone, Debug, Default)]
pub(super) struct Params(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|_| ApiError::invalid("invalid query string"))?;
        let mut params: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in pairs {
            if value.contains('\0') {
                return Err(ApiError::invalid(format!("{name} must not contain a NUL character")));
            }
            params.entry(name).and_modify(|values| *values = joined(values, &value)).or_insert(value);
        }
        Ok(Self(params))
    }
}

impl Params {
    pub(super) fn of(filters: BTreeMap<String, String>) -> Self {
        Self(filters)
    }

    /// A value as sent. An empty one is refused.
    pub(super) fn given(&self, name: &str) -> Result<Option<&str>, ApiError> {
        match self.0.get(name).map(String::as_str) {
            Some("") => Err(ApiError::invalid(format!("{name} must not be empty; leave it out instead"))),
            given => Ok(given),
        }
    }

    /// A value as sent, for a filter to keep.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, ApiError> {
        Ok(self.given(name)?.map(str::to_owned))
    }

    /// A value that an operation cannot do without.
    pub(super) fn required(&self, name: &str) -> Result<&str, ApiError> {
        self.given(name)?.ok_or_else(|| ApiError::invalid(format!("{name} is missing")))
    }

    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.given(name)? {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(ApiError::invalid(format!("{name} must be true or false"))),
        }
    }

    /// A comma-separated list. An empty entry stays in it and names nothing, so a list of nothing else finds nothing.
    pub(super) fn list(&self, name: &str) -> Result<Option<Vec<&str>>, ApiError> {
        Ok(self.given(name)?.map(|values| values.split(',').map(str::trim).collect()))
    }

    /// A day in the form `YYYY-MM-DD`.
    pub(super) fn date(&self, name: &str) -> Result<Option<Date>, ApiError> {
        let Some(text) = self.given(name)? else { return Ok(None) };
        // jiff accepts more date formats than the specification has.
        match text.parse::<Date>() {
            Ok(date) if date.to_string() == text => Ok(Some(date)),
            _ => Err(ApiError::invalid(format!("{name} must be a date in the form YYYY-MM-DD"))),
        }
    }

    /// The days from `startDate` to `endDate`, both inclusive, in UTC.
    pub(super) fn span(&self) -> Result<Span, ApiError> {
        let midnight = |date: Date| {
            date.to_zoned(TimeZone::UTC).map_or(i64::MAX, |day| day.timestamp().as_millisecond())
        };
        Ok(Span {
            from: self.date("startDate")?.map(midnight),
            until: self.date("endDate")?.map(|date| date.tomorrow().map_or(i64::MAX, midnight)),
        })
    }

    /// Those of the named parameters that are given.
    pub(super) fn only(&self, names: &[&str]) -> Result<BTreeMap<String, String>, ApiError> {
        let mut given = BTreeMap::new();
        for name in names {
            if let Some(value) = self.text(name)? {
                given.insert((*name).to_owned(), value);
            }
        }
        Ok(given)
    }
}

/// The values of a name that is given more than once. One empty value makes all of it empty, so that it is refused.
fn joined(values: &str, value: &str) -> String {
    if values.is_empty() || value.is_empty() { String::new() } else { format!("{values},{value}") }
}
