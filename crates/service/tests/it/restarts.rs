//! An account in progress survives a restart of the process that works on it.

use crate::support::{AFTER_A_LEASE, GEORGE_AT_JOYRIDE, GEORGE_AT_UPWORK, TestApp, Widget, text};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wink_service::{Settings, serve};

/// Makes steps slower than any test.
pub(crate) fn stuck(settings: &mut Settings) {
    settings.sandbox_pace = Duration::from_secs(3600);
}

async fn assert_connects(app: &TestApp, widget: &Widget, account: &Value) {
    let account = widget.settle(app, account).await;
    assert_eq!(account["status"], "CONNECTED", "{account}");
    let id = text(&account["accountId"]);
    assert_eq!(app.get(&format!("/identities?sourceId={id}")).await.items().len(), 1);
    assert_eq!(app.get(&format!("/incomes?sourceId={id}&size=150")).await.items().len(), 25);
}

#[tokio::test]
async fn a_stopped_process_leaves_signing_in_to_the_next() {
    let first = TestApp::with(stuck).await;
    let widget = first.widget().await;
    let account = widget.start(&first, GEORGE_AT_UPWORK).await;
    let second = {
        first.app.stop().await;
        first.another(|_| {}).await
    };
    let account = widget.settle(&second, &account).await;
    assert_eq!(account["status"], "AWAITING_MFA", "without waiting for the lease to run out");
    let account = widget.answer(&second, &account, "1234").await.json();
    assert_connects(&second, &widget, &account).await;
}

#[tokio::test]
async fn a_crashed_process_is_taken_over_once_its_lease_has_run_out() {
    let first = TestApp::with(stuck).await;
    let widget = first.widget().await;
    let account = widget.start(&first, GEORGE_AT_JOYRIDE).await;
    let second = first.crash().next().await;
    let path = format!("/accounts/{}", text(&account["accountId"]));
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(widget.get(&second, &path).await.json()["version"], 1, "the lease still stands");
    second.clock.advance(AFTER_A_LEASE);
    assert_connects(&second, &widget, &account).await;
}

#[tokio::test]
async fn a_crash_while_the_code_is_checked() {
    let quick = TestApp::new().await;
    let widget = quick.widget().await;
    let account = widget.start(&quick, GEORGE_AT_UPWORK).await;
    let account = widget.settle(&quick, &account).await;
    let slow = quick.crash().next_with(stuck).await;
    let account = widget.answer(&slow, &account, "1234").await.json();
    assert_eq!(account["step"], "CHECKING_CODE");
    let next = slow.crash().next_after_a_lease().await;
    assert_connects(&next, &widget, &account).await;
}

#[tokio::test]
async fn a_crash_while_records_are_read() {
    let first = TestApp::with(|settings| settings.sandbox_pace = Duration::from_secs(1)).await;
    let widget = first.widget().await;
    let account = widget.start(&first, GEORGE_AT_JOYRIDE).await;
    let account = widget.next(&first, &account).await;
    assert_eq!(account["step"], "READING_RECORDS");
    let next = first.crash().next_after_a_lease().await;
    assert_connects(&next, &widget, &account).await;
}

#[tokio::test]
async fn a_reader_at_one_process_hears_of_a_change_made_by_another() {
    let (one, other) = {
        let one = TestApp::new().await;
        let other = one.another(|_| {}).await;
        (one, other)
    };
    let widget = one.widget().await;
    let account = widget.start(&one, GEORGE_AT_UPWORK).await;
    let account = widget.settle(&one, &account).await;
    let (heard, answered) =
        tokio::join!(widget.next(&one, &account), widget.answer(&other, &account, "0000"));
    assert_eq!(answered.status, 200);
    assert_eq!(heard["challenge"]["triesLeft"], 2);
}

#[tokio::test]
async fn shutting_down_answers_long_polls_at_once() {
    let app = TestApp::with(stuck).await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let (address, stop, served) = serve_on_a_socket(&app).await;
    let mut reader = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET /link/v1/accounts/{}?afterVersion=1&waitSeconds=25 HTTP/1.1\r\nHost: here\r\n\
         Authorization: Bearer {}\r\nConnection: close\r\n\r\n",
        text(&account["accountId"]),
        widget.token
    );
    reader.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.send(()).unwrap();
    let mut answer = String::new();
    tokio::time::timeout(Duration::from_secs(5), reader.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let body = answer.split("\r\n\r\n").nth(1).unwrap();
    assert!(body.contains("\"step\":\"SIGNING_IN\""), "{body}");
    tokio::time::timeout(Duration::from_secs(5), served).await.unwrap().unwrap();
}

async fn serve_on_a_socket(
    app: &TestApp,
) -> (std::net::SocketAddr, tokio::sync::oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopping) = tokio::sync::oneshot::channel::<()>();
    let TestApp { app: served, .. } = app.another(|_| {}).await;
    let task = tokio::spawn(async move {
        serve(&served, listener, async {
            let _ = stopping.await;
        })
        .await
        .unwrap();
    });
    (address, stop, task)
}

#[tokio::test]
async fn the_keys_are_the_same_after_a_restart() {
    let first = TestApp::new().await;
    let second = first.another(|_| {}).await;
    assert_eq!(first.basic(), second.basic());
    let file = first.data_folder().join("sandbox-keys.json");
    let keys: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(keys["apiKey"], json!(first.app.credentials().unwrap().api_key));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
