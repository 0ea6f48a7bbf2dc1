//! Ratings, documents, contributions, liabilities, transactions.

use super::{all, link};
use crate::support::{TestApp, text};
use serde_json::Value;

#[tokio::test]
async fn shapes_of_what_a_platform_knows() {
    let app = TestApp::new().await;
    app.widget().await.connect_george(&app).await;
    insta::assert_json_snapshot!(app.get("/ratings").await.tame()["data"]["items"][0], @r#"
    {
      "calculatedPercentage": 98.0,
      "currentRating": 4.9,
      "id": "r-<id>",
      "jobsCompleted": 513,
      "likesReceived": 128,
      "maxRating": 5.0,
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "upwork",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      },
      "reviewsReceived": 342
    }
    "#);
    insta::assert_json_snapshot!(app.get("/transactions?size=1").await.tame()["data"]["items"][0], @r#"
    {
      "amount": -1386,
      "currency": "PHP",
      "date": "2026-11-15",
      "description": "Service fee",
      "id": "t-<id>",
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "upwork",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      },
      "referenceId": "20261115-554444"
    }
    "#);
}

#[tokio::test]
async fn shapes_of_what_social_insurance_knows() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    link(&app, &widget, "sss", "username", "George").await;
    insta::assert_json_snapshot!(app.get("/contributions?size=1").await.tame()["data"]["items"][0], @r#"
    {
      "amount": 5250,
      "currency": "PHP",
      "date": "2026-10-31",
      "id": "con-<id>",
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "sss",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      },
      "referenceId": "PA3334699"
    }
    "#);
    insta::assert_json_snapshot!(app.get("/liabilities?size=1").await.tame()["data"]["items"][0], @r#"
    {
      "amortizationAmount": 3401.84,
      "amortizationFrequency": "Monthly",
      "currency": "PHP",
      "endDate": "2027-02-01",
      "firstAmortizationDate": "2025-03-01",
      "id": "lia-<id>",
      "loanAmount": 74222,
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "sss",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      },
      "nextPaymentAmount": 3401.84,
      "outstandingBalance": 10205.52,
      "overduePaymentAmount": 0,
      "referenceId": "SL202501151733313",
      "startDate": "2025-01-15",
      "type": "Salary Loan"
    }
    "#);
    assert_eq!(app.get("/incomes").await.items(), Vec::<Value>::new(), "it does not know what people earn");
}

#[tokio::test]
async fn shape_of_a_document() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    link(&app, &widget, "nbi", "email", "gpalomero1234@smileapi.io").await;
    insta::assert_json_snapshot!(app.get("/documents").await.tame()["data"]["items"][0], @r#"
    {
      "docId": "NBI-80512882",
      "documentType": "CLEARANCE",
      "expiryDate": "2027-01-10",
      "fileUrl": null,
      "id": "d-<id>",
      "issueDate": "2026-01-10",
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "nbi",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      },
      "name": "NBI clearance",
      "remarks": "NO RECORD ON FILE",
      "status": "VALID"
    }
    "#);
}

#[tokio::test]
async fn every_kind_is_found_by_its_filters_and_by_id() {
    let app = TestApp::new().await;
    let (widget, other) = (app.widget().await, app.widget().await);
    let gig = link(&app, &widget, "upwork", "email", "gpalomero1234@smileapi.io").await;
    let public = link(&app, &widget, "sss", "username", "George").await;
    let card = link(&app, &widget, "nbi", "email", "gpalomero1234@smileapi.io").await;
    link(&app, &other, "sss", "username", "Ryan").await;
    for (list, account, id_begins) in [
        ("ratings", &gig, "r-"),
        ("transactions", &gig, "t-"),
        ("contributions", &public, "con-"),
        ("liabilities", &public, "lia-"),
        ("documents", &card, "d-"),
    ] {
        let of_user = all(&app, &format!("/{list}?userId={}&size=20", widget.user_id)).await;
        let of_source = all(&app, &format!("/{list}?sourceId={account}")).await;
        assert!(!of_user.is_empty() && of_user == of_source, "{list}");
        assert!(all(&app, &format!("/{list}?sourceId=a-0")).await.is_empty(), "{list}");
        for item in &of_user {
            let id = text(&item["id"]);
            assert!(id.starts_with(id_begins), "{id}");
            assert_eq!(app.get(&format!("/{list}/{id}")).await.json()["data"], *item);
        }
        let missing = app.get(&format!("/{list}/{id_begins}0")).await;
        assert_eq!(missing.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    }
}

#[tokio::test]
async fn money_is_filtered_by_day() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    link(&app, &widget, "upwork", "email", "gpalomero1234@smileapi.io").await;
    link(&app, &widget, "sss", "username", "George").await;
    for (query, found) in [
        ("transactions?startDate=2026-10-01&endDate=2026-10-15", 4),
        ("transactions?startDate=2026-10-03&endDate=2026-10-03", 1),
        ("transactions?startDate=2026-11-16", 0),
        ("contributions?startDate=2026-10-31", 1),
        ("contributions?startDate=2026-08-01&endDate=2026-09-30", 2),
        ("liabilities?startDate=2025-01-15&endDate=2025-01-15", 1),
        ("liabilities?endDate=2024-12-31", 1),
    ] {
        assert_eq!(app.get(&format!("/{query}")).await.items().len(), found, "{query}");
    }
}

#[tokio::test]
async fn what_was_read_goes_with_its_account() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "sss", "username", "George").await;
    let lists = ["identities", "employments", "contributions", "liabilities", "eincomes", "insights"];
    for list in lists {
        assert!(!app.get(&format!("/{list}")).await.items().is_empty(), "{list}");
    }
    app.call(axum::http::Method::DELETE, &format!("/accounts/{account}"), None).await;
    for list in lists {
        assert!(app.get(&format!("/{list}")).await.items().is_empty(), "{list}");
    }
}
