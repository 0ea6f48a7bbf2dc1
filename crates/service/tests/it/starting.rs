//! The public address and the sandbox are settled at the start, whatever a request says.

use crate::support::{Place, ProductionHost, Program, TestApp, program, run, with_json};
use axum::http::header::HOST;
use axum::http::{Method, Request};
use serde_json::json;
use std::error::Error as _;
use std::process::Stdio;
use wink_service::{Settings, StartError};

/// The error of a refused start, with its cause.
async fn refused(app: &TestApp, change: impl FnOnce(&mut Settings)) -> String {
    let error = app.try_another(change).await.map(drop).unwrap_err();
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    format!("{error}: {cause}")
}

fn public(listen: &str, url: Option<&str>) -> impl FnOnce(&mut Settings) {
    let (listen, url) = (listen.parse().unwrap(), url.map(str::to_owned));
    move |settings| (settings.listen, settings.public_url) = (listen, url)
}

#[tokio::test]
async fn without_a_public_url_only_this_machine_is_served() {
    let app = TestApp::new().await;
    for listen in ["0.0.0.0:8080", "[::]:8080", "192.168.1.7:8080"] {
        let words = refused(&app, public(listen, None)).await;
        assert!(words.contains("--public-url") && words.contains(listen), "{words}");
    }
    for listen in ["127.0.0.1:8080", "[::1]:8080"] {
        app.try_another(public(listen, None)).await.unwrap().stop().await;
    }
}

#[tokio::test]
async fn real_people_are_linked_over_https_only() {
    let app = TestApp::new().await;
    // Plain HTTP is allowed while there is no production key.
    let plain = app.another(public("0.0.0.0:8080", Some("http://wink.example"))).await;
    let host = ProductionHost::new(&app).await;
    assert_eq!(host.call(&app, Method::GET, "/users", None).await.status, 200);
    let late = host.call(&plain, Method::GET, "/users", None).await.status;
    assert_eq!(late, 401, "a key that was created later is not accepted either");

    let words = refused(&app, public("0.0.0.0:8080", Some("http://wink.example"))).await;
    let listed = run(app.place(), &["keys", "list"]).await.printed();
    let key = listed.lines().find(|line| line.contains("PRODUCTION")).unwrap();
    let key = key.split_whitespace().next().unwrap();
    assert!(words.contains(key) && words.contains("https"), "{words}");
    // A service behind a proxy on the same machine is just as public.
    refused(&app, public("127.0.0.1:8080", Some("http://wink.example"))).await;

    let https = app.another(public("0.0.0.0:8080", Some("https://wink.example"))).await;
    assert_eq!(host.call(&https, Method::GET, "/users", None).await.status, 200);
    run(app.place(), &["keys", "revoke", key]).await.printed();
    app.try_another(public("0.0.0.0:8080", Some("http://wink.example"))).await.unwrap().stop().await;
}

#[tokio::test]
async fn what_host_says_is_in_no_link() {
    let app = TestApp::with(|settings| settings.public_url = None).await;
    for path in ["/v1/fileTypes", "/v1/users"] {
        let request = Request::get(path).header(HOST, "evil.example").header("authorization", app.basic());
        let reply = app.send(with_json(request, None)).await;
        assert_eq!(reply.status, 200);
        assert!(!reply.json().to_string().contains("evil.example"), "{path}");
    }
    let types = app.get("/fileTypes").await.json().to_string();
    assert!(types.contains("http://127.0.0.1:8080/demo/"), "where it listens: {types}");

    let widget = app.widget().await;
    let body = json!({
        "idempotencyKey": "sign-in-0001", "providerId": "upwork", "loginOptionId": "at-provider", "credentials": {},
    });
    let account = widget.post(&app, "/accounts", &body).await.json();
    let url = account["signIn"]["url"].as_str().unwrap();
    let path = url.strip_prefix("http://127.0.0.1:8080").unwrap_or_else(|| panic!("{url}"));
    let https = app.another(|settings| settings.public_url = Some("https://wink.example".into())).await;
    for (app, is_secure) in [(&app, false), (&https, true)] {
        let shown = app.send(with_json(Request::get(path).header(HOST, "evil.example"), None)).await;
        let cookie = shown.header("set-cookie");
        assert_eq!(cookie.contains("; Secure"), is_secure, "{cookie}");
        assert_eq!(cookie.starts_with("__Host-"), is_secure, "{cookie}");
    }
}

#[tokio::test]
async fn a_service_for_others_has_a_sandbox_only_when_asked() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let page = "/sandbox/sign-in/upwork";
    let asks = |sandbox: Option<bool>, listen: &'static str, url: Option<&'static str>| {
        app.another(move |settings| {
            public(listen, url)(settings);
            settings.sandbox = sandbox;
        })
    };
    for (sandbox, listen, url, has_sandbox) in [
        (None, "127.0.0.1:8080", None, true),
        (None, "127.0.0.1:8080", Some("http://localhost:8080"), true),
        (None, "127.0.0.1:8080", Some("https://wink.example"), false),
        (None, "0.0.0.0:8080", Some("https://wink.example"), false),
        (Some(true), "0.0.0.0:8080", Some("https://wink.example"), true),
        (Some(false), "127.0.0.1:8080", None, false),
    ] {
        let what = format!("{sandbox:?} {listen} {url:?}");
        let other = asks(sandbox, listen, url).await;
        let shown = other.send(with_json(Request::get(page), None)).await;
        assert_eq!(shown.status, if has_sandbox { 400 } else { 404 }, "{what}");
        for (method, path) in
            [(Method::POST, "/sandbox/token"), (Method::POST, "/sandbox/sign-in/upwork/decision")]
        {
            let reply = other.send(with_json(Request::builder().method(method).uri(path), None)).await;
            assert_eq!(reply.status == 404, !has_sandbox, "{what} {path}");
        }
        let status = other.call_as(&app.basic(), Method::GET, "/v1/users", None).await.status;
        assert_eq!(status, if has_sandbox { 200 } else { 401 }, "{what}");
        let session = widget.get(&other, "/session").await;
        assert_eq!(session.status, if has_sandbox { 200 } else { 401 }, "{what}");
        assert_eq!(other.app.credentials().is_some(), has_sandbox, "{what}");
    }
}

#[tokio::test]
async fn without_a_sandbox_nothing_of_it_is_made() {
    let app = TestApp::with(|settings| settings.sandbox = Some(false)).await;
    assert!(!app.data_folder().join("sandbox-keys.json").exists());
    assert!(!run(app.place(), &["keys", "list"]).await.printed().contains("wk-"));
    let error =
        app.try_another(|settings| (settings.sandbox, settings.playground) = (Some(false), true)).await;
    assert!(matches!(error.err(), Some(StartError::PlaygroundWithoutSandbox)));
}

/// What the program prints at the start, up to the sandbox's credentials.
async fn printed_at_start(place: &Place) -> String {
    let mut child = program()
        .args(["serve", "--listen", "127.0.0.1:0", "--database", &place.database, "--data"])
        .arg(place.data_folder())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut output = tokio::io::BufReader::new(child.stdout.take().unwrap());
    let mut printed = String::new();
    while !printed.contains("One-time code") {
        let read = tokio::io::AsyncBufReadExt::read_line(&mut output, &mut printed).await.unwrap();
        assert_ne!(read, 0, "it ended: {printed}");
    }
    child.kill().await.unwrap();
    printed
}

#[tokio::test]
async fn the_sandboxs_secret_is_printed_at_the_first_start_alone() {
    let place = Place::new().await;
    let first = printed_at_start(&place).await;
    let keys = std::fs::read_to_string(place.data_folder().join("sandbox-keys.json")).unwrap();
    let keys: serde_json::Value = serde_json::from_str(&keys).unwrap();
    let secret = keys["apiSecret"].as_str().unwrap();
    assert!(first.contains(secret), "{first}");
    let later = printed_at_start(&place).await;
    assert!(later.contains(keys["apiKey"].as_str().unwrap()) && !later.contains(secret), "{later}");
    assert!(later.contains("sandbox-keys.json") && later.contains("keys create"), "{later}");
}

#[tokio::test]
async fn the_program_says_why_it_does_not_start() {
    let place = Place::new().await;
    let words = run(&place, &["serve", "--listen", "0.0.0.0:0"]).await.refused();
    assert!(words.contains("--public-url"), "{words}");
    let program = Program::start(&place, &["--sandbox", "false"], &[]).await;
    let answer = reqwest::get(format!("http://{}/sandbox/sign-in/upwork", program.address)).await.unwrap();
    assert_eq!(answer.status().as_u16(), 404);
}
