//! `wink-service keys`.

use crate::support::{TestApp, Widget, invite_template, open_session, run, text};
use axum::body::Body;
use axum::http::header::AUTHORIZATION;
use axum::http::{Method, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Reads the printed key and secret.
fn pair(printed: &str) -> (String, String) {
    let value = |name: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_else(|| panic!("no {name} in {printed}")).trim().to_owned()
    };
    (value("API key"), value("API secret"))
}

async fn status_with(app: &TestApp, (key, secret): &(String, String)) -> u16 {
    let basic = format!("Basic {}", STANDARD.encode(format!("{key}:{secret}")));
    app.send(Request::get("/v1/users").header(AUTHORIZATION, basic).body(Body::empty()).unwrap()).await.status
}

#[tokio::test]
async fn a_key_is_made_used_and_revoked() {
    let app = TestApp::new().await;
    let printed = run(app.place(), &["keys", "create", "--tenant", "acme"]).await.printed();
    let made = pair(&printed);
    assert_eq!(status_with(&app, &made).await, 200);
    assert_eq!(status_with(&app, &(made.0.clone(), "wrong".to_owned())).await, 401);
    assert!(!app.database_has(&made.1).await, "the secret is not kept");

    let listed = run(app.place(), &["keys", "list"]).await.printed();
    assert!(listed.contains(&format!("{}  acme  SANDBOX", made.0)) && !listed.contains(&made.1), "{listed}");
    assert_eq!(listed.lines().count(), 2, "and the sandbox's own");

    run(app.place(), &["keys", "revoke", &made.0]).await.printed();
    assert_eq!(status_with(&app, &made).await, 401);
    let listed = run(app.place(), &["keys", "list"]).await.printed();
    assert!(listed.contains("revoked"), "{listed}");
    let complaint = run(app.place(), &["keys", "revoke", "wk-nobody"]).await.refused();
    assert!(complaint.contains("keys list"), "{complaint}");
}

/// Calls the Open API as the host's server. Returns the answer.
async fn called(
    app: &TestApp,
    (key, secret): &(String, String),
    method: Method,
    path: &str,
    body: &Value,
) -> Value {
    let basic = format!("Basic {}", STANDARD.encode(format!("{key}:{secret}")));
    let reply = app.call_as(&basic, method, path, Some(body)).await;
    assert!(reply.status < 300, "{path}: {}", reply.json());
    reply.json()["data"].clone()
}

#[tokio::test]
async fn a_revoked_key_takes_its_tokens_and_sessions_with_it_and_no_others() {
    let app = TestApp::new().await;
    let create = ["keys", "create", "--tenant", "acme"];
    let (old, new) =
        (pair(&run(app.place(), &create).await.printed()), pair(&run(app.place(), &create).await.printed()));
    let opened = async |pair: &(String, String)| {
        let made = called(&app, pair, Method::POST, "/v1/users", &json!({})).await;
        let user = text(&made["user"]["id"]);
        let unused = called(&app, pair, Method::POST, &format!("/v1/tokens?userId={user}"), &json!({})).await;
        let widget = Widget::open(&app, user, &text(&made["token"]["accessToken"])).await;
        (widget, text(&unused["accessToken"]))
    };
    let ((old_widget, old_token), (new_widget, new_token)) = (opened(&old).await, opened(&new).await);

    let printed = app.keys(&["revoke", &old.0]).await;
    assert!(printed.contains("sessions 1, unused link tokens 1"), "{printed}");
    let refused = old_widget.get(&app, "/session").await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("SESSION_EXPIRED")));
    assert_eq!(open_session(&app, &old_token).await.status, 401);
    assert_eq!(new_widget.get(&app, "/session").await.status, 200);
    assert_eq!(open_session(&app, &new_token).await.status, 201);
    let again = app.keys(&["revoke", &old.0]).await;
    assert!(again.contains("sessions 0, unused link tokens 0"), "{again}");
}

/// The command may run on a machine with another clock: the test's is days behind.
#[tokio::test]
async fn what_a_revoked_key_made_is_over_whatever_another_clock_says() {
    let app = TestApp::new().await;
    let made = pair(&run(app.place(), &["keys", "create", "--tenant", "acme"]).await.printed());
    let user = called(&app, &made, Method::POST, "/v1/users", &json!({})).await;
    let exchanged = text(&user["token"]["accessToken"]);
    let widget = Widget::open(&app, text(&user["user"]["id"]), &exchanged).await;
    let path = format!("/v1/tokens?userId={}", text(&user["user"]["id"]));
    let unused = text(&called(&app, &made, Method::POST, &path, &json!({})).await["accessToken"]);
    run(app.place(), &["keys", "revoke", &made.0]).await.printed();
    assert_eq!(widget.get(&app, "/session").await.status, 401);
    for token in [exchanged, unused] {
        assert_eq!(open_session(&app, &token).await.status, 401);
    }
}

#[tokio::test]
async fn a_revoked_keys_webhooks_are_listed_and_removed_when_asked() {
    let app = TestApp::new().await;
    let create = ["keys", "create", "--tenant", "acme"];
    let (old, new) =
        (pair(&run(app.place(), &create).await.printed()), pair(&run(app.place(), &create).await.printed()));
    let webhook = async |pair: &(String, String), name: &str| {
        let body = json!({
            "name": name, "url": "http://127.0.0.1:9/", "eventTypes": ["ALL_EVENTS"], "active": true,
            "secret": "a secret that is long enough",
        });
        text(&called(&app, pair, Method::POST, "/v1/webhooks", &body).await["id"])
    };
    let (mine, other, older) =
        (webhook(&old, "mine").await, webhook(&new, "other").await, webhook(&new, "older").await);
    app.run_sql(&format!("UPDATE webhooks SET api_key = NULL WHERE id = '{older}'")).await;

    let printed = run(app.place(), &["keys", "revoke", &old.0]).await.printed();
    let (made, unknown) = printed.split_once("may have been created").unwrap();
    assert!(made.contains(&mine) && made.contains("--webhooks") && !made.contains(&older), "{printed}");
    assert!(unknown.contains(&older) && !printed.contains(&other), "{printed}");
    let left = async || called(&app, &new, Method::GET, "/v1/webhooks", &json!({})).await.to_string();
    assert!(left().await.contains(&mine), "it is listed, not removed");

    let printed = run(app.place(), &["keys", "revoke", &old.0, "--webhooks"]).await.printed();
    assert!(printed.contains("Removed webhooks:") && printed.contains(&mine), "{printed}");
    let left = left().await;
    assert!(!left.contains(&mine) && left.contains(&other) && left.contains(&older), "{left}");
}

#[tokio::test]
async fn the_invites_of_a_revoked_key_are_listed_and_ended_when_asked() {
    let app = TestApp::new().await;
    let create = ["keys", "create", "--tenant", "acme"];
    let (old, new) =
        (pair(&run(app.place(), &create).await.printed()), pair(&run(app.place(), &create).await.printed()));
    let mut template = invite_template();
    template["email"]["sendEmail"] = false.into();
    let template = called(&app, &new, Method::POST, "/v1/inviteTemplates", &template).await["id"].clone();
    let invite = async |pair: &(String, String)| {
        let body = json!({ "fullName": "George Palomero", "email": "a@b.co", "templateId": template });
        called(&app, pair, Method::POST, "/v1/invites", &body).await
    };
    let at_link = async |invite: &Value, method: Method, rest: &str| {
        let url = text(&invite["inviteLandingPageUrl"]);
        let path = format!("{}{rest}", url.strip_prefix("http://localhost").unwrap());
        app.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await
    };
    let token = async |invite: &Value| at_link(invite, Method::POST, "/token").await;
    let (mine, other, older) = (invite(&old).await, invite(&new).await, invite(&new).await);
    app.run_sql(&format!("UPDATE invites SET api_key = NULL WHERE id = '{}'", text(&older["id"]))).await;
    let opened = token(&mine).await.json();
    let widget = Widget::open(&app, text(&mine["userId"]), &text(&opened["userToken"])).await;
    let unused = text(&token(&mine).await.json()["userToken"]);

    let ids = [&mine, &other, &older].map(|invite| text(&invite["id"]));
    let [mine_id, other_id, older_id] = &ids;
    let printed = app.keys(&["revoke", &old.0]).await;
    let (made, unknown) = printed.split_once("may have been created").unwrap();
    assert!(made.contains(mine_id) && made.contains("--invites") && !made.contains(older_id), "{printed}");
    assert!(unknown.contains(older_id) && !printed.contains(other_id), "{printed}");
    assert_eq!(widget.get(&app, "/session").await.status, 200, "it is listed, not ended");
    assert_eq!(token(&mine).await.status, 201);

    let printed = app.keys(&["revoke", &old.0, "--invites"]).await;
    assert!(printed.contains("Ended invites:") && printed.contains(mine_id), "{printed}");
    assert_eq!(widget.get(&app, "/session").await.status, 401);
    assert_eq!(open_session(&app, &unused).await.status, 401);
    assert_eq!(token(&mine).await.status, 410);
    let page = String::from_utf8(at_link(&mine, Method::GET, "").await.body.to_vec()).unwrap();
    assert!(page.contains("This invitation has expired"), "{page}");
    let status = async |id: &str| {
        let path = format!("/v1/invites/{id}");
        called(&app, &new, Method::GET, &path, &Value::Null).await["status"].clone()
    };
    assert_eq!(status(mine_id).await, "REVOKED");
    assert_eq!(status(other_id).await, "INVITED");
    for open in [&other, &older] {
        assert_eq!(token(open).await.status, 201);
    }
}

#[tokio::test]
async fn a_revoked_sandbox_key_does_not_come_back_with_the_next_start() {
    let app = TestApp::new().await;
    let key = app.app.credentials().unwrap().api_key.clone();
    run(app.place(), &["keys", "revoke", &key]).await.printed();
    let later = app.another(|_| {}).await;
    assert_eq!(later.get("/users").await.status, 401);
}

#[tokio::test]
async fn tenants_do_not_see_each_other() {
    let app = TestApp::new().await;
    let (user, _) = app.new_user().await;
    let printed = run(app.place(), &["keys", "create", "--tenant", "acme"]).await.printed();
    let (key, secret) = pair(&printed);
    let basic = format!("Basic {}", STANDARD.encode(format!("{key}:{secret}")));
    let request = |path: String| Request::get(path).header(AUTHORIZATION, basic.clone()).body(Body::empty());
    assert_eq!(app.send(request(format!("/v1/users/{user}")).unwrap()).await.status, 404);
    assert!(app.send(request("/v1/users".to_owned()).unwrap()).await.items().is_empty());
}

#[tokio::test]
async fn names_of_tenants_are_checked() {
    let app = TestApp::new().await;
    for name in ["", "Acme", "acme ltd", "ac/me"] {
        let complaint = run(app.place(), &["keys", "create", "--tenant", name]).await.refused();
        assert!(complaint.contains("a-z"), "{complaint}");
    }
}
