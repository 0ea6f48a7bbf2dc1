//! Filters of lists: none is silently ignored, not even an empty one or `accountId`.

use crate::data::{all, link};
use crate::support::{TestApp, text};
use axum::body::Body;
use axum::http::{Method, Request};
use std::collections::BTreeSet;

/// All lists of records.
const RECORDS: [&str; 10] = [
    "identities",
    "employments",
    "incomes",
    "ratings",
    "transactions",
    "contributions",
    "liabilities",
    "documents",
    "eincomes",
    "insights",
];

/// Method, path, and the name of every query parameter in the published document.
async fn query_parameters(app: &TestApp) -> Vec<(Method, String, String)> {
    let reply = app.send(Request::get("/v1/openapi.json").body(Body::empty()).unwrap()).await.json();
    let mut found = Vec::new();
    for (path, item) in reply["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                if parameter["in"] == "query" {
                    let method = method.to_uppercase().parse().unwrap();
                    found.push((method, path.clone(), text(&parameter["name"])));
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn an_empty_parameter_is_refused_by_every_operation() {
    let app = TestApp::new().await;
    let (user_id, _) = app.new_user().await;
    let mut lists = BTreeSet::new();
    for (method, path, name) in query_parameters(&app).await {
        let address = path.replace("{id}", "x").replace("{inviteId}", "x");
        for query in [format!("{name}="), name.clone(), format!("{name}={user_id}&{name}=")] {
            let reply = app.call(method.clone(), &format!("{address}?{query}"), None).await;
            assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{address}?{query}");
            let words = text(&reply.json()["message"]);
            assert!(words.starts_with(&format!("{name} must not be empty")), "{address}?{query}: {words}");
        }
        if name == "cursor" {
            lists.insert(path);
        }
    }
    assert!(RECORDS.iter().all(|list| lists.contains(&format!("/{list}"))), "{lists:?}");
    assert!(lists.len() >= 25, "{lists:?}");
}

#[tokio::test]
async fn an_empty_filter_is_refused_beside_a_cursor_and_in_one() {
    let app = TestApp::new().await;
    app.new_user().await;
    app.new_user().await;
    let cursor = text(&app.get("/users?size=1").await.json()["data"]["nextCursor"]);
    assert_eq!(app.get(&format!("/users?cursor={cursor}")).await.items().len(), 1);
    let beside = app.get(&format!("/users?cursor={cursor}&startDate=")).await;
    assert_eq!(beside.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    // A forged cursor: {"l":"identities","a":9,"f":{"userId":""}}
    let within = app.get("/identities?cursor=eyJsIjoiaWRlbnRpdGllcyIsImEiOjksImYiOnsidXNlcklkIjoiIn19").await;
    assert!(text(&within.json()["message"]).starts_with("userId must not be empty"), "{}", within.json());
}

#[tokio::test]
async fn unknown_parameters_are_ignored_even_empty_ones() {
    let app = TestApp::new().await;
    app.new_user().await;
    assert_eq!(app.get("/users?colour=&size=5").await.items().len(), 1);
}

#[tokio::test]
async fn a_list_of_empty_entries_names_nothing() {
    let app = TestApp::new().await;
    assert!(app.get("/providers?ids=,").await.items().is_empty());
    assert!(app.get("/providers?ids=%20").await.items().is_empty());
    assert_eq!(app.get("/providers?ids=,grab,").await.items().len(), 1);
    assert_eq!(app.get("/providers?topIds=,dunzo&size=1").await.items()[0]["id"], "dunzo");
}

#[tokio::test]
async fn every_list_of_records_is_filtered_by_account() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let other = app.widget().await;
    // Together, the sources have every kind of record.
    let sources = [
        ("upwork", "email", "gpalomero1234@smileapi.io"),
        ("sss", "username", "George"),
        ("nbi", "email", "gpalomero1234@smileapi.io"),
    ];
    let mut accounts = Vec::new();
    for (provider, option, name) in sources {
        accounts.push(link(&app, &widget, provider, option, name).await);
        link(&app, &other, provider, option, name).await;
    }
    for list in RECORDS {
        let everything = all(&app, &format!("/{list}?size=150")).await;
        let mut found = 0;
        for account in &accounts {
            let of_account: Vec<_> = everything
                .iter()
                .filter(|item| item["metadata"]["accountId"] == **account)
                .cloned()
                .collect();
            assert_eq!(
                all(&app, &format!("/{list}?accountId={account}&size=150")).await,
                of_account,
                "{list}"
            );
            found += of_account.len();
        }
        assert!(0 < found && found < everything.len(), "{list}: {found} of {}", everything.len());
        assert!(all(&app, &format!("/{list}?accountId=a-0")).await.is_empty(), "{list}");
    }
}
