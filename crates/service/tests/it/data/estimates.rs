//! Estimated incomes and insights.

use super::{all, link};
use crate::support::{TestApp, text};
use serde_json::Value;
use std::time::Duration;

#[tokio::test]
async fn contributions_become_monthly_incomes() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "sss", "username", "George").await;
    insta::assert_json_snapshot!(app.get("/eincomes?size=1").await.tame()["data"]["items"][0], @r#"
    {
      "amount": 35000,
      "baseAmount": 35000,
      "currency": "PHP",
      "id": "einc-<id>",
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "sss",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      },
      "month": "2026-10"
    }
    "#);
    let estimates = all(&app, &format!("/eincomes?sourceId={account}")).await;
    assert_eq!(estimates.len(), 12, "the current month has no estimate");
    // The contribution is 15 % of the pay, but of no more than 35,000.
    assert!(estimates.iter().all(|item| item["amount"] == 35_000 && item["baseAmount"] == 35_000));
    let id = text(&estimates[0]["id"]);
    assert_eq!(app.get(&format!("/eincomes/{id}")).await.json()["data"], estimates[0]);
    for (query, found) in [
        ("startMonth=2026-10", 1),
        ("startMonth=2026-01&endMonth=2026-03", 3),
        ("endMonth=2025-12", 2),
        ("userId=sandbox-0", 0),
    ] {
        assert_eq!(app.get(&format!("/eincomes?{query}&size=20")).await.items().len(), found, "{query}");
    }
    for query in ["startMonth=2026-13", "endMonth=2026-1", "endMonth=202601", "startMonth=2026-01-01"] {
        let refused = app.get(&format!("/eincomes?{query}")).await;
        assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{query}");
    }
}

#[tokio::test]
async fn estimates_add_up_to_what_they_are_made_from() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let sum =
        |items: &[Value], name: &str| items.iter().map(|item| item[name].as_f64().unwrap()).sum::<f64>();
    for (provider, list, name) in
        [("upwork", "incomes", "grossAmount"), ("carousell", "transactions", "amount")]
    {
        let account = link(&app, &widget, provider, "email", "gpalomero1234@smileapi.io").await;
        let made = all(&app, &format!("/{list}?sourceId={account}&endDate=2026-10-31")).await;
        let made: Vec<_> = made.into_iter().filter(|item| item[name].as_f64() > Some(0.0)).collect();
        let estimates = all(&app, &format!("/eincomes?sourceId={account}")).await;
        assert_eq!(estimates.len(), 12);
        assert!((sum(&made, name) - sum(&estimates, "amount")).abs() < 0.001, "{provider}");
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "every figure, once")]
async fn an_insight_is_a_set_of_figures_for_each_reading() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    link(&app, &widget, "sss", "username", "George").await;
    let first = app.get("/insights").await;
    insta::assert_json_snapshot!(first.tame()["data"]["items"][0], @r#"
    {
      "cutoffTime": "2026-11-22T10:00:00Z",
      "features": {
        "employments_current_status": "EMPLOYED",
        "employments_current_tenure": 48,
        "employments_employer_count": 2,
        "identity_age": 38,
        "incomes_amount_average": 35000,
        "incomes_amount_max": 35000,
        "incomes_amount_median": 35000,
        "incomes_amount_min": 35000,
        "incomes_amount_std": 0,
        "incomes_amount_sum": 420000,
        "incomes_count": 12,
        "incomes_current_amount": 35000,
        "incomes_first_income_month_range": 12,
        "incomes_last12_months_amount_average": 35000,
        "incomes_last12_months_amount_max": 35000,
        "incomes_last12_months_amount_median": 35000,
        "incomes_last12_months_amount_min": 35000,
        "incomes_last12_months_amount_std": 0,
        "incomes_last12_months_amount_sum": 420000,
        "incomes_last18_months_amount_average": 35000,
        "incomes_last18_months_amount_max": 35000,
        "incomes_last18_months_amount_median": 35000,
        "incomes_last18_months_amount_min": 35000,
        "incomes_last18_months_amount_std": 0,
        "incomes_last18_months_amount_sum": 420000,
        "incomes_last18_months_max_amount_count": 12,
        "incomes_last3_months_amount_average": 35000,
        "incomes_last3_months_amount_max": 35000,
        "incomes_last3_months_amount_median": 35000,
        "incomes_last3_months_amount_min": 35000,
        "incomes_last3_months_amount_std": 0,
        "incomes_last3_months_amount_sum": 105000,
        "incomes_last6_months_amount_average": 35000,
        "incomes_last6_months_amount_max": 35000,
        "incomes_last6_months_amount_median": 35000,
        "incomes_last6_months_amount_min": 35000,
        "incomes_last6_months_amount_std": 0,
        "incomes_last6_months_amount_sum": 210000,
        "incomes_last9_months_amount_average": 35000,
        "incomes_last9_months_amount_max": 35000,
        "incomes_last9_months_amount_median": 35000,
        "incomes_last9_months_amount_min": 35000,
        "incomes_last9_months_amount_std": 0,
        "incomes_last9_months_amount_sum": 315000,
        "incomes_missing_month_count": 0,
        "incomes_missing_month_max": 0,
        "incomes_starting_amount": 35000,
        "liabilities_finished_loan_count": 1,
        "liabilities_loan_amount_average": 69901,
        "liabilities_loan_amount_max": 74222,
        "liabilities_loan_amount_min": 65580,
        "liabilities_loan_amount_std": 4321,
        "liabilities_loan_amount_total": 139802,
        "liabilities_loan_count": 2,
        "liabilities_ongoing_amortization_amount_average": 3401.84,
        "liabilities_ongoing_amortization_amount_max": 3401.84,
        "liabilities_ongoing_amortization_amount_median": 3401.84,
        "liabilities_ongoing_amortization_amount_min": 3401.84,
        "liabilities_ongoing_amortization_amount_std": 0,
        "liabilities_ongoing_amortization_amount_sum": 3401.84,
        "liabilities_outstanding_amount_average": 10205.52,
        "liabilities_outstanding_amount_max": 10205.52,
        "liabilities_outstanding_amount_total": 10205.52,
        "liabilities_outstanding_loan_count": 1,
        "liabilities_overdue_amount_total": 0,
        "liabilities_overdue_loan_count": 0,
        "liabilities_payment_amount_average": 3190.59,
        "liabilities_payment_amount_max": 3401.84,
        "liabilities_payment_amount_median": 3005.75,
        "liabilities_payment_amount_min": 3005.75,
        "liabilities_payment_amount_std": 197.6,
        "liabilities_payment_amount_sum": 143576.64,
        "liabilities_payment_count": 45
      },
      "id": "insight-<id>",
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "sss",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      }
    }
    "#);
    let id = text(&first.items()[0]["id"]);
    assert_eq!(app.get(&format!("/insights/{id}")).await.json()["data"], first.items()[0]);
    app.clock.advance(Duration::from_secs(30 * 24 * 60 * 60));
    for _ in 0..500 {
        if app.get("/insights").await.items().len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let both = app.get("/insights").await.items();
    assert_eq!(both[1], first.items()[0], "what was said stays");
    assert_eq!(both[0]["features"]["incomes_count"], 13);
    assert_eq!(both[0]["cutoffTime"], "2026-12-22T10:00:00Z");
}

/// Computed items have the names and types of the public specification, if it is available.
#[tokio::test]
async fn figures_are_those_of_the_specification() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for (provider, option, name) in
        [("sss", "username", "George"), ("upwork", "email", "gpalomero1234@smileapi.io")]
    {
        let account = link(&app, &widget, provider, option, name).await;
        let insight = app.get(&format!("/insights?sourceId={account}")).await.items().remove(0);
        for (name, value) in insight["features"].as_object().unwrap() {
            let is_known = ["incomes_", "liabilities_", "employments_", "identity_"];
            assert!(is_known.iter().any(|area| name.starts_with(area)), "{name}");
            assert!(value.is_number() || name == "employments_current_status", "{name}: {value}");
        }
    }
}
