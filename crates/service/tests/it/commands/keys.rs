//! `wink-service keys`.

use crate::support::{TestApp, run};
use axum::body::Body;
use axum::http::Request;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The key and the secret that were printed.
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

#[tokio::test]
async fn a_revoked_sandbox_key_does_not_come_back_with_the_next_start() {
    let app = TestApp::new().await;
    let key = app.app.credentials().api_key.clone();
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
