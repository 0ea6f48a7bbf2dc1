//! Parses the values of payslips: amounts, dates and periods, names, identity numbers. Each parser reads a whole text
//! and returns `None` if it is anything else.

use jiff::civil::Date;

/// An amount, with its currency if the text has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    pub(super) value: f64,
    pub(super) currency: Option<&'static str>,
}

/// Whether `3/4/2026` means 3 April or 4 March, if the text does not show it otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumericDates {
    DayFirst,
    MonthFirst,
}

/// Currency signs and codes. A sign that several currencies share, such as `$`, has no currency.
const CURRENCIES: [(&str, &str); 26] = [
    ("php", "PHP"),
    ("₱", "PHP"),
    ("idr", "IDR"),
    ("rp", "IDR"),
    ("cny", "CNY"),
    ("rmb", "CNY"),
    ("¥", "CNY"),
    ("元", "CNY"),
    ("sgd", "SGD"),
    ("s$", "SGD"),
    ("myr", "MYR"),
    ("rm", "MYR"),
    ("usd", "USD"),
    ("us$", "USD"),
    ("sar", "SAR"),
    ("ر.س", "SAR"),
    ("aed", "AED"),
    ("د.إ", "AED"),
    ("inr", "INR"),
    ("₹", "INR"),
    ("vnd", "VND"),
    ("thb", "THB"),
    ("eur", "EUR"),
    ("€", "EUR"),
    ("gbp", "GBP"),
    ("£", "GBP"),
];

/// Names of currencies in running text.
const CURRENCY_NAMES: [(&str, &str); 8] = [
    ("philippine peso", "PHP"),
    ("rupiah", "IDR"),
    ("人民币", "CNY"),
    ("renminbi", "CNY"),
    ("singapore dollar", "SGD"),
    ("ringgit", "MYR"),
    ("indian rupee", "INR"),
    ("ريال سعودي", "SAR"),
];

/// Names of months and their first letters, in lower case: English, Indonesian, Filipino, Arabic.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januari", "enero", "يناير"],
    &["february", "feb", "februari", "pebruari", "pebrero", "فبراير"],
    &["march", "mar", "maret", "marso", "مارس"],
    &["april", "apr", "abril", "أبريل", "ابريل"],
    &["may", "mei", "mayo", "مايو"],
    &["june", "jun", "juni", "hunyo", "يونيو"],
    &["july", "jul", "juli", "hulyo", "يوليو"],
    &["august", "aug", "agustus", "agu", "agt", "agosto", "أغسطس", "اغسطس"],
    &["september", "sep", "sept", "setyembre", "سبتمبر"],
    &["october", "oct", "oktober", "okt", "oktubre", "أكتوبر", "اكتوبر"],
    &["november", "nov", "nop", "nobyembre", "نوفمبر"],
    &["december", "dec", "desember", "des", "disyembre", "ديسمبر"],
];

/// Parses an amount of money. A number counts only with a currency, a separator or more than four digits: `0417` does
/// not.
pub(super) fn amount(text: &str) -> Option<Amount> {
    let text = text.to_lowercase();
    let mut rest = text.trim().trim_matches(['(', ')']).trim();
    let mut currency = None;
    for (sign, code) in CURRENCIES {
        let stripped = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign));
        if let Some(inner) = stripped.filter(|inner| !inner.starts_with(char::is_alphabetic)) {
            (rest, currency) = (inner, Some(code));
            break;
        }
    }
    let digits = rest.trim_matches([' ', '.', '$', ':']);
    if !digits.starts_with(|first: char| first.is_ascii_digit())
        || !digits.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ',' | ' ' | '\''))
    {
        return None;
    }
    let is_grouped = digits.contains(['.', ',', '\'']);
    if currency.is_none() && !is_grouped && digits.len() < 5 {
        return None;
    }
    Some(Amount { value: number(digits)?, currency })
}

/// Parses a number with separators. The last separator is the decimal point if one or two digits follow it and it does
/// not occur before.
fn number(text: &str) -> Option<f64> {
    let last = text.rfind(['.', ',']);
    let decimals = last.filter(|at| {
        let after = text.len() - at - 1;
        let sign = &text[*at..=*at];
        (1..=2).contains(&after) && text.matches(sign).count() == 1
    });
    let whole = &text[..decimals.unwrap_or(text.len())];
    let groups: Vec<&str> = whole.split(['.', ',', ' ', '\'']).collect();
    let is_grouped_by_thousands = groups.iter().skip(1).all(|group| group.len() == 3);
    // Indian amounts group digits in pairs before the last three.
    let is_indian = groups.last().is_some_and(|group| group.len() == 3)
        && groups.iter().skip(1).rev().skip(1).all(|group| group.len() == 2);
    if groups.first().is_none_or(|group| group.is_empty()) || !(is_grouped_by_thousands || is_indian) {
        return None;
    }
    let fraction = decimals.map_or("0", |at| &text[at + 1..]);
    format!("{}.{fraction}", groups.concat()).parse().ok()
}

/// The currency code for a code or sign in a text.
pub(super) fn currency(text: &str) -> Option<&'static str> {
    let text = text.trim().to_lowercase();
    let named = CURRENCIES.iter().find(|(sign, _)| *sign == text);
    named.map(|(_, code)| *code).or_else(|| currency_in(&text))
}

/// The currency whose name occurs in running text.
pub(super) fn currency_in(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    CURRENCY_NAMES.iter().find(|(name, _)| text.contains(name)).map(|(_, code)| *code)
}

/// A day.
pub(super) fn date(text: &str, order: NumericDates) -> Option<Date> {
    day(&tokens(text)?, order)
}

/// A span of days, from the first to the last.
pub(super) fn period(text: &str, order: NumericDates) -> Option<(Date, Date)> {
    use Token::{Month as M, Number as N, Year as Y};
    let tokens = tokens(text)?;
    let (first, last) = match *tokens.as_slice() {
        [N(from), M(start), N(to), M(end), Y(year)] | [M(start), N(from), M(end), N(to), Y(year)] => {
            (date_of(year, start, from), date_of(year, end, to))
        }
        [N(from), N(to), M(month), Y(year)] | [M(month), N(from), N(to), Y(year)] => {
            (date_of(year, month, from), date_of(year, month, to))
        }
        [Y(year), N(month), N(from), N(to)] => (date_of(year, month, from), date_of(year, month, to)),
        [Y(year), N(start), N(from), N(end), N(to)] => (date_of(year, start, from), date_of(year, end, to)),
        [M(month) | N(month), Y(year)] | [Y(year), N(month)] => {
            let first = date_of(year, month, 1);
            (first, first.map(Date::last_of_month))
        }
        [_, _, _, _, _, _] => (day(&tokens[..3], order), day(&tokens[3..], order)),
        _ => return None,
    };
    // In text from right to left, the end comes before the start.
    first.zip(last).map(|(first, last)| (first.min(last), first.max(last)))
}

/// The digits of an identity number, which must have one of these lengths.
pub(super) fn identity_number(text: &str, lengths: &[usize]) -> Option<String> {
    let is_one =
        text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '-' | ' ' | '.' | '–' | '/'));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (is_one && lengths.contains(&digits.len())).then_some(digits)
}

/// The name of a person or thing.
pub(super) fn name(text: &str) -> Option<String> {
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || "|:：‘’'\"“”*~_-–,;".contains(sign));
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    (letters >= 2 && text.chars().count() <= 100).then(|| text.to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    /// One or two digits.
    Number(i8),
    /// Four digits.
    Year(i16),
    Month(i8),
}

/// Numbers and months in order. `None` if there is anything else, except words that connect dates.
fn tokens(text: &str) -> Option<Vec<Token>> {
    const BETWEEN: [&str; 17] = [
        "to", "until", "of", "from", "through", "thru", "hingga", "sampai", "dengan", "sd", "s", "d",
        "hanggang", "至", "到", "إلى", "من",
    ];
    let text = text.to_lowercase();
    let mut found = Vec::new();
    for part in parts(&text) {
        if part.starts_with(|first: char| first.is_ascii_digit()) {
            found.push(match part.len() {
                1 | 2 => Token::Number(part.parse().ok()?),
                4 => Token::Year(part.parse().ok().filter(|year| (1950..2200).contains(year))?),
                _ => return None,
            });
        } else if let Some(month) = month(part) {
            found.push(Token::Month(month));
        } else if !BETWEEN.contains(&part)
            && !["年", "月", "日", "号", "st", "nd", "rd", "th"].contains(&part)
        {
            return None;
        }
    }
    Some(found)
}

/// Runs of digits and runs of letters. A Chinese character is a run of its own.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let first = rest.chars().next()?;
        let is_han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let length = if is_han(first) {
            first.len_utf8()
        } else {
            let belongs = |letter: char| {
                letter.is_alphanumeric()
                    && letter.is_ascii_digit() == first.is_ascii_digit()
                    && !is_han(letter)
            };
            rest.find(|letter| !belongs(letter)).unwrap_or(rest.len())
        };
        let (part, after) = rest.split_at(length);
        rest = after;
        Some(part)
    })
}

fn month(name: &str) -> Option<i8> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&name)).map(|(number, _)| number)
}

fn day(tokens: &[Token], order: NumericDates) -> Option<Date> {
    use Token::{Month as M, Number as N, Year as Y};
    match *tokens {
        [N(day), M(month), Y(year)] | [M(month), N(day), Y(year)] | [Y(year), M(month), N(day)] => {
            date_of(year, month, day)
        }
        [Y(year), N(month), N(day)] => date_of(year, month, day),
        [N(one), N(other), Y(year)] => {
            let (day, month) = match order {
                _ if one > 12 => (one, other),
                _ if other > 12 => (other, one),
                NumericDates::DayFirst => (one, other),
                NumericDates::MonthFirst => (other, one),
            };
            date_of(year, month, day)
        }
        _ => None,
    }
}

fn date_of(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (text, value, currency) in [
            ("27,350.00", 27_350.0, None),
            ("PHP 23,145.25", 23_145.25, Some("PHP")),
            ("₱23,145.25", 23_145.25, Some("PHP")),
            ("23,145.25 PHP", 23_145.25, Some("PHP")),
            ("Rp 5.250.000", 5_250_000.0, Some("IDR")),
            ("Rp. 5.250.000,50", 5_250_000.5, Some("IDR")),
            ("5.250", 5250.0, None),
            ("¥8,500.5", 8500.5, Some("CNY")),
            ("8500元", 8500.0, Some("CNY")),
            ("1 234 567,89", 1_234_567.89, None),
            ("1'234.50", 1234.5, None),
            ("₹1,23,456.00", 123_456.0, Some("INR")),
            ("(350.00)", 350.0, None),
            ("$1,200.00", 1200.0, None),
            ("27350", 27_350.0, None),
            ("IDR 900", 900.0, Some("IDR")),
        ] {
            assert_eq!(amount(text), Some(Amount { value, currency }), "{text}");
        }
        for text in [
            "",
            "0417",
            ", credited to account ending 0417",
            "16 Oct 2026",
            "BFF-01427",
            "1,2345",
            "PHP",
            "2026-10-16",
        ] {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn dates() {
        let of = |text| date(text, NumericDates::DayFirst).map(|date| date.to_string());
        for text in [
            "16 Oct 2026",
            "16-Oct-2026",
            "October 16, 2026",
            "Oct. 16th, 2026",
            "16 Oktober 2026",
            "2026-10-16",
            "16/10/2026",
            "10/16/2026",
            "2026年10月16日",
            "16 Oktubre 2026",
            "16 أكتوبر 2026",
        ] {
            assert_eq!(of(text).as_deref(), Some("2026-10-16"), "{text}");
        }
        assert_eq!(of("3/4/2026").as_deref(), Some("2026-04-03"));
        let month_first = date("3/4/2026", NumericDates::MonthFirst).map(|date| date.to_string());
        assert_eq!(month_first.as_deref(), Some("2026-03-04"));
        for text in
            ["", "31 Feb 2026", "27,350.00", "George", "16 Oct", "33-0000000-8", "Monthly 16 Oct 2026"]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn periods() {
        let of = |text| period(text, NumericDates::DayFirst).map(|(from, to)| format!("{from} {to}"));
        for text in [
            "16 Oct 2026 – 31 Oct 2026",
            "16 Oct - 31 Oct 2026",
            "Oct 16 to Oct 31, 2026",
            "16-31 October 2026",
            "October 16-31, 2026",
            "2026-10-16 to 2026-10-31",
            "16/10/2026 s/d 31/10/2026",
            "16 Oktober 2026 hingga 31 Oktober 2026",
            "2026年10月16日至31日",
            "2026年10月16日至10月31日",
            "2026年10月16日至2026年10月31日",
            "10/16/2026 - 10/31/2026",
            "31/10/2026 - 16/10/2026",
        ] {
            assert_eq!(of(text).as_deref(), Some("2026-10-16 2026-10-31"), "{text}");
        }
        for text in ["February 2028", "2028年2月", "02/2028", "Februari 2028"] {
            assert_eq!(of(text).as_deref(), Some("2028-02-01 2028-02-29"), "{text}");
        }
        for text in ["", "16 Oct 2026", "Semi-monthly", "27,350.00"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_identity() {
        assert_eq!(identity_number("33-0000000-8", &[10]).as_deref(), Some("3300000008"));
        assert_eq!(identity_number("000-000-001-000", &[9, 12]).as_deref(), Some("000000001000"));
        for text in ["875.00", "", "33-0000000-88", "SSS 33-0000000-8"] {
            assert_eq!(identity_number(text, &[10]), None, "{text}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(name(" George Palomero Jr. ").as_deref(), Some("George Palomero Jr."));
        assert_eq!(name("‘陈伟: ").as_deref(), Some("陈伟"));
        assert_eq!(name("12"), None);
        assert_eq!(name("."), None);
    }
}
