//! Invites a day, of a tenant and to a recipient.

use super::{at_once, check, two_processes};
use crate::support::{TestApp, invite_template, text};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_invites_pass_no_quota() {
    for (limits, quota, to_one) in
        [("tenant-invites=5", "tenant-invites", false), ("recipient-invites=5", "recipient-invites", true)]
    {
        let apps = two_processes(limits).await;
        let [app, _] = &apps;
        let template = text(&app.post("/inviteTemplates", &invite_template()).await.json()["data"]["id"]);
        let invite = |app: Arc<TestApp>, number: usize| {
            let email = match (to_one, number % 2) {
                (false, _) => format!("person{number}@example.com"),
                (true, 0) => "Ana@example.com".to_owned(),
                (true, _) => "ana@Example.com".to_owned(),
            };
            let body = json!({ "fullName": "Ana Cruz", "email": email, "templateId": template });
            async move { app.post("/invites", &body).await }
        };
        check(&at_once(&apps, invite).await, 5, "REQUEST_LIMIT_EXCEEDED", quota);
        assert_eq!(app.get("/invites").await.items().len(), 5, "a refused invite leaves nothing");
        assert_eq!(app.get("/users").await.items().len(), 5);
        app.clock.advance(DAY);
        assert_eq!(invite(Arc::clone(app), 0).await.status, 201);
    }
}
