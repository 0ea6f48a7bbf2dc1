//! Quotas: parallel requests pass none of them, and a refusal says what to do.

mod documents;
mod exports;
mod invites;
mod logins;
mod sessions;

use crate::support::{Host, Receiver, Reply, TestApp, invite_template, text};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinSet;
use wink_service::Settings;

/// Requests that are sent at once.
const AT_ONCE: usize = 20;

/// Sets quotas as an operator does.
fn quotas(limits: &'static str) -> impl Fn(&mut Settings) {
    move |settings| settings.quotas = limits.split(',').map(|limit| limit.parse().unwrap()).collect()
}

/// Two processes on one database, with the same quotas.
async fn two_processes(limits: &'static str) -> [Arc<TestApp>; 2] {
    let one = TestApp::with(quotas(limits)).await;
    let other = one.another(quotas(limits)).await;
    [Arc::new(one), Arc::new(other)]
}

/// Sends requests at once, half of them to each process.
async fn at_once<Sent: Future<Output = Reply> + Send + 'static>(
    apps: &[Arc<TestApp>; 2],
    send: impl Fn(Arc<TestApp>, usize) -> Sent,
) -> Vec<Reply> {
    let numbered = (0..AT_ONCE).zip(apps.iter().cycle());
    let requests: JoinSet<Reply> = numbered.map(|(number, app)| send(Arc::clone(app), number)).collect();
    requests.join_all().await
}

/// Checks that exactly `allowed` of the requests succeeded, and that the quota's name is in every refusal. Returns one.
#[track_caller]
fn check(replies: &[Reply], allowed: usize, code: &str, quota: &str) -> Value {
    let (done, refused): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status < 300);
    assert_eq!(done.len(), allowed, "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
    for reply in &refused {
        assert_eq!(reply.refusal(), (429, code.to_owned()));
        let message = text(&reply.json()["message"]);
        assert!(message.starts_with(&format!("the quota {quota} is used up: at most ")), "{message}");
    }
    refused.first().unwrap().json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_requests_add_no_more_webhooks_than_the_quota() {
    let apps = two_processes("webhooks=5").await;
    let webhook = Receiver::new().await.webhook("/hooks", &["ALL_EVENTS"]);
    let add = |app: Arc<TestApp>, _| {
        let webhook = webhook.clone();
        async move { app.post("/webhooks", &webhook).await }
    };
    let refused = check(&at_once(&apps, add).await, 5, "REQUEST_LIMIT_EXCEEDED", "webhooks");
    assert!(text(&refused["message"]).contains("delete one"), "{refused}");
    let [app, _] = &apps;
    let listed = app.get("/webhooks").await.items();
    assert_eq!(listed.len(), 5);
    // Another tenant has a quota of its own, and deleting makes room.
    let other = Host::with_key(app, "acme", "sandbox").await;
    assert_eq!(other.call(app, Method::POST, "/webhooks", Some(&webhook)).await.status, 200);
    app.call(Method::DELETE, &format!("/webhooks/{}", text(&listed[0]["id"])), None).await;
    assert_eq!(app.post("/webhooks", &webhook).await.status, 200);
    assert_eq!(app.post("/webhooks", &webhook).await.status, 429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn templates_of_every_kind_share_a_quota() {
    // Three are the sandbox's own, which are there whatever the quota.
    let apps = two_processes("templates=9").await;
    let add = |app: Arc<TestApp>, number| async move {
        let (path, body) = match number % 3 {
            0 => ("/inviteTemplates", invite_template()),
            1 => ("/winkTemplates", json!({ "name": "n", "companyName": "c" })),
            _ => (
                "/consentTemplates",
                json!({ "consentType": "t", "version": "1", "consentText": "I agree." }),
            ),
        };
        app.post(path, &body).await
    };
    check(&at_once(&apps, add).await, 6, "REQUEST_LIMIT_EXCEEDED", "templates");
    let [app, _] = &apps;
    let seeded_again = app.another(quotas("templates=1")).await;
    let of_all_kinds = [
        seeded_again.get("/inviteTemplates").await.items(),
        seeded_again.get("/winkTemplates").await.items(),
        seeded_again.get("/consentTemplates").await.items(),
    ];
    assert_eq!(of_all_kinds.iter().map(Vec::len).sum::<usize>(), 9);
    let wink = text(&of_all_kinds[1][0]["id"]);
    app.call(Method::DELETE, &format!("/winkTemplates/{wink}"), None).await;
    assert_eq!(app.post("/inviteTemplates", &invite_template()).await.status, 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_requests_save_no_more_versions_of_a_template_than_the_quota() {
    let apps = two_processes("template-versions=6").await;
    let [app, _] = &apps;
    let template = json!({ "name": "n", "companyName": "c" });
    let made = app.post("/winkTemplates", &template).await.json();
    let path = format!("/winkTemplates/{}", text(&made["data"]["id"]));
    let save = |app: Arc<TestApp>, _| {
        let (path, template) = (path.clone(), template.clone());
        async move { app.call(Method::PUT, &path, Some(&template)).await }
    };
    check(&at_once(&apps, save).await, 5, "REQUEST_LIMIT_EXCEEDED", "template-versions");
    // Deleting makes no room, since versions are kept.
    app.call(Method::DELETE, &path, None).await;
    assert_eq!(app.post("/winkTemplates", &template).await.status, 429);
}
