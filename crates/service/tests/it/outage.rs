//! A database outage: both APIs and every page report that it is temporary, and when to retry.

use crate::archives::samples::pdf_with_text;
use crate::support::{Network, Reply, TestApp, Widget, text};
use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::time::Duration;
use tokio::{join, time};

/// Timeout for answers while the database is down. By default, sqlx waits for 30 seconds.
const SOON: Duration = Duration::from_secs(25);

fn assert_passing(reply: &Reply) {
    assert_eq!(reply.refusal(), (503, "SERVER_UNAVAILABLE".to_owned()));
    assert_eq!(reply.header("retry-after"), "5");
    assert_eq!(reply.json()["requestId"], reply.header("x-request-id"));
}

/// Checks what a person sees, or a program that downloads a file.
async fn assert_page_away(app: &TestApp, path: &str, words: &str) {
    let request = if path.ends_with("/token") { Request::post(path) } else { Request::get(path) };
    let reply = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((reply.status, reply.header("retry-after")), (503, "5"), "{path}");
    let said = String::from_utf8_lossy(&reply.body);
    assert!(said.contains(words), "{path}: {said}");
}

/// The address of a document's file, as a host gets it.
pub(crate) async fn file_address(app: &TestApp) -> String {
    let content = STANDARD.encode(pdf_with_text(&["some words"]));
    let file = json!({ "fileExtensionType": "PDF", "fileContent": content });
    let given = app.post("/archives", &json!({ "rawFiles": [file] })).await.json();
    let url = text(&given["data"]["rawFiles"][0]["url"]);
    url[url.find("/files/").unwrap()..].to_owned()
}

async fn assert_away(app: &TestApp, widget: &Widget, file: &str) {
    let user = json!({});
    let apis = async {
        let (read, written, session) =
            join!(app.get("/users"), app.post("/users", &user), widget.get(app, "/session"));
        for reply in [read, written, session] {
            assert_passing(&reply);
        }
    };
    let not_ready = async { assert_eq!(app.get_raw("http://localhost/readyz").await.status, 503) };
    let message = "The service is not available right now. Wait a minute";
    let all = async {
        join!(
            apis,
            not_ready,
            assert_page_away(app, file, "temporarily unavailable; retry in 5 s"),
            assert_page_away(app, "/sign-in/start/a-1?ticket=t", message),
            assert_page_away(app, "/sign-in/return?state=s&code=c", message),
            assert_page_away(app, "/invite/key", message),
            assert_page_away(app, "/invite/key/token", ""),
        )
    };
    time::timeout(SOON, all).await.unwrap();
}

#[tokio::test]
async fn a_closed_database_passes() {
    let app = TestApp::new().await;
    let (widget, file) = (app.widget().await, file_address(&app).await);
    app.app.stop().await;
    assert_away(&app, &widget, &file).await;
}

#[tokio::test]
async fn a_table_that_is_not_there_does_not_pass() {
    let app = TestApp::new().await;
    app.run_sql("ALTER TABLE webhooks RENAME TO others").await;
    assert_eq!(app.get("/webhooks").await.refusal(), (500, "SERVER_ERROR".to_owned()));
}

#[tokio::test]
async fn a_database_behind_a_cut_network_passes_and_is_found_again() {
    let place = TestApp::new().await;
    if !place.place().database().is_on_a_server() {
        // SQLite's database is a file, and cannot be cut off.
        return;
    }
    let mut network = Network::to(place.database()).await;
    let app = place.another(|settings| settings.database = network.address.parse().unwrap()).await;
    let (widget, file) = (app.widget().await, file_address(&app).await);
    network.cut();
    assert_away(&app, &widget, &file).await;
    network.mend();
    assert_eq!(app.get("/users").await.status, 200);
    assert_eq!(widget.get(&app, "/session").await.status, 200);
    network.take_away().await;
    assert_away(&app, &widget, &file).await;
    network.bring_back().await;
    assert_eq!(app.get("/users").await.status, 200);
}
