//! Clients that are slow, or silent, are given up. Clients that wait for the service are not.

use super::{Client, TIMEOUT};
use crate::restarts::stuck;
use crate::support::{GEORGE_AT_UPWORK, TestApp, text};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use wink_service::{Settings, serve};

/// Longer than a head may take, and than an idle connection is kept in these tests.
const LONG_POLL_SECONDS: u64 = 13;

/// Serves on a socket until the test ends.
pub(super) async fn serve_on_a_socket(app: &TestApp, change: impl FnOnce(&mut Settings)) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let TestApp { app: served, .. } = app.another(change).await;
    tokio::spawn(async move { serve(&served, listener, std::future::pending()).await.unwrap() });
    address
}

#[tokio::test]
async fn slow_clients_are_given_up_and_long_polls_are_not() {
    let app = TestApp::with(stuck).await;
    let widget = app.widget().await;
    let account = widget.start(&app, GEORGE_AT_UPWORK).await;
    let address = serve_on_a_socket(&app, |settings| {
        stuck(settings);
        settings.keep_alive_seconds = 1;
    })
    .await;
    let began = Instant::now();
    let poll = async {
        let mut client = Client::connect(address).await;
        let (id, token) = (text(&account["accountId"]), &widget.token);
        let path = format!("/link/v1/accounts/{id}?afterVersion={}", account["version"]);
        client
            .write(&format!(
                "GET {path}&waitSeconds={LONG_POLL_SECONDS} HTTP/1.1\r\nHost: here\r\n\
                 Authorization: Bearer {token}\r\n\r\n"
            ))
            .await;
        let answer = client.until("\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(began.elapsed() >= Duration::from_secs(LONG_POLL_SECONDS - 1), "it waited");
    };
    let silent = async {
        let mut client = Client::connect(address).await;
        assert_eq!(client.rest().await, "");
    };
    let in_the_middle = async {
        let mut client = Client::connect(address).await;
        client.write("GET /healthz HTTP/1.1\r\nHo").await;
        assert_eq!(client.rest().await, "");
    };
    // A byte now and then gains no time.
    let trickling = async {
        let mut client = Client::connect(address).await;
        client.write("GET /healthz HTTP/1.1\r\nX: ").await;
        while !client.is_closed_within(Duration::from_millis(200)).await {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut client.0, b"x").await;
            assert!(began.elapsed() < TIMEOUT, "it stays open");
        }
    };
    let idle = async {
        let mut client = Client::connect(address).await;
        for _ in 0..2 {
            client.ask("/healthz", "alive\n").await;
        }
        assert_eq!(client.rest().await, "", "closed after a second, without a word");
    };
    tokio::join!(poll, silent, in_the_middle, trickling, idle);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let app = TestApp::new().await;
    let address = serve_on_a_socket(&app, |_| {}).await;
    let mut client = Client::connect(address).await;
    client
        .write(
            "POST /link/v1/sessions HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n\
             Content-Length: 60000\r\n\r\n{\"linkToken\": \"",
        )
        .await;
    let began = Instant::now();
    // The service closes it while bytes still trickle in.
    while !client.is_closed_within(Duration::from_millis(500)).await {
        let _ = tokio::io::AsyncWriteExt::write_all(&mut client.0, b"x").await;
        assert!(began.elapsed() < TIMEOUT, "it stays open");
    }
    assert!(began.elapsed() > Duration::from_secs(15), "there was time");
}

#[tokio::test]
async fn an_announced_length_over_the_limit_is_refused_before_the_body_comes() {
    let app = TestApp::new().await;
    let address = serve_on_a_socket(&app, |_| {}).await;
    let widget = app.widget().await;
    let authorizations = [app.basic(), format!("Bearer {}", widget.token)];
    for (method, path, authorization, length) in [
        ("POST", "/v1/users", &authorizations[0], 70_000),
        ("POST", "/v1/archives", &authorizations[0], 1_000_000_000),
        ("POST", "/sandbox/sign-in/upwork", &authorizations[0], 70_000),
        ("POST", "/link/v1/sessions", &authorizations[1], 70_000),
        ("PUT", "/link/v1/archives/a/files/f?offset=0", &authorizations[1], 300_000),
    ] {
        let mut client = Client::connect(address).await;
        client
            .write(&format!(
                "{method} {path} HTTP/1.1\r\nHost: here\r\nAuthorization: {authorization}\r\n\
                 Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
            ))
            .await;
        let answer = client.rest().await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
    }
}
