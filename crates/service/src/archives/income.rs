//! Turns a payslip that was read into an income record.

use crate::records::{Amount, Income};
use jiff::civil::Date;
use serde_json::Value;

/// The income of a payslip's analysis. `None` without a date, an amount or a currency.
pub(super) fn of_payslip(analysis: &Value) -> Option<Income> {
    let text = |name: &str| analysis.get(name).and_then(Value::as_str);
    let date = |name: &str| text(name).and_then(|day| day.parse::<Date>().ok());
    let amount = |name: &str| analysis.get(name).and_then(Value::as_f64).map(Amount::from_units);
    let income = Income {
        work_item: None,
        employer: text("employerName").map(str::to_owned),
        // A payslip without a period counts for the day on which it was paid.
        start_date: date("startDate").or_else(|| date("endDate")).or_else(|| date("payDate"))?,
        end_date: date("endDate"),
        currency: text("currency")?.to_owned(),
        frequency: None,
        base_amount: None,
        gross_amount: amount("grossAmount"),
        net_amount: amount("netAmount"),
    };
    (income.gross_amount.is_some() || income.net_amount.is_some()).then_some(income)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_payslip_is_an_income_if_it_says_when_and_how_much() {
        let whole = json!({
            "employerName": "Bayani", "startDate": "2026-10-16", "endDate": "2026-10-31", "payDate": "2026-11-05",
            "currency": "PHP", "grossAmount": 27350.0, "netAmount": 23145.25,
        });
        let income = of_payslip(&whole).unwrap();
        assert_eq!(income.start_date.to_string(), "2026-10-16");
        assert_eq!(
            (income.gross_amount, income.net_amount),
            (Some(Amount(2_735_000)), Some(Amount(2_314_525)))
        );
        let without = |names: &[&str]| {
            let mut less = whole.clone();
            for name in names {
                less.as_object_mut().unwrap().remove(*name);
            }
            of_payslip(&less)
        };
        assert_eq!(without(&["startDate", "endDate"]).unwrap().start_date.to_string(), "2026-11-05");
        assert_eq!(without(&["startDate", "endDate", "payDate"]), None);
        assert_eq!(without(&["currency"]), None);
        assert!(without(&["netAmount"]).is_some());
        assert_eq!(without(&["netAmount", "grossAmount"]), None);
    }
}
