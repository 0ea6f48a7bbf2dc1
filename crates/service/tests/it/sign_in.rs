//! Signing in at the provider: what the widget receives, what the provider's page does, and the return.

mod languages;

use crate::support::{Reply, TestApp, Widget, text};
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST};
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

/// The path of an address of this service.
fn here(address: &str) -> String {
    address.strip_prefix(ADDRESS).unwrap_or_else(|| panic!("not of this service: {address}")).to_owned()
}

fn start_of(account: &Value) -> String {
    here(&text(&account["signIn"]["url"]))
}

/// A browser at the provider's page.
struct AtProvider {
    /// The page's path.
    page: String,
    /// The browser's cookie.
    cookie: String,
}

/// Opens our page that comes before the provider's. Returns the cookie and the address that the page continues to.
async fn open(app: &TestApp, account: &Value, cookie: &str) -> (String, String) {
    let shown = get_with(app, &start_of(account), cookie).await;
    assert_eq!(shown.status, 200);
    let kept = shown.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = words(&shown);
    let onward = page.split("data-onward=\"").nth(1).unwrap().split('"').next().unwrap();
    (kept, onward.replace("&amp;", "&"))
}

/// Continues to the provider, with the proof from the widget.
async fn depart(app: &TestApp, account: &Value) -> AtProvider {
    let (cookie, onward) = open(app, account, "").await;
    let path = format!("{onward}&proof={}", text(&account["signIn"]["proof"]));
    let led = get_with(app, &path, &cookie).await;
    assert_eq!(led.status, 303, "{}", words(&led));
    AtProvider { page: here(led.header("location")), cookie }
}

async fn get(app: &TestApp, path: &str) -> Reply {
    get_with(app, path, "").await
}

async fn get_with(app: &TestApp, path: &str, cookie: &str) -> Reply {
    let request = Request::get(path).header(HOST, "localhost").header(COOKIE, cookie);
    app.send(request.body(Body::empty()).unwrap()).await
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

/// Logs in on the page and decides. Returns the path that the person is redirected to.
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
async fn a_sign_in_that_is_allowed_connects() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    assert_eq!((&started["status"], &started["step"]), (&json!("PENDING"), &json!("AT_PROVIDER")));
    assert_eq!(started["signIn"]["expiresInSeconds"], 600);
    let there = depart(&app, &started).await;
    let page = get(&app, &there.page).await;
    assert_eq!(page.status, 200);
    assert!(words(&page).contains("Sign in to Upwork"));
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(page.header("referrer-policy"), "no-referrer");

    let back = decide(&app, &there.page, GEORGE, "allow").await;
    let returned = get_with(&app, &back, &there.cookie).await;
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
    let there = depart(&app, &started).await;
    let back = decide(&app, &there.page, GEORGE, "deny").await;
    let returned = get_with(&app, &back, &there.cookie).await;
    assert!(words(&returned).contains("Nothing was shared"));
    let ended = account(&app, &widget, &started).await;
    assert_eq!((&ended["status"], &ended["errorCode"]), (&json!("ERROR"), &json!("INVALID_AUTH")));
}

#[tokio::test]
async fn not_finished_in_time_ends_in_auth_required() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    let there = depart(&app, &started).await;
    let back = decide(&app, &there.page, GEORGE, "allow").await;
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
    let there = depart(&app, &started).await;
    let back = decide(&app, &there.page, GEORGE, "allow").await;
    let (path, state) = back.split_once("state=").unwrap();
    let code = path.split("code=").nth(1).unwrap().trim_end_matches('&');
    for (tampered, status) in [
        (format!("/sign-in/return?code={code}&state=made-up"), 400),
        (format!("/sign-in/return?code={code}"), 400),
        (format!("/sign-in/return?state={state}"), 400),
    ] {
        let reply = get_with(&app, &tampered, &there.cookie).await;
        assert_eq!(reply.status, status, "{tampered}");
        assert_eq!(account(&app, &widget, &started).await["step"], "AT_PROVIDER");
    }
    let (one, other) =
        tokio::join!(get_with(&app, &back, &there.cookie), get_with(&app, &back, &there.cookie));
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
    // An injected code: the code of one sign-in with the state of another. The verifier does not match.
    let (there, owns) = (depart(&app, &theirs).await, depart(&app, &own).await);
    let back = decide(&app, &there.page, GEORGE, "allow").await;
    let code = back.split("code=").nth(1).unwrap().split('&').next().unwrap();
    let state = decide(&app, &owns.page, "name=Ryan&password=654321", "deny").await;
    let state = state.split("state=").nth(1).unwrap();
    let path = format!("/sign-in/return?code={code}&state={state}");
    let reply = get_with(&app, &path, &owns.cookie).await;
    assert_eq!(reply.status, 400);
    assert!(words(&reply).contains("did not work"));
    assert_eq!(account(&app, &thief, &own).await["errorCode"], "AUTH_REQUIRED");
    assert_eq!(get_with(&app, &back, &there.cookie).await.status, 400, "the code was used up");
}

#[tokio::test]
async fn a_code_is_exchanged_for_its_verifier_alone_and_once() {
    let app = TestApp::new().await;
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(verifier));
    let widget = app.widget().await;
    let asked = depart(&app, &start(&app, &widget).await).await.page;
    let (before, after) = asked.split_once("&code_challenge=").unwrap();
    let (_, after) = after.split_once('&').unwrap();
    let page = format!("{before}&code_challenge={challenge}&{after}");
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
async fn the_page_stores_nothing_that_no_account_asked_for() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let asked = depart(&app, &start(&app, &widget).await).await.page;
    let (before, after) = asked.split_once("&state=").unwrap();
    let made_up = format!("{before}&state=x{}", &after[1..]);
    for _ in 0..3 {
        assert_eq!(post_form(&app, &made_up, GEORGE).await.status, 400);
        assert_eq!(post_form(&app, &asked, GEORGE).await.status, 200);
    }
    assert_eq!(app.place().count("sandbox_grants").await, 1, "one for each sign-in");
}

#[tokio::test]
async fn the_page_serves_our_own_client_and_way_back_alone() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let page = depart(&app, &start(&app, &widget).await).await.page;
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
    let there = depart(&app, &started).await;
    let refused = post_form(&app, &there.page, "name=%3Cb%3EGeorge&password=wrong").await;
    assert!(words(&refused).contains("role=\"alert\"") && words(&refused).contains("&lt;b&gt;George"));
    let back = decide(&app, &there.page, "name=error_ACCOUNT_LOCKED&password=x", "allow").await;
    get_with(&app, &back, &there.cookie).await;
    let ended = widget.settle(&app, &account(&app, &widget, &started).await).await;
    assert_eq!(ended["errorCode"], "ACCOUNT_LOCKED");
}

#[tokio::test]
async fn a_sign_in_continues_after_a_restart() {
    let first = TestApp::new().await;
    let widget = first.widget().await;
    let started = start(&first, &widget).await;
    let there = depart(&first, &started).await;
    let back = decide(&first, &there.page, GEORGE, "allow").await;
    let second = first.crash().next().await;
    assert_eq!(get_with(&second, &back, &there.cookie).await.status, 200);
    let connected = widget.settle(&second, &account(&second, &widget, &started).await).await;
    assert_eq!(connected["status"], "CONNECTED");
}

#[tokio::test]
async fn another_browser_than_the_one_that_went_there_links_nothing() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    let there = depart(&app, &started).await;
    // Another person is sent the provider's address, and signs in there.
    let back = decide(&app, &there.page, GEORGE, "allow").await;
    let (other, _) = open(&app, &start(&app, &app.widget().await).await, "").await;
    for cookie in ["", &other] {
        let stopped = get_with(&app, &back, cookie).await;
        assert_eq!(stopped.status, 403);
        assert!(words(&stopped).contains("began in another browser"));
    }
    assert_eq!(account(&app, &widget, &started).await["step"], "AT_PROVIDER", "and it ends nothing");
    assert_eq!(get_with(&app, &back, &there.cookie).await.status, 200);
}

#[tokio::test]
async fn a_person_who_opens_the_address_sees_which_company_asks() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    let shown = words(&get(&app, &start_of(&started)).await);
    for expected in ["Did you begin this yourself?", "Upwork", "what you are paid", "If somebody sent you"] {
        assert!(shown.contains(expected), "{expected} in {shown}");
    }
    let (cookie, onward) = open(&app, &started, "").await;
    let confirmed = get_with(&app, &onward, &cookie).await;
    assert_eq!(confirmed.status, 303);
    let back = decide(&app, &here(confirmed.header("location")), GEORGE, "allow").await;
    assert_eq!(get_with(&app, &back, &cookie).await.status, 200);
}

#[tokio::test]
async fn nobody_elses_page_leads_on_and_no_wrong_proof() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let started = start(&app, &widget).await;
    let proof = text(&started["signIn"]["proof"]);
    let (cookie, onward) = open(&app, &started, "").await;
    let (other_cookie, _) = open(&app, &started, "").await;
    let key = onward.split("page=").nth(1).unwrap();
    for (path, cookie) in [
        // An attacker's page that knows everything except this browser's cookie.
        (format!("{onward}&proof={proof}"), other_cookie.as_str()),
        (format!("{onward}&proof={proof}"), ""),
        (onward.replace(key, "made-up"), &cookie),
        (format!("{onward}&proof=made-up"), &cookie),
        (format!("{onward}&proof="), &cookie),
        (onward.replacen("ticket=", "ticket=x", 1), &cookie),
    ] {
        assert_eq!(get_with(&app, &path, cookie).await.status, 400, "{path}");
    }
    assert_eq!(get(&app, &start_of(&started).replacen("ticket=", "ticket=x", 1)).await.status, 400);
    // The cookie stays the same over two windows, so that both can return.
    let (again, _) = open(&app, &started, &cookie).await;
    assert_eq!(again, cookie);
}
