//! `wink-service webhooks listen`.

use crate::support::{Receiver, SECRET, TestApp};
use axum::http::StatusCode;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use wink_service::{Listener, listen};

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Listens with a secret; answers with where, and what is printed.
async fn listening(secret: &str, answer: StatusCode) -> (String, Paper) {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", socket.local_addr().unwrap());
    let paper = Paper::default();
    let listener = Listener { secret: secret.into(), answer, output: Box::new(paper.clone()) };
    tokio::spawn(listen(socket, listener, std::future::pending()));
    (address, paper)
}

async fn register(app: &TestApp, address: &str) {
    let mut wish = Receiver::new().await.webhook("/", &["USER_CREATED"]);
    wish["url"] = format!("{address}/any/path").into();
    assert_eq!(app.post("/webhooks", &wish).await.status, 200);
}

#[tokio::test]
async fn what_is_rightly_signed_is_printed_and_taken() {
    let app = TestApp::new().await;
    let (address, paper) = listening(SECRET, StatusCode::OK).await;
    register(&app, &address).await;
    let (user_id, _) = app.new_user().await;
    app.once_in_log(": delivered").await;
    let printed = paper.text();
    assert!(printed.starts_with("USER_CREATED  et-") && printed.contains("  signature right\n"), "{printed}");
    assert!(printed.contains(&format!("\"userId\": \"{user_id}\"")), "{printed}");
    app.redeliver(&["--account", &user_id]).await;
    app.once_in_log("2026-11-22T10:00:00Z  200 in").await;
    while !paper.text().contains("; sent before") {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn another_secret_and_a_wanted_failure_are_answered_so() {
    let app = TestApp::new().await;
    let (wrong, wrong_paper) = listening("another secret", StatusCode::OK).await;
    let (failing, failing_paper) = listening(SECRET, StatusCode::IM_A_TEAPOT).await;
    register(&app, &wrong).await;
    register(&app, &failing).await;
    app.new_user().await;
    app.once_in_log("the receiver answered 401 Unauthorized").await;
    app.once_in_log("the receiver answered 418").await;
    assert!(wrong_paper.text().contains("SIGNATURE WRONG"), "{}", wrong_paper.text());
    assert!(failing_paper.text().contains("signature right"), "{}", failing_paper.text());
}
