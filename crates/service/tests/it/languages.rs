//! The language of a session, and that the receipt is for the text in this language.

use crate::support::{TestApp, Widget, text, with_json};
use axum::http::Request;
use serde_json::{Value, json};
use sha2::Digest as _;

async fn open(app: &TestApp, input: Value) -> (Value, Value) {
    let (_, link_token) = app.new_user().await;
    let mut body = input;
    body["linkToken"] = link_token.into();
    let reply = app.send(with_json(Request::post("/link/v1/sessions"), Some(&body))).await;
    assert_eq!(reply.status, 201, "{}", reply.json());
    (reply.json()["session"]["template"].clone(), reply.json())
}

#[tokio::test]
async fn the_host_page_comes_before_the_template_and_the_template_before_the_browser() {
    let app = TestApp::new().await;
    for (input, language) in [
        (json!({}), "en"),
        (json!({ "browserLanguages": ["de-DE", "ar-EG", "id"] }), "ar"),
        (json!({ "browserLanguages": ["zh-TW", "zh-CN"] }), "zh-Hans"),
        (json!({ "browserLanguages": ["de"] }), "en"),
        (json!({ "templateId": "wtpl-fil", "browserLanguages": ["ar"] }), "fil"),
        (json!({ "templateId": "wtpl-demo", "browserLanguages": ["ar"] }), "ar"),
        (json!({ "templateId": "wtpl-fil", "language": "in-ID", "browserLanguages": ["ar"] }), "id"),
        (json!({ "templateId": "wtpl-fil", "language": "en", "browserLanguages": ["ar"] }), "en"),
        (json!({ "templateId": "wtpl-fil", "language": "de", "browserLanguages": ["ar"] }), "fil"),
    ] {
        let (template, _) = open(&app, input.clone()).await;
        assert_eq!(template["language"], language, "{input}");
        assert_eq!(template["consent"]["language"], language, "{input}");
    }
}

#[tokio::test]
async fn the_receipt_is_of_the_text_in_the_language_that_was_shown() {
    let app = TestApp::new().await;
    let mut texts = Vec::new();
    for language in ["en", "fil", "id", "zh-Hans", "ar"] {
        let (template, opened) = open(&app, json!({ "language": language })).await;
        let widget = Widget::of(String::new(), &opened);
        let again = widget.get(&app, "/session").await.json()["template"].clone();
        assert_eq!(again, template, "{language}: read again, the session is the same");
        let shown = &template["consent"];

        let other = json!({ "version": shown["version"], "language": "tlh" });
        let refused = widget.post(&app, "/session/consent", &other).await;
        assert_eq!(refused.json()["field"], "language");

        let given = json!({ "version": shown["version"], "language": language });
        let receipt = widget.post(&app, "/session/consent", &given).await;
        let digest = sha2::Sha256::digest(text(&shown["text"]));
        let sha256 = digest.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        assert_eq!(receipt.json()["textSha256"], sha256, "{language}");
        texts.push(sha256);
    }
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 5, "five languages, five texts");
}
