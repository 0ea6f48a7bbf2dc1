//! The figures, under the specification's names. A figure is left out if no stored data yields it.

use super::facts::{Facts, Month, month_number, months_between};
use super::sample::Sample;
use crate::clock::iso;
use crate::records::{Amount, Dates, Liability, RecordItem, RecordKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Object, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// Figures about a person at a point in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Insight {
    /// The figures use the data stored by this time.
    #[schema(format = DateTime)]
    cutoff_time: String,
    features: Features,
}

/// The figures by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Features(Map<String, Value>);

impl Insight {
    /// Computes all figures.
    pub(crate) fn of(facts: &Facts, cutoff_millis: i64) -> Self {
        Self { cutoff_time: iso(cutoff_millis), features: Features::of(facts) }
    }
}

impl RecordItem for Insight {
    const KIND: RecordKind = RecordKind::Insight;

    fn dates(&self) -> Dates {
        Dates::default()
    }
}

/// The periods, in months, over which incomes are summed up.
const WINDOWS: [i32; 5] = [3, 6, 9, 12, 18];

const STATUS: &str = "employments_current_status";

/// Figures of a product in early access (MAW), which the service does not offer. They are in the document but in no
/// response.
const UNCOMPUTED: [&str; 9] = [
    "link_days_since_first",
    "link_days_since_last",
    "link_day3_count",
    "link_day7_count",
    "link_day30_count",
    "link_day90_count",
    "link_day180_count",
    "link_day365_count",
    "link_day730_count",
];

/// A figure: its format, and its value if there is one.
#[derive(Clone, Copy, Debug)]
enum Figure {
    Whole(Option<f64>),
    Money(Option<f64>),
    /// A share between 0 and 1, with four digits.
    Ratio(Option<f64>),
}

impl Features {
    fn of(facts: &Facts) -> Self {
        let mut features = Map::new();
        for (name, figure) in figures(facts) {
            let value = match figure {
                Figure::Whole(value) => value.map(|value| Value::from(Amount::from_units(value).0 / 100)),
                Figure::Money(value) => {
                    value.and_then(|value| serde_json::to_value(Amount::from_units(value)).ok())
                }
                Figure::Ratio(value) => value.map(|value| Value::from((value * 10_000.0).round() / 10_000.0)),
            };
            if let Some(value) = value {
                features.insert(name, value);
            }
        }
        if let Some(status) = current_status(facts) {
            features.insert(STATUS.to_owned(), status.into());
        }
        Self(features)
    }
}

/// All figures apart from the one text. The list of names does not depend on the facts.
fn figures(facts: &Facts) -> Vec<(String, Figure)> {
    let mut list = Vec::new();
    incomes(facts, &mut list);
    liabilities(facts, &mut list);
    let present = facts.present_jobs().map(|job| job.start_date).max();
    let born = facts.identity.as_ref().and_then(|identity| identity.dob);
    let employers = (!facts.employments.is_empty()).then(|| to_float(facts.employers()));
    let whole = |months: i32| f64::from(months.max(0));
    list.extend([
        ("employments_employer_count".to_owned(), Figure::Whole(employers)),
        (
            "employments_current_tenure".to_owned(),
            Figure::Whole(present.map(|start| whole(months_between(start, facts.cutoff)))),
        ),
        (
            "identity_age".to_owned(),
            Figure::Whole(born.map(|born| whole(months_between(born, facts.cutoff) / 12))),
        ),
    ]);
    list
}

fn incomes(facts: &Facts, figures: &mut Vec<(String, Figure)>) {
    let months = facts.months();
    let now = month_number(facts.cutoff);
    let amounts = |within: i32| -> Sample {
        months.iter().filter(|month| month.number >= now - within).map(|month| month.amount).collect()
    };
    let all: Sample = months.iter().map(|month| month.amount).collect();
    let gaps: Sample = months
        .windows(2)
        .filter_map(|pair| match pair {
            [one, other] => Some(f64::from(other.number - one.number - 1)),
            _ => None,
        })
        .collect();
    let (first, last) = (months.first().copied(), months.last().copied());
    let missing =
        months.windows(2).filter(|pair| matches!(pair, [one, other] if other.number - one.number > 1));
    let missing = to_float(missing.count());
    let growth = last.and_then(|last| {
        let before = months.iter().find(|month| month.number == last.number - 12 && month.amount > 0.0)?;
        Some((last.amount - before.amount) / before.amount)
    });
    let amount_of = |month: Option<Month>| Figure::Money(month.map(|month| month.amount));
    let range = first.map(|first| f64::from(now - first.number));
    let mut push = |name: &str, figure: Figure| figures.push((format!("incomes_{name}"), figure));
    push("count", Figure::Whole(Some(all.count())));
    push("first_income_month_range", Figure::Whole(range));
    push("missing_month_max", Figure::Whole(gaps.max()));
    push("missing_month_count", Figure::Whole(first.map(|_| missing)));
    push("starting_amount", amount_of(first));
    push("current_amount", amount_of(last));
    push("latest_growth", Figure::Ratio(growth));
    push("last18_months_max_amount_count", Figure::Whole(amounts(18).count_of_max()));
    for (name, figure) in six("amount", "sum", &all) {
        push(&name, figure);
    }
    for within in WINDOWS {
        for (name, figure) in six(&format!("last{within}_months_amount"), "sum", &amounts(within)) {
            push(&name, figure);
        }
    }
}

fn liabilities(facts: &Facts, list: &mut Vec<(String, Figure)>) {
    let loans = &facts.liabilities;
    let units = |pick: fn(&Liability) -> Option<Amount>| -> Sample {
        loans.iter().filter_map(pick).map(Amount::to_units).collect()
    };
    let lent = units(|loan| Some(loan.loan_amount));
    let outstanding = units(|loan| loan.outstanding_balance.filter(|left| left.0 > 0));
    let finished = units(|loan| loan.outstanding_balance.filter(|left| left.0 <= 0));
    let overdue = units(|loan| loan.overdue_payment_amount.filter(|late| late.0 > 0));
    let ongoing = units(|loan| {
        loan.outstanding_balance.filter(|left| left.0 > 0)?;
        loan.amortization_amount
    });
    let paid = facts.payments();
    let mut push = |name: String, figure: Figure| list.push((format!("liabilities_{name}"), figure));
    for (name, sample) in [
        ("loan_count", &lent),
        ("finished_loan_count", &finished),
        ("outstanding_loan_count", &outstanding),
        ("overdue_loan_count", &overdue),
        ("payment_count", &paid),
    ] {
        push(name.to_owned(), Figure::Whole(Some(sample.count())));
    }
    push("outstanding_amount_max".to_owned(), Figure::Money(outstanding.max()));
    for (name, sample) in [("outstanding_amount", &outstanding), ("overdue_amount", &overdue)] {
        push(format!("{name}_total"), Figure::Money(Some(sample.sum())));
        push(format!("{name}_average"), Figure::Money(sample.average()));
    }
    for (name, sum, sample) in [
        ("loan_amount", "total", &lent),
        ("ongoing_amortization_amount", "sum", &ongoing),
        ("payment_amount", "sum", &paid),
    ] {
        for (name, figure) in six(name, sum, sample) {
            // The specification has no median of loans.
            if name != "loan_amount_median" {
                push(name, figure);
            }
        }
    }
}

/// The six statistics that most amounts have.
fn six(name: &str, sum: &str, sample: &Sample) -> [(String, Figure); 6] {
    [
        (format!("{name}_{sum}"), Figure::Money(Some(sample.sum()))),
        (format!("{name}_average"), Figure::Money(sample.average())),
        (format!("{name}_min"), Figure::Money(sample.min())),
        (format!("{name}_max"), Figure::Money(sample.max())),
        (format!("{name}_median"), Figure::Money(sample.median())),
        (format!("{name}_std"), Figure::Money(sample.deviation())),
    ]
}

fn current_status(facts: &Facts) -> Option<&'static str> {
    if facts.employments.is_empty() {
        return None;
    }
    Some(match (facts.present_jobs().next().is_some(), facts.nature.is_gig) {
        (true, true) => "GIG",
        (true, false) => "EMPLOYED",
        (false, _) => "UNEMPLOYED",
    })
}

fn to_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// The document lists the computed names and those of the product that is not offered.
impl PartialSchema for Features {
    fn schema() -> RefOr<Schema> {
        let nobody = Facts {
            cutoff: jiff::civil::Date::ZERO,
            nature: super::SourceNature::default(),
            estimates: Vec::new(),
            employments: Vec::new(),
            liabilities: Vec::new(),
            identity: None,
        };
        let mut object = ObjectBuilder::new().schema_type(Type::Object);
        for (name, figure) in figures(&nobody) {
            let kind = if matches!(figure, Figure::Whole(_)) { Type::Integer } else { Type::Number };
            object = object.property(name, Object::with_type(kind));
        }
        for name in UNCOMPUTED {
            object = object.property(name, Object::with_type(Type::Integer));
        }
        let statuses = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([
            "EMPLOYED",
            "GIG",
            "UNEMPLOYED",
        ]));
        object.property(STATUS, statuses).into()
    }
}

impl ToSchema for Features {}

#[cfg(test)]
mod tests;
