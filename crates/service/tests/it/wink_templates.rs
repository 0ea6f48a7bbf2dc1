//! `/v1/winkTemplates`: how the widget looks, in versions.

use crate::support::{Reply, TestApp, Widget, tamed, text};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A template as a host creates it.
fn template() -> Value {
    json!({
        "name": "Loans, green",
        "companyName": "XYZ Bank",
        "logoUrl": "https://xyzbank.co/logo.png",
        "theme": { "primaryColor": "#0B6E4F", "colorScheme": "LIGHT" },
        "languages": ["fil", "en", "fil"],
        "providerTypes": ["GIG", "GOVERNMENT"],
        "providers": ["upwork", "sss", "grab"],
        "topProviders": ["sss"],
        "switches": { "enableUpload": true, "enableTypeBar": false },
        "somethingNewer": 1,
    })
}

/// Opens a session with a template.
async fn open(app: &TestApp, template_id: &Value, languages: &[&str]) -> Value {
    let (_, link_token) = app.new_user().await;
    let input = json!({ "linkToken": link_token, "templateId": template_id, "browserLanguages": languages });
    let request = Request::post("/link/v1/sessions").header("content-type", "application/json");
    let reply = app.send(request.body(Body::from(input.to_string())).unwrap()).await;
    assert_eq!(reply.status, 201, "{}", reply.json());
    reply.json()
}

async fn change(app: &TestApp, id: &Value, body: &Value) -> Reply {
    app.call(Method::PUT, &format!("/winkTemplates/{}", text(id)), Some(body)).await
}

#[tokio::test]
async fn a_template_is_made_shown_listed_and_deleted() {
    let app = TestApp::new().await;
    let made = app.post("/winkTemplates", &template()).await;
    assert_eq!(made.status, 201);
    let data = made.json()["data"].clone();
    insta::assert_json_snapshot!(tamed(data.clone()), @r##"
    {
      "companyName": "XYZ Bank",
      "consent": null,
      "createdAt": "2026-11-22T10:00:00Z",
      "id": "wtpl-<id>",
      "languages": [
        "fil",
        "en"
      ],
      "logoUrl": "https://xyzbank.co/logo.png",
      "name": "Loans, green",
      "providerTypes": [
        "GIG",
        "GOVERNMENT"
      ],
      "providers": [
        "upwork",
        "sss",
        "grab"
      ],
      "switches": {
        "enableConsentPage": null,
        "enableSearchBar": null,
        "enableTypeBar": false,
        "enableUpload": true
      },
      "theme": {
        "colorScheme": "LIGHT",
        "computed": {
          "accentOnDark": "#60a08c",
          "accentOnLight": "#0b6e4f",
          "contrast": 6.25,
          "onPrimary": "#ffffff"
        },
        "primaryColor": "#0b6e4f"
      },
      "topProviders": [
        "sss"
      ],
      "updatedAt": "2026-11-22T10:00:00Z",
      "version": 1
    }
    "##);
    let path = format!("/winkTemplates/{}", text(&data["id"]));
    assert_eq!(app.get(&path).await.json()["data"], data);
    let all = app.get("/winkTemplates").await.items();
    assert_eq!(all.len(), 4, "the sandbox has three of its own");
    assert_eq!(all[0], data);
    let cursor = text(&app.get("/winkTemplates?size=1").await.json()["data"]["nextCursor"]);
    assert_eq!(app.get(&format!("/winkTemplates?size=1&cursor={cursor}")).await.items()[0], all[1]);

    assert_eq!(app.call(Method::DELETE, &path, None).await.status, 200);
    for (method, body) in [(Method::GET, None), (Method::DELETE, None), (Method::PUT, Some(template()))] {
        let gone = app.call(method, &path, body.as_ref()).await;
        assert_eq!(gone.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    }
    assert_eq!(app.get(&format!("{path}?version=1")).await.json()["data"], data);
    assert_eq!(app.get("/winkTemplates").await.items().len(), 3);
    let opened = open(&app, &data["id"], &[]).await;
    assert_eq!(opened["session"]["template"]["companyName"], "", "it counts as none");
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let app = TestApp::new().await;
    let eleven = vec!["upwork"; 11];
    for (field, value, status, words) in [
        ("name", json!(null), 400, "name is missing"),
        ("companyName", json!(""), 400, "companyName must have 1 to 200 characters"),
        ("logoUrl", json!("http://xyzbank.co/logo.png"), 400, "logoUrl must start with https://"),
        ("theme", json!({ "primaryColor": "green" }), 400, "theme.primaryColor must be a colour"),
        ("theme", json!({ "primaryColor": "#0b6e4" }), 400, "theme.primaryColor must be a colour"),
        ("theme", json!({ "colorScheme": "NEON" }), 400, "theme.colorScheme must be LIGHT, DARK or SYSTEM"),
        ("languages", json!(["en", "xx"]), 400, "languages[1] is \"xx\", which is none of en, fil, id"),
        ("providerTypes", json!(["GIG", "BANK"]), 400, "providerTypes[1] is \"BANK\", which is none of GIG"),
        (
            "providers",
            json!(["upwork", "nobody"]),
            400,
            "providers[1] is \"nobody\", which is no provider's id",
        ),
        ("topProviders", json!(["nobody"]), 400, "topProviders[0] is \"nobody\", which is no provider's id"),
        ("topProviders", json!(eleven), 400, "topProviders may hold at most 10 providers"),
        ("consentTemplateId", json!("ct-1"), 404, "there is no consent template with this consentTemplateId"),
        ("switches", json!({ "enableUpload": "yes" }), 400, "a field is missing or has the wrong type"),
    ] {
        let mut wrong = template();
        wrong[field] = value;
        let refused = app.post("/winkTemplates", &wrong).await;
        assert_eq!(refused.refusal().0, status, "{field}");
        let said = text(&refused.json()["message"]);
        assert!(said.contains(words), "{field}: {said}");
    }
    assert_eq!(app.get("/winkTemplates/wtpl-demo?version=0").await.refusal().0, 400);
    assert_eq!(app.get("/winkTemplates/wtpl-demo?version=2").await.refusal().0, 404);
    assert_eq!(app.get("/winkTemplates").await.items().len(), 3);
}

#[tokio::test]
async fn contrast_is_computed() {
    let app = TestApp::new().await;
    for (primary, on_primary) in [("#ffee00", "#10141c"), ("#000000", "#ffffff"), ("#808080", "#10141c")] {
        let mut input = template();
        input["theme"] = json!({ "primaryColor": primary, "onPrimary": "#ffffff" });
        let computed = &app.post("/winkTemplates", &input).await.json()["data"]["theme"]["computed"];
        assert_eq!(computed["onPrimary"], on_primary, "{primary}");
        assert!(computed["contrast"].as_f64().unwrap() >= 4.5, "{computed}");
    }
}

#[tokio::test]
async fn a_session_keeps_the_version_that_it_was_opened_with() {
    let app = TestApp::new().await;
    let id = app.post("/winkTemplates", &template()).await.json()["data"]["id"].clone();
    let before = open(&app, &id, &["en"]).await;
    let shown = &before["session"]["template"];
    assert_eq!((&shown["companyName"], &shown["language"]), (&json!("XYZ Bank"), &json!("en")));
    assert_eq!((&shown["topProviders"], &shown["theme"]["primary"]), (&json!(["sss"]), &json!("#0b6e4f")));
    assert_eq!(shown["switches"]["enableUpload"], true);

    let mut edit = template();
    edit["companyName"] = "Renamed Bank".into();
    let changed = change(&app, &id, &edit).await;
    assert_eq!((changed.status, &changed.json()["data"]["version"]), (200, &json!(2)));
    let widget = Widget::of(String::new(), &before);
    assert_eq!(widget.get(&app, "/session").await.json()["template"]["companyName"], "XYZ Bank");
    let after = open(&app, &id, &["ar"]).await;
    let shown = &after["session"]["template"];
    assert_eq!((&shown["companyName"], &shown["language"]), (&json!("Renamed Bank"), &json!("fil")));
    let path = format!("/winkTemplates/{}", text(&id));
    assert_eq!(app.get(&format!("{path}?version=1")).await.json()["data"]["companyName"], "XYZ Bank");
    assert_eq!(app.get(&path).await.json()["data"]["companyName"], "Renamed Bank");
}

#[tokio::test]
async fn a_receipt_is_of_exactly_the_text_that_was_shown() {
    let app = TestApp::new().await;
    let text_of_bank = "# Terms of XYZ Bank\nYou agree that we read your income. \n";
    let consent = json!({ "consentType": "Terms", "version": "7.1", "consentText": text_of_bank });
    let consent = app.post("/consentTemplates", &consent).await.json()["data"]["id"].clone();
    let mut input = template();
    input["consentTemplateId"] = consent.clone();
    let made = app.post("/winkTemplates", &input).await.json()["data"].clone();
    let hash = format!("{:x}", Sha256::digest(text_of_bank));
    assert_eq!(
        made["consent"],
        json!({ "consentTemplateId": consent, "version": "7.1", "textSha256": hash })
    );

    let opened = open(&app, &made["id"], &["en"]).await;
    let shown = &opened["session"]["template"]["consent"];
    assert_eq!((&shown["text"], &shown["version"]), (&json!(text_of_bank), &json!("7.1")));
    // The template and the consent template may change in the meantime.
    assert_eq!(change(&app, &made["id"], &template()).await.status, 200);
    let path = format!("/consentTemplates/{}", text(&consent));
    assert_eq!(app.call(Method::DELETE, &path, None).await.status, 200);
    let widget = Widget::of(String::new(), &opened);
    let given = json!({ "version": shown["version"], "language": shown["language"] });
    let receipt = widget.post(&app, "/session/consent", &given).await;
    assert_eq!((receipt.status, &receipt.json()["textSha256"]), (201, &json!(hash)));
    let account = widget.start_at_sss(&app, "George", "123456").await;
    let agreed = widget.get(&app, &format!("/accounts/{}/consent", text(&account["accountId"]))).await.json();
    assert_eq!(agreed["text"], text_of_bank);
}
