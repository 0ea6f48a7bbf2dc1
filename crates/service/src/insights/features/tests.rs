//! Figures computed by hand, case by case.

use super::*;
use crate::insights::{EstimatedIncome, SourceNature};
use crate::records::Employment;
use crate::records::PayPeriod;
use jiff::civil::{Date, date};
use serde_json::json;

fn nothing() -> Facts {
    Facts {
        cutoff: date(2026, 11, 22),
        nature: SourceNature::default(),
        estimates: Vec::new(),
        employments: Vec::new(),
        liabilities: Vec::new(),
        identity: None,
    }
}

fn earned(month: &str, units: i64, currency: &str) -> EstimatedIncome {
    let amount = Amount::units(units);
    EstimatedIncome { month: month.into(), currency: currency.into(), base_amount: amount, amount }
}

fn job(employer: &str, start: Date, end: Option<Date>) -> Employment {
    serde_json::from_value(json!({ "employer": employer, "startDate": start, "endDate": end })).unwrap()
}

fn loan(left: Option<i64>, overdue: Option<i64>, first: Date) -> Liability {
    Liability {
        kind: "Salary Loan".into(),
        reference_id: None,
        start_date: date(2025, 1, 15),
        end_date: Some(date(2027, 1, 1)),
        first_amortization_date: Some(first),
        amortization_frequency: Some(PayPeriod::Monthly),
        currency: "PHP".into(),
        loan_amount: Amount::units(2400),
        amortization_amount: Some(Amount::units(110)),
        outstanding_balance: left.map(Amount::units),
        next_payment_amount: None,
        overdue_payment_amount: overdue.map(Amount::units),
    }
}

/// Compares the named figures; null for a figure that is left out.
fn check(facts: &Facts, expected: &Value) {
    let Features(found) = Features::of(facts);
    for (name, value) in expected.as_object().unwrap() {
        let found = found.get(name).unwrap_or(&Value::Null);
        assert_eq!(found.as_f64(), value.as_f64(), "{name}: {found}");
        assert_eq!(found.as_str(), value.as_str(), "{name}: {found}");
    }
}

#[test]
fn of_nothing_there_are_counts_and_sums_only() {
    let Features(found) = Features::of(&nothing());
    assert!(found.values().all(|value| value.as_f64() == Some(0.0)), "{found:?}");
    assert!(
        found.keys().all(|name| ["count", "sum", "total"].iter().any(|end| name.ends_with(end))),
        "{found:?}"
    );
    check(&nothing(), &json!({ "incomes_count": 0, "incomes_amount_min": null, "identity_age": null }));
}

#[test]
fn incomes() {
    let estimates = ["2025-10", "2026-03", "2026-08", "2026-09", "2026-10"];
    let amounts = [1000, 1000, 1200, 1200, 1100];
    let estimates = estimates.into_iter().zip(amounts).map(|(month, units)| earned(month, units, "PHP"));
    let facts = Facts { estimates: estimates.chain([earned("2026-10", 5, "USD")]).collect(), ..nothing() };
    check(
        &facts,
        &json!({
            "incomes_count": 5,
            "incomes_first_income_month_range": 13,
            // From October to March four months are missing, as from March to August.
            "incomes_missing_month_max": 4,
            "incomes_missing_month_count": 2,
            "incomes_amount_sum": 5500,
            "incomes_amount_average": 1100,
            "incomes_amount_min": 1000,
            "incomes_amount_max": 1200,
            "incomes_amount_median": 1100,
            "incomes_amount_std": 89.44,
            "incomes_last3_months_amount_sum": 3500,
            "incomes_last3_months_amount_average": 1166.67,
            "incomes_last3_months_amount_median": 1200,
            "incomes_last9_months_amount_sum": 4500,
            // October 2025 was thirteen months ago.
            "incomes_last12_months_amount_sum": 4500,
            "incomes_last18_months_amount_sum": 5500,
            "incomes_last18_months_max_amount_count": 2,
            "incomes_starting_amount": 1000,
            "incomes_current_amount": 1100,
            "incomes_latest_growth": 0.1,
        }),
    );
}

#[test]
fn there_is_no_growth_without_the_same_month_of_last_year() {
    for estimates in [
        vec![earned("2026-10", 5, "PHP")],
        vec![earned("2025-09", 5, "PHP"), earned("2026-10", 5, "PHP")],
        vec![earned("2025-10", 0, "PHP"), earned("2026-10", 5, "PHP")],
    ] {
        check(&Facts { estimates, ..nothing() }, &json!({ "incomes_latest_growth": null }));
    }
}

#[test]
fn loans() {
    let liabilities = vec![
        // Instalments fell due from March 2025 to November 2026: 21, of which two are overdue.
        loan(Some(700), Some(220), date(2025, 3, 1)),
        loan(Some(0), Some(0), date(2026, 11, 22)),
        loan(None, None, date(2026, 12, 1)),
    ];
    check(
        &Facts { liabilities, ..nothing() },
        &json!({
            "liabilities_loan_count": 3,
            "liabilities_loan_amount_total": 7200,
            "liabilities_loan_amount_std": 0,
            "liabilities_finished_loan_count": 1,
            "liabilities_outstanding_loan_count": 1,
            "liabilities_outstanding_amount_max": 700,
            "liabilities_outstanding_amount_average": 700,
            "liabilities_overdue_loan_count": 1,
            "liabilities_overdue_amount_total": 220,
            "liabilities_ongoing_amortization_amount_sum": 110,
            "liabilities_payment_count": 20,
            "liabilities_payment_amount_sum": 2200,
            "liabilities_payment_amount_median": 110,
        }),
    );
}

#[test]
fn jobs_and_age() {
    let ended = job("Acme", date(2020, 1, 1), Some(date(2022, 12, 31)));
    let lasting = job(" ACME ", date(2023, 11, 23), None);
    let gig = SourceNature { is_gig: true, ..SourceNature::default() };
    for (employments, nature, status, employers, tenure) in [
        (vec![ended.clone(), lasting.clone()], SourceNature::default(), "EMPLOYED", 1, json!(35)),
        (vec![lasting], gig, "GIG", 1, json!(35)),
        (vec![ended.clone()], gig, "UNEMPLOYED", 1, Value::Null),
        (vec![ended, job("Bob", date(2026, 11, 22), None)], SourceNature::default(), "EMPLOYED", 2, json!(0)),
    ] {
        check(
            &Facts { nature, employments, ..nothing() },
            &json!({
                "employments_current_status": status,
                "employments_employer_count": employers,
                "employments_current_tenure": tenure,
            }),
        );
    }
    for (born, age) in [("1996-11-22", 30), ("1996-11-23", 29), ("2026-11-30", 0)] {
        let identity = json!({
            "fullName": "A", "dob": born, "emails": [], "phones": [], "socialProfiles": [], "addresses": [],
        });
        let facts = Facts { identity: serde_json::from_value(identity).unwrap(), ..nothing() };
        check(&facts, &json!({ "identity_age": age }));
    }
}
