//! Detects payslips and reads their values. A value is found by its label: after the label in the same cell, in the
//! next cell of the line, or in the cell below. In Arabic it can also stand before the label.

mod labels;
mod values;

use super::page::{Line, Page, is_arabic_letter};
use crate::records::codes::Currency;
use jiff::civil::Date;
use labels::{COMPANY_WORDS, ENOUGH_POINTS, Field, LABELS, SIGNS, TITLES, YEAR_HEADINGS};
use serde::Serialize;
use utoipa::ToSchema;
use values::NumericDates;

/// One third of the first page's lines, from the top, is searched for an employer without a label.
const HEAD_OF_PAGE: usize = 3;

/// Maximum number of lines from a label down to its value.
const LINES_BELOW: usize = 2;

/// Maximum number of cells of a line that are looked at. Together with the next two this bounds the time for a page that
/// is made of labels alone.
const CELLS_IN_LINE: usize = 100;

/// Maximum number of labels that are looked at, the most reliable first.
const MAX_LABELS: usize = 1000;

/// Maximum length of a text that may be a value, in bytes.
const VALUE_BYTES: usize = 400;

/// A label with the signs before it is no longer than this. Texts are compared with many labels, and a stranger wrote them.
const LABEL_BYTES: usize = 300;

/// The data read from a payslip. Values that were not found are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArchivePayslip)]
pub(crate) struct Payslip {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) start_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) end_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) pay_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Currency)]
    pub(crate) currency: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) gross_amount: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) net_amount: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) employer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) employee_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) ss_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) phil_health_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) tax_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) pag_ibig_number: Option<String>,
}

/// Whether pages belong to a payslip, judged by their words.
pub(crate) fn is_payslip(pages: &[Page]) -> bool {
    let text = text_on(pages);
    let has = |words: &&[&str]| words.iter().any(|word| has_word(&text, word));
    SIGNS.iter().filter(|(_, words)| has(words)).map(|(points, _)| points).sum::<u32>() >= ENOUGH_POINTS
}

/// Reads a payslip. Returns `None` if no amount was found.
pub(crate) fn read(pages: &[Page]) -> Option<Payslip> {
    let sheet = Sheet::of(pages);
    let (gross, net) = (sheet.find(Field::Gross, values::amount), sheet.find(Field::Net, values::amount));
    if gross.is_none() && net.is_none() {
        return None;
    }
    let currency = sheet
        .find(Field::Currency, values::currency)
        .or_else(|| net.and_then(|amount| amount.currency))
        .or_else(|| gross.and_then(|amount| amount.currency))
        .or_else(|| sheet.lines.iter().find_map(|line| values::currency_in(&text_of(line))));
    let order = match currency {
        Some("PHP" | "USD") => NumericDates::MonthFirst,
        _ => NumericDates::DayFirst,
    };
    let date = |text: &str| values::date(text, order);
    let period = sheet.find(Field::Period, |text| values::period(text, order));
    let number = |field, lengths: &[usize]| sheet.find(field, |text| values::identity_number(text, lengths));
    Some(Payslip {
        start_date: period.map(|(start, _)| start).or_else(|| sheet.find(Field::PeriodStart, date)),
        end_date: period.map(|(_, end)| end).or_else(|| sheet.find(Field::PeriodEnd, date)),
        pay_date: sheet.find(Field::PayDate, date),
        currency,
        gross_amount: gross.map(|amount| amount.value),
        net_amount: net.map(|amount| amount.value),
        employer_name: sheet.find(Field::Employer, values::name).or_else(|| employer_above(pages)),
        employee_name: sheet.find(Field::Employee, person),
        ss_number: number(Field::SsNumber, &[10]),
        phil_health_number: number(Field::PhilHealthNumber, &[12]),
        tax_number: number(Field::TaxNumber, &[9, 12, 15, 16, 18]),
        pag_ibig_number: number(Field::PagIbigNumber, &[12]),
    })
}

/// The lines of a document and the labels found on them.
struct Sheet<'a> {
    lines: Vec<&'a Line>,
    found: Vec<Found<'a>>,
}

/// A label found on the page.
struct Found<'a> {
    field: Field,
    /// Its rank among the field's labels: the most reliable first.
    rank: usize,
    line: usize,
    cell: usize,
    /// The text after the label in its cell.
    rest: &'a str,
    is_arabic: bool,
    is_about_the_year: bool,
}

impl<'a> Sheet<'a> {
    fn of(pages: &'a [Page]) -> Self {
        let lines: Vec<&Line> = pages.iter().flat_map(|page| &page.lines).collect();
        let mut found = Vec::new();
        let mut is_about_the_year = false;
        for (number, line) in lines.iter().enumerate() {
            is_about_the_year |= matches!(line.cells.as_slice(),
                [only] if YEAR_HEADINGS.iter().any(|heading| after_label(&only.text, heading).is_some()));
            for (position, cell) in line.cells.iter().enumerate().take(CELLS_IN_LINE) {
                if let Some((field, rank, label, rest)) = label_of(&cell.text) {
                    let is_arabic = label.starts_with(is_arabic_letter);
                    found.push(Found {
                        field,
                        rank,
                        line: number,
                        cell: position,
                        rest,
                        is_arabic,
                        is_about_the_year,
                    });
                }
            }
        }
        // Numbers of the employer come before those of the employee.
        let employee =
            found.iter().find(|label| label.field == Field::Employee).map_or(0, |label| label.line);
        found.sort_by_key(|label| {
            let is_the_employers = label.field == Field::TaxNumber && label.line < employee;
            (label.is_about_the_year, is_the_employers, label.rank, label.line, label.cell)
        });
        found.truncate(MAX_LABELS);
        Self { lines, found }
    }

    /// The value of a field: the first text beside one of its labels that parses as one.
    fn find<T>(&self, field: Field, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let labels = self.found.iter().filter(|label| label.field == field);
        let texts = labels.flat_map(|label| self.beside(label));
        texts.filter(|text| text.len() <= VALUE_BYTES).find_map(read)
    }

    fn beside(&self, label: &Found<'a>) -> Vec<&'a str> {
        let is_value = |text: &&str| label_of(text).is_none();
        let own =
            label.rest.trim_start_matches(|sign: char| !sign.is_alphanumeric() && !"(₱¥$€£₹".contains(sign));
        let mut texts = vec![own];
        let Some(line) = self.lines.get(label.line) else { return texts };
        let cells = || line.cells.iter().take(CELLS_IN_LINE).map(|cell| cell.text.as_str());
        texts.extend(cells().skip(label.cell + 1).take_while(is_value));
        if label.is_arabic {
            texts.extend(cells().take(label.cell).collect::<Vec<_>>().into_iter().rev().take_while(is_value));
        }
        let Some(own_cell) = line.cells.get(label.cell) else { return texts };
        for below in self.lines.iter().skip(label.line + 1).take(LINES_BELOW) {
            let under = below.cells.iter().take(CELLS_IN_LINE);
            let under = under.filter(|cell| cell.left < own_cell.right && own_cell.left < cell.right);
            texts.extend(under.map(|cell| cell.text.as_str()).filter(is_value));
        }
        texts
    }
}

/// The longest label that a text starts with: its field, its rank, and the text after it.
fn label_of(text: &str) -> Option<(Field, usize, &'static str, &str)> {
    LABELS
        .iter()
        .flat_map(|(field, labels)| {
            labels.iter().enumerate().map(move |(rank, label)| (*field, rank, *label))
        })
        .filter_map(|(field, rank, label)| after_label(text, label).map(|rest| (field, rank, label, rest)))
        .max_by_key(|(_, _, label, _)| label.len())
}

/// The text after a label that a text starts with, ignoring punctuation.
fn after_label<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let mut wanted = label.chars().peekable();
    let is_spaced = !label.chars().any(is_han);
    let mut is_inside = false;
    for (at, letter) in text.char_indices() {
        if at > LABEL_BYTES {
            return None;
        }
        if !letter.is_alphanumeric() {
            match wanted.peek() {
                None => return Some(&text[at..]),
                Some(' ') => {
                    wanted.next();
                }
                // Signs before the label, or more than one between two words of it.
                Some(_) if !is_inside || text[..at].ends_with(|sign: char| !sign.is_alphanumeric()) => {}
                Some(_) => return None,
            }
            continue;
        }
        is_inside = true;
        match wanted.next() {
            None if is_spaced => return None,
            None => return Some(&text[at..]),
            Some(expected) if letter.to_lowercase().eq([expected]) => {}
            Some(_) => return None,
        }
    }
    wanted.peek().is_none().then_some("")
}

/// Whether a text can be a person's name: it has no digits.
fn person(text: &str) -> Option<String> {
    values::name(text).filter(|name| !name.contains(|letter: char| letter.is_ascii_digit()))
}

/// Finds an employer without a label at the top of the first page: a text that looks like a company's name, or else
/// the text in the largest letters that is no title.
fn employer_above(pages: &[Page]) -> Option<String> {
    let lines = &pages.first()?.lines;
    let head = lines.len().div_ceil(HEAD_OF_PAGE).min(12);
    let cells = lines.iter().take(head).flat_map(|line| &line.cells).filter(|cell| {
        let is_title = TITLES.iter().any(|title| after_label(&cell.text, title).is_some());
        !is_title && label_of(&cell.text).is_none() && person(&cell.text).is_some()
    });
    let is_company = |text: &str| {
        plain(text).split(' ').any(|word| COMPANY_WORDS.contains(&word))
            || text.contains("公司")
            || text.contains("شركة")
    };
    let mut cells = cells.collect::<Vec<_>>();
    let company = cells.iter().position(|cell| is_company(&cell.text));
    let chosen = match company {
        Some(at) => cells.swap_remove(at),
        None => cells.into_iter().rev().max_by(|one, other| one.height.total_cmp(&other.height))?,
    };
    values::name(&chosen.text)
}

fn text_of(line: &Line) -> String {
    line.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// All text of the pages, as [`plain`] text.
pub(super) fn text_on(pages: &[Page]) -> String {
    plain(&pages.iter().map(Page::text).collect::<Vec<_>>().join(" "))
}

/// Lower-case letters and digits, with one space in place of everything else.
fn plain(text: &str) -> String {
    let letters: String =
        text.to_lowercase().chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a plain text contains whole words. Chinese has no spaces, so parts of words count there.
fn has_word(text: &str, word: &str) -> bool {
    let is_spaced = !word.chars().any(is_han);
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !is_spaced
            || ((before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' ')))
    })
}

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

#[cfg(test)]
mod tests;
