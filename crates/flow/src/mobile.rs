//! Mobile numbers: typed with or without the country, sent in E.164.

use crate::digits::with_ascii_digits;
use wink_wire::CallingCountry;

/// Digits of a national number, and of a whole one with its country (E.164).
const FEWEST_DIGITS: usize = 5;
const MOST_DIGITS: usize = 15;

/// Splits a number that was typed or pasted with its country (`+63 …` or `0063 …`): the position of the country in the
/// list, and the rest. `None` if the rest is empty, or the country is not in the list.
pub(crate) fn split(typed: &str, countries: &[CallingCountry]) -> Option<(usize, String)> {
    let typed = with_ascii_digits(typed);
    let typed = typed.trim();
    let rest = typed.strip_prefix('+').or_else(|| typed.strip_prefix("00"))?;
    let digits = digits(rest)?;
    let mut best: Option<(usize, &str)> = None;
    for (position, country) in countries.iter().enumerate() {
        if let Some(national) = digits.strip_prefix(country.calling_code.as_str())
            && best.is_none_or(|(_, shorter)| national.len() < shorter.len())
        {
            best = Some((position, national));
        }
    }
    best.filter(|(_, national)| !national.is_empty())
        .map(|(position, national)| (position, national.to_owned()))
}

/// A national number with its country's calling code. `None` if it cannot be a number.
pub(crate) fn e164(calling_code: &str, national: &str) -> Option<String> {
    let digits = digits(national.trim())?;
    // The zero that is dialled within a country is not part of the number.
    let national = digits.trim_start_matches('0');
    let fits = national.len() >= FEWEST_DIGITS && calling_code.len() + national.len() <= MOST_DIGITS;
    fits.then(|| ["+", calling_code, national].concat())
}

/// The digits of a number without separators. `None` if it contains anything else.
fn digits(number: &str) -> Option<String> {
    let mut digits = String::with_capacity(number.len());
    for letter in with_ascii_digits(number).chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/' => {}
            _ => return None,
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countries() -> Vec<CallingCountry> {
        [("PH", "63"), ("ID", "62"), ("US", "1"), ("BS", "1242")]
            .map(|(country, calling_code)| CallingCountry {
                country: country.into(),
                calling_code: calling_code.into(),
            })
            .to_vec()
    }

    #[test]
    fn the_first_country_with_a_calling_code_is_chosen() {
        let mut countries = countries();
        countries.push(CallingCountry { country: "CA".into(), calling_code: "1".into() });
        assert_eq!(split("+1 416 555 0100", &countries), Some((2, "4165550100".to_owned())));
    }

    #[test]
    fn a_number_typed_with_its_country_is_parsed() {
        for (typed, expected) in [
            ("+639559991234", Some((0, "9559991234"))),
            (" +63 955 999-1234 ", Some((0, "9559991234"))),
            ("0062 811 999 4321", Some((1, "8119994321"))),
            ("+1 242 555 0100", Some((3, "5550100"))),
            ("+1 212 555 0100", Some((2, "2125550100"))),
            ("+٦٣ ٩٥٥ ٩٩٩ ١٢٣٤", Some((0, "9559991234"))),
            ("\u{202a}۰۰۶۲۸۱۱۹۹۹۴۳۲۱\u{202c}", Some((1, "8119994321"))),
            ("+63", None),
            ("+44 20 7946 0000", None),
            ("09559991234", None),
            ("+63x", None),
        ] {
            let expected = expected.map(|(position, rest): (usize, &str)| (position, rest.to_owned()));
            assert_eq!(split(typed, &countries()), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_sent_is_e164() {
        for (national, expected) in [
            ("9559991234", Some("+639559991234")),
            ("0955 999 1234", Some("+639559991234")),
            ("(0955) 999-1234", Some("+639559991234")),
            ("٠٩٥٥٩٩٩١٢٣٤", Some("+639559991234")),
            ("۹۵۵ ۹۹۹ ۱۲۳۴", Some("+639559991234")),
            ("1234", None),
            ("95599912345678", None),
            ("955999123x", None),
            ("", None),
        ] {
            assert_eq!(e164("63", national).as_deref(), expected, "{national}");
        }
    }
}
