//! Two processes of the real program share a database and a folder, behind a proxy that alternates between them. One is
//! killed while both work, and clients notice only a delay. A command runs beside two services of one process.

use crate::archives::samples::sample;
use crate::support::{GEORGE_AT_JOYRIDE, GEORGE_AT_UPWORK, Place, Program, TestApp, callers, run, text};
use axum::http::Method;
use serde_json::json;
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt as _;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Alternates between two processes. If one does not accept a connection, the other gets it.
async fn proxy(processes: [SocketAddr; 2]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for turn in 0_usize.. {
            let (mut caller, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                for process in [processes[turn % 2], processes[(turn + 1) % 2]] {
                    if let Ok(mut service) = TcpStream::connect(process).await {
                        // A killed process cuts the connection, which is what the test is about.
                        let _ = tokio::io::copy_bidirectional(&mut caller, &mut service).await;
                        return;
                    }
                }
            });
        }
    });
    address
}

async fn begin(place: &Place) -> Program {
    Program::start(place, &["--sandbox-pace", "400"], &[]).await
}

#[tokio::test]
async fn one_of_two_processes_is_killed_and_everything_continues() {
    let place = Place::new().await;
    // Both start at once, as in a rollout, and create tables and keys at the same time.
    let (mut one, other) = tokio::join!(begin(&place), begin(&place));
    let address = proxy([one.address, other.address]).await;
    let (host, widget) = callers(&place, address).await;

    let george = widget.start("george-at-upwork", GEORGE_AT_UPWORK).await;
    let george = widget.settled_account(george).await;
    assert_eq!(george["status"], "AWAITING_MFA");
    let answer = json!({
        "challengeId": george["challenge"]["challengeId"], "answer": { "oneTimeCode": "1234" },
    });
    let path = format!("/link/v1/accounts/{}", text(&george["accountId"]));
    let george = widget.post(&format!("{path}/challenge"), &answer).await;
    assert_eq!(widget.settled_account(george.clone()).await["status"], "CONNECTED");
    let id = text(&george["accountId"]);
    let data = host.get(&format!("/v1/identities?sourceId={id}")).await;
    assert_eq!(data["data"]["items"].as_array().unwrap().len(), 1);

    let slip = sample("payslip-george.pdf");
    let whole = widget.announce("a-whole-upload", "payslip.pdf", &slip).await;
    widget.put(&whole, 0, &slip).await;
    let whole = widget.read_out(&whole).await;
    assert_eq!(whole["status"], "ANALYZED");

    // The proxy alternates, so each process works on one of these when one is killed.
    let half = widget.announce("half-an-upload", "payslip.pdf", &slip).await;
    widget.put(&half, 0, &slip[..slip.len() / 2]).await;
    let started = [
        widget.start("the-one-account", GEORGE_AT_JOYRIDE).await,
        widget.start("the-other-account", ("move-it", "mobile", GEORGE_AT_JOYRIDE.2)).await,
    ];
    one.kill().await;

    for account in started {
        let account = widget.settled_account(account).await;
        assert_eq!(account["status"], "CONNECTED", "{account}");
    }
    widget.put(&half, slip.len() / 2, &slip[slip.len() / 2..]).await;
    assert_eq!(widget.read_out(&half).await["status"], "ANALYZED");

    for (kind, id) in [("accounts", id.clone()), ("archives", text(&whole["archiveId"]))] {
        let (status, _) = host.call(Method::DELETE, &format!("/v1/{kind}/{id}"), "").await;
        assert_eq!(status, 200);
    }
    assert_eq!(widget.get(&path).await["status"], "DISCONNECTED");
    let data = host.get(&format!("/v1/identities?sourceId={id}")).await;
    assert_eq!(data["data"]["items"], json!([]));
}

#[tokio::test]
async fn a_command_leaves_the_write_ahead_log_to_two_services_of_one_process() {
    let app = TestApp::new().await;
    // Opening the database again must keep the locks by which other processes know that it is in use.
    let another = app.another(|_| {}).await;
    if app.place().database().is_on_a_server() {
        return;
    }
    let log = app.data_folder().join("wink.db-wal");
    let before = std::fs::metadata(&log).unwrap().ino();
    // More than one: a command also leaves the log if a service is rewriting the database at that moment.
    for tenant in ["acme", "lender", "employer"] {
        run(app.place(), &["keys", "create", "--tenant", tenant]).await.printed();
        let after = std::fs::metadata(&log).map(|found| found.ino()).ok();
        assert_eq!(after, Some(before), "the log is deleted");
    }
    // At once, so that they need more connections than there are yet.
    let mut calls = JoinSet::new();
    for app in [app, another].map(Arc::new) {
        for _ in 0..20 {
            let app = Arc::clone(&app);
            calls.spawn(async move { app.post("/users", &json!({})).await });
        }
    }
    for reply in calls.join_all().await {
        assert_eq!(reply.status, 201, "{}", reply.json());
    }
}
