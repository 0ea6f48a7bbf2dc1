//! What a returning user sees: the account's receipt, one account for each source, and the form for missing employers.

use crate::support::{GEORGE_AT_JOYRIDE, TestApp, text};
use axum::http::Method;
use serde_json::{Value, json};

async fn agree(app: &TestApp, widget: &crate::support::Widget) -> (Value, Value) {
    let shown = widget.get(app, "/session").await.json()["template"]["consent"].clone();
    let given = json!({ "version": shown["version"], "language": shown["language"] });
    let receipt = widget.post(app, "/session/consent", &given).await.json();
    (shown, receipt)
}

#[tokio::test]
async fn the_receipt_is_on_the_account_with_the_exact_text() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let (shown, receipt) = agree(&app, &widget).await;
    let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    let account = widget.settle(&app, &account).await;
    assert_eq!(
        account["consent"],
        json!({
            "version": shown["version"], "language": shown["language"],
            "textSha256": receipt["textSha256"], "agreedAt": "2026-11-22T10:00:00Z",
        })
    );
    let path = format!("/accounts/{}/consent", text(&account["accountId"]));
    let agreed = widget.get(&app, &path).await;
    assert_eq!(agreed.json(), json!({ "language": shown["language"], "text": shown["text"] }));
    // The receipt belongs to the account, and does not change when the person agrees again.
    app.clock.advance(std::time::Duration::from_secs(3600));
    agree(&app, &widget).await;
    let later = widget.get(&app, &format!("/accounts/{}", text(&account["accountId"]))).await.json();
    assert_eq!(later["consent"]["agreedAt"], "2026-11-22T10:00:00Z");
    // Other users cannot read it.
    assert_eq!(app.widget().await.get(&app, &path).await.status, 404);
}

#[tokio::test]
async fn an_account_from_before_receipts_were_required_has_none() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    app.run_sql("UPDATE accounts SET consent = NULL").await;
    let path = format!("/accounts/{}", text(&account["accountId"]));
    assert!(widget.get(&app, &path).await.json()["consent"].is_null());
    assert_eq!(widget.get(&app, &format!("{path}/consent")).await.status, 404);
}

#[tokio::test]
async fn an_account_says_what_is_kept_of_it() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let upwork = widget.connect_george(&app).await;
    let asked = widget.start_at_sss(&app, "George", "123456").await;
    let asked = widget.settle(&app, &asked).await;
    assert!(asked["stored"].is_null(), "nothing is kept yet");
    let sss = widget.answer(&app, &asked, "1234").await.json();
    let sss = widget.settle(&app, &sss).await;
    for (account, kinds) in [
        (&upwork, json!(["IDENTITIES", "EMPLOYMENTS", "INCOMES", "TRANSACTIONS", "RATINGS"])),
        (&sss, json!(["IDENTITIES", "EMPLOYMENTS", "CONTRIBUTIONS", "LIABILITIES"])),
    ] {
        assert_eq!((&account["status"], &account["stored"]), (&json!("CONNECTED"), &kinds));
        // A returning person sees the same kinds, and the host can read them all.
        let session = widget.get(&app, "/session").await.json();
        let known = session["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|known| known["accountId"] == account["accountId"]);
        assert_eq!(known.unwrap()["stored"], kinds);
        let id = text(&account["accountId"]);
        for kind in [
            "identities",
            "employments",
            "incomes",
            "transactions",
            "contributions",
            "liabilities",
            "ratings",
            "documents",
        ] {
            let has_some = !app.get(&format!("/{kind}?sourceId={id}")).await.items().is_empty();
            let is_shown = kinds.as_array().unwrap().contains(&json!(kind.to_uppercase()));
            assert_eq!(has_some, is_shown, "{kind} of {}", account["providerId"]);
        }
    }
    let path = format!("/accounts/{}", text(&upwork["accountId"]));
    let revoked = widget.call(&app, Method::DELETE, &path, None).await.json();
    assert!(revoked["stored"].is_null(), "{revoked}");
}

#[tokio::test]
async fn the_same_person_again_takes_the_place_of_the_older_account() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let older = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    let older = widget.settle(&app, &older).await;
    // The same person, with another login.
    let by_email = ("joyride", "email", [("email", "gpalomero1234@smileapi.io"), ("password", "123456")]);
    let newer = widget.start(&app, by_email).await;
    let newer = widget.settle(&app, &newer).await;
    assert_eq!((&newer["status"], &newer["replaces"]), (&json!("CONNECTED"), &older["accountId"]));
    let id = |account: &Value| text(&account["accountId"]);
    let seen = app.get(&format!("/accounts/{}", id(&older))).await.json();
    assert_eq!(seen["data"]["connectionStatus"], "DISCONNECTED");
    assert!(app.get(&format!("/identities?sourceId={}", id(&older))).await.items().is_empty());
    assert_eq!(app.get(&format!("/identities?userId={}", widget.user_id)).await.items().len(), 1);
}

#[tokio::test]
async fn another_person_provider_or_user_is_another_account() {
    let app = TestApp::new().await;
    let (widget, other) = (app.widget().await, app.widget().await);
    let ryan = ("joyride", "mobile", [("mobile", "+628119994321"), ("password", "654321")]);
    let elsewhere =
        ("transportify", "email", [("email", "gpalomero1234@smileapi.io"), ("password", "123456")]);
    for (widget, login) in
        [(&widget, GEORGE_AT_JOYRIDE), (&widget, ryan), (&widget, elsewhere), (&other, GEORGE_AT_JOYRIDE)]
    {
        let account = widget.start(&app, login).await;
        let account = widget.settle(&app, &account).await;
        assert_eq!(account["status"], "CONNECTED");
        assert!(account["replaces"].is_null(), "{account}");
    }
    let wrong = ("joyride", "mobile", [("mobile", "+639559991234"), ("password", "wrong")]);
    let failed = widget.start(&app, wrong).await;
    assert_eq!(widget.settle(&app, &failed).await["status"], "ERROR");
    let session = widget.get(&app, "/session").await.json();
    assert_eq!(session["accounts"].as_array().unwrap().len(), 3, "a failed try disturbs nothing");
}

#[tokio::test]
async fn who_somebody_is_at_a_source_is_not_in_the_database() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_JOYRIDE).await;
    widget.settle(&app, &account).await;
    let key = std::fs::read_to_string(app.data_folder().join("source-key")).unwrap();
    assert!(key.len() > 40);
    assert!(!app.database_has(&key).await);
}

#[tokio::test]
async fn a_missing_employer_is_recorded_and_checked() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let whole = json!({ "name": " Aling Nena’s ", "country": "PH", "email": "ana@example.com" });
    let reply = widget.post(&app, "/employers", &whole).await;
    assert_eq!((reply.status, reply.json()), (201, json!({ "reportedAt": "2026-11-22T10:00:00Z" })));
    assert_eq!(widget.post(&app, "/employers", &json!({ "name": "Tindahan" })).await.status, 201);
    for (body, field) in [
        (json!({ "name": "  " }), "name"),
        (json!({ "name": "x".repeat(201) }), "name"),
        (json!({ "name": "Tindahan", "country": "Philippines" }), "country"),
        (json!({ "name": "Tindahan", "email": "ana@" }), "email"),
    ] {
        let refused = widget.post(&app, "/employers", &body).await;
        assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{body}");
        assert_eq!(refused.json()["field"], field);
    }
    assert!(app.database_has("Aling Nena’s").await && app.database_has(&widget.user_id).await);
}
