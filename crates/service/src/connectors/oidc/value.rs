//! Extracts single values from a provider's documents. An invalid value counts as missing.

use crate::records::codes::{Country, Currency};
use crate::records::{Amount, Gender, MaritalStatus, PayPeriod};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::Value;
use serde_json_path::JsonPath;
use std::collections::BTreeMap;
use std::fmt;

/// Where a value is: the first of these places that has one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pick(Vec<Place>);

#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// A JSON path (RFC 9535).
    Path(JsonPath),
    /// A constant.
    Fixed(Value),
}

impl Pick {
    /// The first value that exists.
    fn value<'a>(&'a self, document: &'a Value) -> Option<&'a Value> {
        self.0.iter().find_map(|place| match place {
            Place::Path(path) => path.query(document).into_iter().find(|value| !value.is_null()),
            Place::Fixed(value) => Some(value),
        })
    }

    /// A text, or a number as text. `None` if it is empty.
    pub(super) fn text(&self, document: &Value) -> Option<String> {
        let text = match self.value(document)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A date: ISO 8601, with or without a time, or seconds since 1970.
    pub(super) fn date(&self, document: &Value) -> Option<Date> {
        match self.value(document)? {
            Value::String(text) => text.trim().parse().ok().or_else(|| text.get(..10)?.parse().ok()),
            Value::Number(number) => {
                let timestamp = Timestamp::from_second(number.as_i64()?).ok()?;
                Some(timestamp.to_zoned(TimeZone::UTC).date())
            }
            _ => None,
        }
    }

    /// Money: a number, or a number in a text, in whole units.
    pub(super) fn amount(&self, document: &Value) -> Option<Amount> {
        let units = match self.value(document)? {
            Value::Number(number) => number.as_f64()?,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        units.is_finite().then(|| Amount::from_units(units))
    }

    /// A currency in ISO 4217.
    pub(super) fn currency(&self, document: &Value) -> Option<String> {
        Some(self.text(document)?.to_ascii_uppercase()).filter(|code| Currency::is_code(code))
    }

    /// A country in ISO 3166 alpha-2.
    pub(super) fn country(&self, document: &Value) -> Option<String> {
        Some(self.text(document)?.to_ascii_uppercase()).filter(|code| Country::is_code(code))
    }

    /// A phone number in E.164 format.
    pub(super) fn phone(&self, document: &Value) -> Option<String> {
        let number: String =
            self.text(document)?.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.')).collect();
        let digits = number.strip_prefix('+')?;
        let is_one = (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_one.then_some(number)
    }

    pub(super) fn gender(&self, document: &Value) -> Option<Gender> {
        match self.text(document)?.to_ascii_lowercase().as_str() {
            "male" | "m" => Some(Gender::Male),
            "female" | "f" => Some(Gender::Female),
            "non-binary" | "x" => Some(Gender::NonBinary),
            _ => None,
        }
    }

    pub(super) fn marital_status(&self, document: &Value) -> Option<MaritalStatus> {
        match self.text(document)?.to_ascii_lowercase().as_str() {
            "married" => Some(MaritalStatus::Married),
            "single" => Some(MaritalStatus::Single),
            "divorced" => Some(MaritalStatus::Divorced),
            "separated" => Some(MaritalStatus::Separated),
            "widowed" => Some(MaritalStatus::Widowed),
            _ => None,
        }
    }

    /// A pay period, by the provider's names or by this API's.
    pub(super) fn period(&self, document: &Value, words: &BTreeMap<String, PayPeriod>) -> Option<PayPeriod> {
        let text = self.text(document)?;
        if let Some(period) = words.get(&text) {
            return Some(*period);
        }
        let mut name = text.to_ascii_lowercase();
        name.get_mut(..1)?.make_ascii_uppercase();
        Some(serde_json::from_value(Value::String(name)).unwrap_or(PayPeriod::Unspecified))
    }
}

/// Reads the text of an optional place.
pub(super) fn text(pick: Option<&Pick>, document: &Value) -> Option<String> {
    pick?.text(document)
}

impl Place {
    fn of<E: Error>(text: &str) -> Result<Self, E> {
        if text.starts_with('$') {
            return JsonPath::parse(text)
                .map(Self::Path)
                .map_err(|error| E::custom(format!("{text}: {error}")));
        }
        Ok(Self::Fixed(Value::String(text.to_owned())))
    }
}

impl<'de> Deserialize<'de> for Pick {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Places)
    }
}

struct Places;

impl<'de> Visitor<'de> for Places {
    type Value = Pick;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON path such as \"$.name\", a fixed text, or a list of those")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Pick, E> {
        Ok(Pick(vec![Place::of(text)?]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pick, A::Error> {
        let mut places = Vec::new();
        while let Some(text) = list.next_element::<String>()? {
            places.push(Place::of(&text)?);
        }
        Ok(Pick(places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pick(place: Value) -> Pick {
        serde_json::from_value(place).unwrap()
    }

    #[test]
    fn the_first_place_that_has_something_counts() {
        let document = json!({ "nick": "Ann", "none": null, "empty": " ", "number": 7 });
        for (place, expected) in [
            (json!("$.nick"), Some("Ann")),
            (json!("Fixed"), Some("Fixed")),
            (json!(["$.missing", "$.none", "$.nick"]), Some("Ann")),
            (json!(["$.missing", "Fixed"]), Some("Fixed")),
            (json!("$.empty"), None),
            (json!("$.number"), Some("7")),
            (json!("$"), None),
        ] {
            assert_eq!(pick(place.clone()).text(&document).as_deref(), expected, "{place}");
        }
    }

    #[test]
    fn days_are_read_however_they_are_written() {
        for day in [json!("2024-02-29"), json!("2024-02-29T23:00:00+08:00"), json!(1_709_164_800)] {
            let document = json!({ "day": day });
            assert_eq!(pick(json!("$.day")).date(&document), Some("2024-02-29".parse().unwrap()), "{day}");
        }
        for nothing in [json!("29/02/2024"), json!(true), json!("2024-02-30")] {
            assert_eq!(pick(json!("$.day")).date(&json!({ "day": nothing })), None);
        }
    }

    #[test]
    fn money_is_exact_to_the_hundredth() {
        for (given, hundredths) in [(json!(1234.5), 123_450), (json!("99.99"), 9999), (json!(-3), -300)] {
            assert_eq!(pick(json!("$")).amount(&given), Some(Amount(hundredths)), "{given}");
        }
        assert_eq!(pick(json!("$")).amount(&json!("a lot")), None);
        assert_eq!(pick(json!("$")).amount(&json!("inf")), None);
    }

    #[test]
    fn codes_and_numbers_that_are_none_are_left_out() {
        assert_eq!(pick(json!("php")).currency(&Value::Null).as_deref(), Some("PHP"));
        assert_eq!(pick(json!("peso")).currency(&Value::Null), None);
        assert_eq!(pick(json!("+63 955 999-1234")).phone(&Value::Null).as_deref(), Some("+639559991234"));
        assert_eq!(pick(json!("0955 999 1234")).phone(&Value::Null), None);
    }

    #[test]
    fn periods_go_by_the_providers_words_and_by_ours() {
        let words = BTreeMap::from([("2W".to_owned(), PayPeriod::Semimonthly)]);
        for (given, expected) in [
            ("2W", PayPeriod::Semimonthly),
            ("MONTHLY", PayPeriod::Monthly),
            ("weekly", PayPeriod::Weekly),
            ("now and then", PayPeriod::Unspecified),
        ] {
            assert_eq!(pick(json!(given)).period(&Value::Null, &words), Some(expected), "{given}");
        }
    }
}
