//! Requests that two readers could understand differently are refused. Others are answered one after the other.

use super::slow::serve_on_a_socket;
use super::{Client, get};
use crate::support::TestApp;
use std::time::Duration;

/// The statuses in what a client was answered.
fn statuses(answers: &str) -> Vec<&str> {
    let lines = answers.split("\r\n").filter(|line| line.contains("HTTP/1."));
    lines.filter_map(|line| line.split("HTTP/1.").nth(1)?.split(' ').nth(1)).collect()
}

#[tokio::test]
async fn requests_of_unclear_framing_are_refused() {
    let app = TestApp::new().await;
    let address = serve_on_a_socket(&app, |_| {}).await;
    for request in [
        // HTTP/2 in clear text.
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: here\r\nHost: here\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: here\r\nHOST: there\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /healthz HTTP/1.1\r\nHost: here\r\nContent-Length: +3\r\n\r\nabc",
    ] {
        let mut client = Client::connect(address).await;
        // What follows must not be taken for a request.
        client.write(&format!("{request}GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")).await;
        let answers = client.rest().await;
        assert_eq!(statuses(&answers), ["400"], "{request:?}: {answers}");
    }
    // What HTTP/1.0 leaves out is not missing; some load balancers check health in this way.
    let mut client = Client::connect(address).await;
    client.write("GET /healthz HTTP/1.0\r\n\r\n").await;
    assert!(client.rest().await.starts_with("HTTP/1.0 200"));
}

#[tokio::test]
async fn a_connection_is_used_again_and_requests_may_come_in_any_pieces() {
    let app = TestApp::new().await;
    let address = serve_on_a_socket(&app, |_| {}).await;
    let mut client = Client::connect(address).await;
    for _ in 0..3 {
        client.ask("/healthz", "alive\n").await;
    }
    let two = format!(
        "POST /v1/users HTTP/1.1\r\nHost: here\r\nAuthorization: {}\r\nContent-Length: 2\r\n\r\n{{}}\
         GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n",
        app.basic()
    );
    let (first, second) = two.split_at(30);
    client.write(first).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    client.write(second).await;
    let answers = client.rest().await;
    assert_eq!(statuses(&answers), ["201", "200"], "{answers}");
    for size in [1, 7] {
        let mut client = Client::connect(address).await;
        for piece in two.as_bytes().chunks(size) {
            client.write(std::str::from_utf8(piece).unwrap()).await;
            tokio::task::yield_now().await;
        }
        assert_eq!(statuses(&client.rest().await), ["201", "200"]);
    }
}

#[tokio::test]
async fn a_body_of_unknown_length_is_the_last_on_its_connection() {
    let app = TestApp::new().await;
    let address = serve_on_a_socket(&app, |_| {}).await;
    let mut client = Client::connect(address).await;
    client
        .write(&format!(
            "POST /v1/users HTTP/1.1\r\nHost: here\r\nAuthorization: {}\r\nContent-Type: application/json\r\n\
             Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: here\r\n\r\n",
            app.basic()
        ))
        .await;
    let answers = client.rest().await;
    assert_eq!(statuses(&answers), ["201"], "{answers}");
    assert!(answers.contains("connection: close"), "{answers}");
}

#[tokio::test]
async fn a_head_that_does_not_end_is_refused() {
    let app = TestApp::new().await;
    let address = serve_on_a_socket(&app, |_| {}).await;
    let long = "x".repeat(100_000);
    let answer = get(address, &format!("/{long}")).await;
    assert!(["414", "431", ""].contains(&statuses(&answer).first().copied().unwrap_or_default()), "{answer}");
    assert!(!answer.contains("200 OK"));
    assert!(get(address, "/healthz").await.starts_with("HTTP/1.1 200"), "others are not affected");
}
