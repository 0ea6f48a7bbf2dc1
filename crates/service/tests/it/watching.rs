//! Monitoring the real program: metrics and traces.

use crate::support::{Place, Program, Sealer, collector, text};
use axum::body::Bytes;
use reqwest::Client;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpListener;

/// Texts that must not be in any label or span.
const PERSONAL: [&str; 8] =
    ["Palomero", "gpalomero", "smileapi.io", "marker-of-a-person", "123456", "Bearer", "Basic", "lt_"];

/// Links George at a source without a second factor, and makes some failing requests. Returns the account's id.
async fn link(program: &Program, place: &Place) -> String {
    let client = Client::new();
    let address = format!("http://{}", program.address);
    let keys: Value =
        serde_json::from_slice(&std::fs::read(place.data_folder().join("sandbox-keys.json")).unwrap())
            .unwrap();
    let host = |path: &str| {
        client
            .post(format!("{address}/v1{path}"))
            .basic_auth(keys["apiKey"].as_str().unwrap(), keys["apiSecret"].as_str())
    };
    let user: Value = host("/users").json(&json!({})).send().await.unwrap().json().await.unwrap();
    let token = user["data"]["token"]["accessToken"].clone();
    let opening = client.post(format!("{address}/link/v1/sessions")).json(&json!({ "linkToken": token }));
    let session: Value = opening.send().await.unwrap().json().await.unwrap();
    let token = text(&session["sessionToken"]);
    let shown = &session["session"]["template"]["consent"];
    let given = json!({ "version": shown["version"], "language": shown["language"] });
    let agreeing = client.post(format!("{address}/link/v1/session/consent")).bearer_auth(&token).json(&given);
    assert_eq!(agreeing.send().await.unwrap().status(), 201);
    let sealer = Sealer::of(&session["session"]);
    let mut last = String::new();
    for (key, name, password) in [
        ("the-first-try", "marker-of-a-person@smileapi.io", "123456-wrong"),
        ("the-second-try", "gpalomero1234@smileapi.io", "123456"),
    ] {
        let body = json!({
            "idempotencyKey": key, "providerId": "joyride", "loginOptionId": "email",
            "credentials": { "email": name, "password": password },
        });
        let start = client
            .post(format!("{address}/link/v1/accounts"))
            .bearer_auth(&token)
            .json(&sealer.body("/accounts", &body));
        let mut account: Value = start.send().await.unwrap().json().await.unwrap();
        while account["status"] == "PENDING" {
            let path = format!(
                "{address}/link/v1/accounts/{}?afterVersion={}&waitSeconds=5",
                text(&account["accountId"]),
                account["version"]
            );
            account = client.get(path).bearer_auth(&token).send().await.unwrap().json().await.unwrap();
        }
        last = text(&account["accountId"]);
        let wanted = if key == "the-first-try" { "ERROR" } else { "CONNECTED" };
        assert_eq!(account["status"], wanted, "{account}");
    }
    let nowhere = format!("{address}/marker-of-a-person/{last}");
    assert_eq!(client.get(nowhere).send().await.unwrap().status(), 404);
    last
}

#[tokio::test]
async fn metrics_report_the_service_and_name_no_person() {
    let place = Place::new().await;
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let options = ["--metrics-listen", &port, "--sandbox-pace", "0"];
    let program = Program::start(&place, &options, &[]).await;
    let account = link(&program, &place).await;
    let told = Client::new().get(format!("http://{port}/metrics")).send().await.unwrap();
    assert!(told.headers()["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
    let told = told.text().await.unwrap();
    for line in [
        r#"wink_http_requests_total{method="POST",route="/v1/users",status="201"} 1"#,
        r#"wink_http_requests_total{method="POST",route="/link/v1/sessions",status="201"} 1"#,
        r#"wink_http_requests_total{method="GET",route="unknown",status="404"} 1"#,
        r#"wink_http_request_duration_seconds_count{method="POST",route="/v1/users"} 1"#,
        r#"wink_http_request_duration_seconds_bucket{method="POST",route="/v1/users",le="+Inf"} 1"#,
        "wink_http_connections ",
        r#"wink_links_total{outcome="CONNECTED"} 1"#,
        r#"wink_links_total{outcome="INVALID_CREDENTIALS"} 1"#,
        "wink_accounts_in_progress 0",
        "wink_webhook_deliveries_pending 0",
        "wink_files_to_delete 0",
        r#"wink_database_connections{state="used"} "#,
        "wink_build_info{version=",
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
    for personal in PERSONAL.iter().copied().chain([account.as_str()]) {
        assert!(!told.contains(personal), "{personal} is in\n{told}");
    }
    // Health is reported here too, whatever the connections of the other address are used for.
    for path in ["healthz", "readyz"] {
        let health = Client::new().get(format!("http://{port}/{path}")).send().await.unwrap();
        assert_eq!(health.status(), 200, "{path}");
    }
    // The public address does not serve metrics.
    let public = Client::new().get(format!("http://{}/metrics", program.address)).send().await.unwrap();
    assert_eq!(public.status(), 404);
}

fn has(sent: &[(String, Bytes)], text: &str) -> bool {
    sent.iter().any(|(_, body)| body.windows(text.len()).any(|window| window == text.as_bytes()))
}

#[tokio::test]
async fn a_collector_is_sent_spans_of_requests_and_of_work() {
    let place = Place::new().await;
    let (address, mut sent) = collector().await;
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", address.as_str()), ("OTEL_BSP_SCHEDULE_DELAY", "100")];
    let options = ["--sandbox-pace", "0", "--trusted-proxies", "127.0.0.0/8"];
    let program = Program::start(&place, &options, &variables).await;
    let account = link(&program, &place).await;
    // One caller sends a trace, another an invalid one.
    let trace = u128::from_be_bytes(*b"a-callers-trace!");
    for parent in [format!("00-{trace:032x}-00f067aa0ba902b7-01"), "00-nonsense".to_owned()] {
        let health = Client::new().get(format!("http://{}/healthz", program.address));
        assert_eq!(health.header("traceparent", parent).send().await.unwrap().status(), 200);
    }
    let wanted = ["POST /link/v1/accounts", "http.response.status_code", "linking step", "account connected"];
    let all = sent.wait_for(|sent| wanted.iter().all(|text| has(sent, text)));
    let there = tokio::time::timeout(Duration::from_secs(60), all).await.map(drop);
    // A process sends its remaining spans before it ends.
    program.terminate().await;
    let sent = sent.borrow().clone();
    assert!(there.is_ok(), "{sent:?}");
    for text in
        ["wink-service", "POST /v1/users", "GET unknown", "INVALID_CREDENTIALS", &account, "a-callers-trace!"]
    {
        assert!(has(&sent, text), "{text}");
    }
    assert!(sent.iter().all(|(path, _)| path == "/v1/traces"));
    for personal in PERSONAL {
        assert!(!has(&sent, personal), "{personal} was sent");
    }
}

#[tokio::test]
async fn a_strangers_trace_decides_nothing() {
    let place = Place::new().await;
    let (address, mut sent) = collector().await;
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", address.as_str()), ("OTEL_BSP_SCHEDULE_DELAY", "100")];
    let program = Program::start(&place, &[], &variables).await;
    let trace = u128::from_be_bytes(*b"a-strangerstrace");
    // With the flag that asks to record nothing.
    let parent = format!("00-{trace:032x}-00f067aa0ba902b7-00");
    let health = Client::new().get(format!("http://{}/a-path-of-nothing", program.address));
    assert_eq!(health.header("traceparent", parent).send().await.unwrap().status(), 404);
    let recorded = sent.wait_for(|sent| has(sent, "GET unknown"));
    tokio::time::timeout(Duration::from_secs(60), recorded).await.unwrap().unwrap();
    program.terminate().await;
    assert!(!has(&sent.borrow(), "a-strangerstrace"), "nor does it belong to that trace");
}

#[tokio::test]
async fn a_collector_that_is_away_keeps_nobody_waiting() {
    let place = Place::new().await;
    let variables =
        [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_BSP_SCHEDULE_DELAY", "100")];
    let program = Program::start(&place, &["--sandbox-pace", "0"], &variables).await;
    link(&program, &place).await;
    program.terminate().await;
}
