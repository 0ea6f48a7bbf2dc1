//! No secret reaches the log, at any level; and a test that fails shows the log of its service.

use crate::support::{TestApp, text};
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokio::process::Command;
use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;

/// Set in the process in which a test runs itself again.
const INNER: &str = "INNER_TEST";

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Captured {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_whole_journey_logs_no_secret() {
    let captured = Captured::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(Level::TRACE).with_writer(captured.clone()).finish();
    // The test's runtime has one thread, so every task of the service logs here.
    let _guard = tracing::subscriber::set_default(subscriber);

    let app = TestApp::new().await;
    let widget = app.widget().await;
    widget.connect_george(&app).await;
    let refused = widget.start_at_sss(&app, "George", "hunter2-wrong").await;
    widget.settle(&app, &refused).await;
    let asked = widget.start_at_sss(&app, "Christina", "YGUS1").await;
    let asked = widget.settle(&app, &asked).await;
    widget.answer(&app, &asked, "86421357").await;
    // A careless error message would quote invalid bodies.
    let broken = json!({ "challengeId": "c-1", "answer": { "oneTimeCode": ["86421357"] }, "linkToken": ["shibboleth"] });
    widget.post(&app, &format!("/accounts/{}/challenge", text(&asked["accountId"])), &broken).await;
    widget.post(&app, "/sessions", &broken).await;

    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    // Two field names of sqlx's begin like one of our secrets.
    let log = log.replace("rows_", "");
    assert!(log.contains("account connected") && log.contains("linking failed"), "the log is captured");
    let secret = app.app.credentials().unwrap().api_secret.expose();
    let basic = app.basic();
    for secret in [
        secret,
        basic.strip_prefix("Basic ").unwrap(),
        &widget.token,
        "eyJ",
        "ws_",
        "hunter2",
        "YGUS1",
        "86421357",
        "shibboleth",
        "123456\"",
        "gpalomero",
        "Palomero",
        "Bearer",
    ] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in the log: {line:?}");
    }
}

#[tokio::test]
async fn the_output_of_a_test_shows_what_broke_in_its_service() {
    if std::env::var_os(INNER).is_some() {
        let app = TestApp::new().await;
        app.run_sql("ALTER TABLE webhooks RENAME TO others").await;
        assert_eq!(app.get("/webhooks").await.status, 500);
        return;
    }
    // Only another process can read a test's output.
    let name = "logs::the_output_of_a_test_shows_what_broke_in_its_service";
    let mut inner = Command::new(std::env::current_exe().unwrap());
    let ended = inner.args(["--exact", name, "--nocapture"]).env(INNER, "1").output().await.unwrap();
    let output = String::from_utf8(ended.stdout).unwrap();
    assert!(ended.status.success(), "{output}");
    assert!(output.contains("the database failed") && output.contains("webhooks"), "{output}");
}
