//! Links: what organizations that take part learn of a person's accounts elsewhere.

use super::link;
use crate::support::{Receiver, TestApp, text};
use clap::Parser as _;
use serde_json::json;
use std::time::Duration;
use wink_service::{Cli, Command};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Links a person for another organization.
async fn linked_elsewhere(app: &TestApp, tenant: &str, provider: &str, name: &str) -> String {
    let widget = app.widget().await;
    let account = link(app, &widget, provider, "email", name).await;
    app.run_sql(&format!(
        "INSERT INTO tenants (id, created_at) VALUES ('{tenant}', 0) ON CONFLICT DO NOTHING"
    ))
    .await;
    app.run_sql(&format!("UPDATE accounts SET tenant_id = '{tenant}' WHERE id = '{account}'")).await;
    account
}

async fn links(app: &TestApp, command: &str, tenant: &str) -> bool {
    let arguments = ["wink-service", "links", command, "--database", app.database(), tenant];
    match Cli::try_parse_from(arguments).unwrap().command {
        Command::Links(command) => command.run().await.is_ok(),
        other => panic!("not what was asked: {other:?}"),
    }
}

#[tokio::test]
async fn who_takes_part_learns_when_others_linked_the_person() {
    let app = TestApp::new().await;
    let receiver = Receiver::new().await;
    receiver.subscribe(&app, &["LINK_ADDED"]).await;
    for (tenant, wait) in [("bank", 1), ("bank", 2), ("shop", 3)] {
        linked_elsewhere(&app, tenant, "joyride", "gpalomero1234@smileapi.io").await;
        app.clock.advance(DAY * wait);
    }
    assert!(links(&app, "join", "bank").await);
    assert!(!links(&app, "join", "nobody").await);
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    let found = app.get("/links").await.items();
    assert_eq!(found.len(), 1, "others' links are theirs: {found:?}");
    // The shop does not take part.
    assert_eq!(found[0]["records"], json!([{ "count": 2, "linkedAt": ["2026-11-23T00:00:00Z"] }]));
    assert_eq!(found[0]["startDate"], "2026-06-01T10:00:00Z");
    assert_eq!(found[0]["endDate"], "2026-11-28T10:00:00Z");
    assert_eq!(found[0]["metadata"]["sourceId"], account.as_str());
    let id = text(&found[0]["id"]);
    assert_eq!(app.get(&format!("/links/{id}")).await.json()["data"], found[0]);
    let payload = app.get(&format!("/accounts/{account}/payload")).await.json()["data"]["links"].clone();
    assert_eq!(payload[0]["records"], found[0]["records"]);
    let event = receiver.at_least(1).await[0].event();
    assert_eq!((text(&event["type"]), text(&event["data"]["id"])), ("LINK_ADDED".to_owned(), id));

    assert!(links(&app, "join", "shop").await);
    let records = app.get("/links").await.items()[0]["records"].clone();
    let times = json!(["2026-11-23T00:00:00Z", "2026-11-25T00:00:00Z"]);
    assert_eq!(records, json!([{ "count": 3, "linkedAt": times }]));
    assert!(links(&app, "leave", "sandbox").await);
    assert!(app.get("/links").await.items().is_empty(), "who does not tell is not told");
}

#[tokio::test]
async fn only_the_same_person_at_the_same_provider_counts_and_only_while_it_is_kept() {
    let app = TestApp::new().await;
    let elsewhere = linked_elsewhere(&app, "bank", "joyride", "gpalomero1234@smileapi.io").await;
    linked_elsewhere(&app, "bank", "joyride", "ryan1234@smileapi.io").await;
    linked_elsewhere(&app, "bank", "upwork", "anisha98765@smileapi.io").await;
    assert!(links(&app, "join", "bank").await);
    let widget = app.widget().await;
    link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    link(&app, &widget, "upwork", "email", "gpalomero1234@smileapi.io").await;
    let counts = |items: Vec<serde_json::Value>| {
        items.iter().map(|item| item["records"][0]["count"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(counts(app.get("/links").await.items()), [json!(null), json!(1)]);
    // Revoking does the same.
    app.run_sql(&format!(
        "UPDATE accounts SET status = 'DISCONNECTED', person_key = NULL WHERE id = '{elsewhere}'"
    ))
    .await;
    assert_eq!(counts(app.get("/links").await.items()), [json!(null), json!(null)]);
    assert_eq!(app.get("/links/link-0").await.status, 404);
}
