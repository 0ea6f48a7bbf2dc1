//! Signing in at the provider: what the widget is told, what the provider's page does, and what coming back does.

use crate::support::{Reply, TestApp, Widget, text};
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{Method, Request};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::Digest as _;
use std::time::Duration;

const ADDRESS: &str = "http://localhost";
const MINUTE: Duration = Duration::from_secs(60);

async fn start(app: &TestApp, widget: &Widget) -> Value {
    let body = json!({
        "idempotencyKey": "sign-in-0001", "providerId": "upwork", "loginOptionId": "at-provider", "credentials": {},
    });
    let reply = widget.post(app, "/accounts", &body).await;
    assert_eq!(reply.status, 201, "{}", reply.json());
    reply.json()
}

fn page_of(account: &Value) -> String {
    let url = text(&account["signIn"]["url"]);
    url.strip_prefix(ADDRESS).unwrap_or_else(|| panic!("not of this service: {url}")).to_owned()
}

async fn get(app: &TestApp, path: &str) -> Reply {
    app.send(Request::get(path).header(HOST, "localhost").body(Body::empty()).unwrap()).await
}

async fn post_form(app: &TestApp, path: &str, form: &str) -> Reply {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(HOST, "localhost")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    app.send(request.body(Body::from(form.to_owned())).unwrap()).await
}

fn words(reply: &Reply) -> String {
    String::from_utf8(reply.body.to_vec()).unwrap()
}

/// Logs in at the page and decides; answers with the path that the person is sent back to.
async fn decide(app: &TestApp, page: &str, login: &str, decision: &str) -> String {
    let asked = words(&post_form(app, page, login).await);
    let ticket = asked.split("name=\"ticket\" value=\"").nth(1).unwrap_or_else(|| panic!("{asked}"));
    let ticket = ticket.split('"').next().unwrap();
    let path = page.split('?').next().unwrap().to_owned() + "/decision";
    let reply = post_form(app, &path, &format!("ticket={ticket}&decision={decision}")).await;
    assert_eq!(reply.status, 303);
    let location = reply.header("location").to_owned();
    location.strip_prefix(ADDRESS).unwrap_or_else(|| panic!("{location}")).to_owned()
}

const GEORGE: &str = "name=George&password=123456";

async fn account(app: &TestApp, widget: &Widget, account: &Value) -> Value {
    widget.get(app, &format!("/accounts/{}", text(&account["accountId"]))).await.json()
}

#[tokio::test]
async fn allowed_it_goes_on_to_connected() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    assert_eq!((&started["status"], &started["step"]), (&json!("PENDING"), &json!("AT_PROVIDER")));
    assert_eq!(started["signIn"]["expiresInSeconds"], 600);
    let page = get(&app, &page_of(&started)).await;
    assert_eq!(page.status, 200);
    assert!(words(&page).contains("Sign in to Upwork"));
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(page.header("referrer-policy"), "no-referrer");

    let back = decide(&app, &page_of(&started), GEORGE, "allow").await;
    let returned = get(&app, &back).await;
    assert_eq!(returned.status, 200);
    assert!(words(&returned).contains("You can close this window"));
    let connected = widget.settle(&app, &account(&app, &widget, &started).await).await;
    assert_eq!(connected["status"], "CONNECTED");
    assert!(connected["signIn"].is_null());
    let source = format!("/identities?sourceId={}", text(&started["accountId"]));
    assert_eq!(app.get(&source).await.items().len(), 1);
}

#[tokio::test]
async fn the_same_key_has_the_same_page() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let (one, body) = (
        start(&app, &widget).await,
        json!({
            "idempotencyKey": "sign-in-0001", "providerId": "upwork", "loginOptionId": "at-provider", "credentials": {},
        }),
    );
    let again = widget.post(&app, "/accounts", &body).await;
    assert_eq!((again.status, &again.json()["signIn"]["url"]), (200, &one["signIn"]["url"]));
}

#[tokio::test]
async fn denied_ends_in_invalid_auth() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    let back = decide(&app, &page_of(&started), GEORGE, "deny").await;
    let returned = get(&app, &back).await;
    assert!(words(&returned).contains("Nothing was shared"));
    let ended = account(&app, &widget, &started).await;
    assert_eq!((&ended["status"], &ended["errorCode"]), (&json!("ERROR"), &json!("INVALID_AUTH")));
}

#[tokio::test]
async fn not_finished_in_time_ends_in_auth_required() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    let back = decide(&app, &page_of(&started), GEORGE, "allow").await;
    app.clock.advance(10 * MINUTE);
    let ended = widget.next(&app, &started).await;
    assert_eq!(ended["errorCode"], "AUTH_REQUIRED");
    assert_eq!(get(&app, &back).await.status, 409);
    let seen_by_host = app.get(&format!("/accounts/{}", text(&started["accountId"]))).await.json();
    assert_eq!(seen_by_host["data"]["connection"]["errorCode"], "AUTH_REQUIRED");
}

#[tokio::test]
async fn a_return_that_is_not_ours_or_not_the_first_does_nothing() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    let back = decide(&app, &page_of(&started), GEORGE, "allow").await;
    let (path, state) = back.split_once("state=").unwrap();
    let code = path.split("code=").nth(1).unwrap().trim_end_matches('&');
    for (tampered, status) in [
        (format!("/sign-in/return?code={code}&state=made-up"), 400),
        (format!("/sign-in/return?code={code}"), 400),
        (format!("/sign-in/return?state={state}"), 400),
    ] {
        let reply = get(&app, &tampered).await;
        assert_eq!(reply.status, status, "{tampered}");
        assert_eq!(account(&app, &widget, &started).await["step"], "AT_PROVIDER");
    }
    let (one, other) = tokio::join!(get(&app, &back), get(&app, &back));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "one counts");
    assert_eq!(get(&app, &back).await.status, 409);
    assert!(words(&get(&app, &back).await).contains("This sign-in is over"));
}

#[tokio::test]
async fn a_code_of_somebody_elses_sign_in_links_nothing() {
    let app = TestApp::new().await;
    let (victim, thief) = (app.widget().await, app.widget().await);
    let theirs = start(&app, &victim).await;
    let own = start(&app, &thief).await;
    // The code of the one with the state of the other, as an injected code has it: the verifier does not fit.
    let back = decide(&app, &page_of(&theirs), GEORGE, "allow").await;
    let code = back.split("code=").nth(1).unwrap().split('&').next().unwrap();
    let state = decide(&app, &page_of(&own), "name=Ryan&password=654321", "deny").await;
    let state = state.split("state=").nth(1).unwrap();
    let reply = get(&app, &format!("/sign-in/return?code={code}&state={state}")).await;
    assert_eq!(reply.status, 400);
    assert!(words(&reply).contains("did not work"));
    assert_eq!(account(&app, &thief, &own).await["errorCode"], "AUTH_REQUIRED");
    assert_eq!(get(&app, &back).await.status, 400, "the code was used up");
}

#[tokio::test]
async fn a_code_is_exchanged_for_its_verifier_alone_and_once() {
    let app = TestApp::new().await;
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(verifier));
    let page = format!(
        "/sandbox/sign-in/upwork?response_type=code&client_id=wink&code_challenge_method=S256\
         &code_challenge={challenge}&state=abc&redirect_uri=http%3A%2F%2Flocalhost%2Fsign-in%2Freturn"
    );
    for (verifier, status) in [(verifier, 200), ("another-verifier", 400)] {
        let back = decide(&app, &page, GEORGE, "allow").await;
        let code = back.split("code=").nth(1).unwrap().split('&').next().unwrap();
        let form = format!(
            "grant_type=authorization_code&client_id=wink&provider=upwork&code={code}&code_verifier={verifier}\
             &redirect_uri=http%3A%2F%2Flocalhost%2Fsign-in%2Freturn"
        );
        assert_eq!(post_form(&app, "/sandbox/token", &form).await.status, status);
        let again = post_form(&app, "/sandbox/token", &form).await;
        assert_eq!((again.status, &again.json()["error"]), (400, &json!("invalid_grant")));
    }
}

#[tokio::test]
async fn the_page_serves_our_own_client_and_way_back_alone() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let page = page_of(&start(&app, &widget).await);
    for (was, is) in [
        ("client_id=wink", "client_id=other"),
        ("response_type=code", "response_type=token"),
        ("method=S256", "method=plain"),
        ("localhost%2Fsign", "evil.example%2Fsign"),
        ("/upwork?", "/nobody?"),
    ] {
        let tampered = page.replacen(was, is, 1);
        assert_ne!(tampered, page, "{was}");
        let reply = get(&app, &tampered).await;
        assert_eq!(reply.status, 400, "{is}");
        assert!(words(&reply).contains("cannot be used"));
        assert_eq!(post_form(&app, &tampered, GEORGE).await.status, 400, "{is}");
    }
}

#[tokio::test]
async fn the_page_knows_the_sandbox_people_and_its_failures() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    let refused = post_form(&app, &page_of(&started), "name=%3Cb%3EGeorge&password=wrong").await;
    assert!(words(&refused).contains("role=\"alert\"") && words(&refused).contains("&lt;b&gt;George"));
    let back = decide(&app, &page_of(&started), "name=error_ACCOUNT_LOCKED&password=x", "allow").await;
    get(&app, &back).await;
    let ended = widget.settle(&app, &account(&app, &widget, &started).await).await;
    assert_eq!(ended["errorCode"], "ACCOUNT_LOCKED");
}

#[tokio::test]
async fn it_goes_on_after_a_restart() {
    let first = TestApp::new().await;
    let widget = first.widget().await;
    let started = start(&first, &widget).await;
    let back = decide(&first, &page_of(&started), GEORGE, "allow").await;
    let second = first.crash()().await;
    assert_eq!(get(&second, &back).await.status, 200);
    let connected = widget.settle(&second, &account(&second, &widget, &started).await).await;
    assert_eq!(connected["status"], "CONNECTED");
}
