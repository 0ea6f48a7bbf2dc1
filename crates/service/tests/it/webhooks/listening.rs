//! `wink-service webhooks listen`.

use crate::support::{Receiver, SECRET, TestApp};
use axum::http::StatusCode;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use wink_service::{Listener, listen};

#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Output {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Listens with a secret. Returns the address and what is printed.
async fn listening(secret: &str, answer: StatusCode) -> (String, Output) {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", socket.local_addr().unwrap());
    let output = Output::default();
    let listener = Listener { secret: secret.into(), answer, output: Box::new(output.clone()) };
    tokio::spawn(listen(socket, listener, std::future::pending()));
    (address, output)
}

async fn register(app: &TestApp, address: &str) {
    let mut input = Receiver::new().await.webhook("/", &["USER_CREATED"]);
    input["url"] = format!("{address}/any/path").into();
    assert_eq!(app.post("/webhooks", &input).await.status, 200);
}

#[tokio::test]
async fn a_valid_event_is_printed_and_accepted() {
    let app = TestApp::new().await;
    let (address, output) = listening(SECRET, StatusCode::OK).await;
    register(&app, &address).await;
    let (user_id, _) = app.new_user().await;
    app.once_in_log(": delivered").await;
    let printed = output.text();
    assert!(printed.starts_with("USER_CREATED  et-") && printed.contains("  signature valid\n"), "{printed}");
    assert!(printed.contains(&format!("\"userId\": \"{user_id}\"")), "{printed}");
    app.redeliver(&["--account", &user_id]).await;
    app.once_in_log("2026-11-22T10:00:00Z  200 in").await;
    while !output.text().contains("; sent before") {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_invalid_signature_and_a_requested_failure_are_answered() {
    let app = TestApp::new().await;
    let (wrong, wrong_output) = listening("another secret", StatusCode::OK).await;
    let (failing, failing_output) = listening(SECRET, StatusCode::IM_A_TEAPOT).await;
    register(&app, &wrong).await;
    register(&app, &failing).await;
    app.new_user().await;
    app.once_in_log("the receiver answered 401 Unauthorized").await;
    app.once_in_log("the receiver answered 418").await;
    assert!(wrong_output.text().contains("SIGNATURE INVALID"), "{}", wrong_output.text());
    assert!(failing_output.text().contains("signature valid"), "{}", failing_output.text());
}
