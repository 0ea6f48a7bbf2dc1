//! The currency and country codes of the Open API's specification, in its order. They serve the document and validation;
//! the database stores plain texts.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// An ISO 4217 currency code.
pub(crate) struct Currency;

/// A two-letter ISO 3166 country code.
pub(crate) struct Country;

impl Currency {
    /// Whether a text is such a code.
    pub(crate) fn is_code(text: &str) -> bool {
        CURRENCIES.contains(&text)
    }
}

impl Country {
    /// Whether a text is such a code.
    pub(crate) fn is_code(text: &str) -> bool {
        COUNTRIES.contains(&text)
    }
}

impl PartialSchema for Currency {
    fn schema() -> RefOr<Schema> {
        one_of(&CURRENCIES, "An ISO 4217 currency code.", "PHP")
    }
}

impl ToSchema for Currency {}

impl PartialSchema for Country {
    fn schema() -> RefOr<Schema> {
        one_of(&COUNTRIES, "A two-letter ISO 3166 country code.", "PH")
    }
}

impl ToSchema for Country {}

fn one_of(codes: &'static [&'static str], about: &str, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes.iter().copied()))
        .description(Some(about))
        .examples([serde_json::json!(example)])
        .into()
}

#[rustfmt::skip]
const CURRENCIES: [&str; 158] = [
    "AFN", "DZD", "ARS", "AMD", "AWG", "AUD", "AZN", "BSD", "BHD", "THB", "PAB", "BBD", "BYN", "BZD", "BMD",
    "VES", "BOB", "BRL", "BND", "BGN", "BIF", "CAD", "CVE", "KYD", "GHS", "XOF", "XAF", "XPF", "CLP", "COP",
    "KMF", "CDF", "BAM", "NIO", "CRC", "HRK", "CZK", "GMD", "DKK", "MKD", "DJF", "STD", "DOP", "VND", "XCD",
    "EGP", "SVC", "ETB", "EUR", "FKP", "FJD", "HUF", "GIP", "HTG", "PYG", "GNF", "GYD", "HKD", "UAH", "ISK",
    "INR", "IRR", "IQD", "JMD", "JOD", "KES", "PGK", "LAK", "EEK", "KWD", "MWK", "AOA", "MMK", "GEL", "LVL",
    "LBP", "ALL", "HNL", "SLL", "LRD", "LYD", "SZL", "LTL", "LSL", "MGA", "MYR", "TMT", "MUR", "MZN", "MXN",
    "MDL", "MAD", "NGN", "ERN", "NAD", "NPR", "ANG", "ILS", "RON", "TWD", "NZD", "BTN", "KPW", "NOK", "PEN",
    "MRO", "TOP", "PKR", "MOP", "UYU", "PHP", "GBP", "BWP", "QAR", "GTQ", "ZAR", "OMR", "KHR", "MVR", "IDR",
    "RUB", "RWF", "SHP", "SAR", "RSD", "SCR", "SGD", "SBD", "KGS", "SOS", "TJS", "LKR", "SDG", "SRD", "SEK",
    "CHF", "SYP", "BDT", "WST", "TZS", "KZT", "TTD", "MNT", "TND", "TRY", "AED", "UGX", "CLF", "USD", "UZS",
    "VUV", "KRW", "YER", "JPY", "CNY", "ZMW", "ZWL", "PLN",
];

#[rustfmt::skip]
const COUNTRIES: [&str; 253] = [
    "AF", "AX", "AL", "DZ", "AS", "AD", "AO", "AI", "AQ", "AG", "AR", "AM", "AW", "AU", "AT", "AZ", "BS",
    "BH", "BD", "BB", "BY", "BE", "BZ", "BJ", "BM", "BT", "BO", "BQ", "BA", "BW", "BV", "BR", "IO", "BN",
    "BG", "BF", "BI", "KH", "CM", "CA", "CV", "KY", "CF", "TD", "CL", "CN", "CX", "CC", "CO", "KM", "CG",
    "CD", "CK", "CR", "CI", "HR", "CU", "CW", "CY", "CZ", "DK", "DJ", "DM", "DO", "EC", "EG", "SV", "GQ",
    "ER", "EE", "ET", "FK", "FO", "FJ", "FI", "FR", "GF", "PF", "TF", "GA", "GM", "GE", "DE", "GH", "GI",
    "GR", "GL", "GD", "GP", "GU", "GT", "GG", "GN", "GW", "GY", "HT", "HM", "VA", "HN", "HK", "HU", "IS",
    "IN", "ID", "IR", "IQ", "IE", "IM", "IL", "IT", "JM", "JP", "JE", "JO", "KZ", "KE", "KI", "KP", "KR",
    "XK", "KW", "KG", "LA", "LV", "LB", "LS", "LR", "LY", "LI", "LT", "LU", "MO", "MK", "MG", "MW", "MY",
    "MV", "ML", "MT", "MH", "MQ", "MR", "MU", "YT", "MX", "FM", "MD", "MC", "MN", "ME", "MS", "MA", "MZ",
    "MM", "NA", "NR", "NP", "NL", "AN", "NC", "NZ", "NI", "NE", "NG", "NU", "NF", "MP", "NO", "OM", "PK",
    "PW", "PS", "PA", "PG", "PY", "PE", "PH", "PN", "PL", "PT", "PR", "QA", "RS", "RE", "RO", "RU", "RW",
    "BL", "SH", "KN", "LC", "MF", "PM", "VC", "WS", "SM", "ST", "SA", "SN", "CS", "SC", "SL", "SG", "SX",
    "SK", "SI", "SB", "SO", "ZA", "GS", "SS", "ES", "LK", "SD", "SR", "SJ", "SZ", "SE", "CH", "SY", "TW",
    "TJ", "TZ", "TH", "TL", "TG", "TK", "TO", "TT", "TN", "TR", "XT", "TM", "TC", "TV", "UG", "UA", "AE",
    "GB", "US", "UM", "UY", "UZ", "VU", "VE", "VN", "VG", "VI", "WF", "EH", "YE", "ZM", "ZW",
];
