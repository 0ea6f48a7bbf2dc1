//! Calls every operation of the published document with keys of another mode and of another tenant: what one scope has
//! does not exist for any other, whether it is test data or live data.

use crate::archives::samples::sample;
use crate::data::link;
use crate::support::{Host, Receiver, Reply, TestApp, eventually, invite_template, text};
use axum::body::Body;
use axum::http::{Method, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// How an operation could reach what belongs to another scope.
enum Asked {
    /// It is a list, which must be empty.
    List,
    /// Its path names a thing, which must not be found.
    Named(&'static str, Value),
    /// Its query or body names a thing, which must not be found.
    Naming(String, Value),
    /// It is the same for a whole mode, or creates something for the caller.
    Own,
}

/// The ids of what the sandbox's key owns, by kind.
type Ids = BTreeMap<&'static str, String>;

/// How to call each operation. Add new operations of the document here.
fn asked(operation: &str, ids: &Ids) -> Asked {
    use Asked::{List, Named, Naming, Own};
    let get = |kind| Named(kind, Value::Null);
    match operation {
        "GET /accounts"
        | "GET /archives"
        | "GET /archives/-/payslips/listPredictions"
        | "GET /consentTemplates"
        | "GET /contributions"
        | "GET /documents"
        | "GET /eincomes"
        | "GET /employments"
        | "GET /identities"
        | "GET /incomes"
        | "GET /insights"
        | "GET /inviteTemplates"
        | "GET /invites"
        | "GET /liabilities"
        | "GET /links"
        | "GET /ratings"
        | "GET /tasks"
        | "GET /transactions"
        | "GET /uploads"
        | "GET /users"
        | "GET /webhooks"
        | "GET /winkTemplates" => List,
        "GET /accounts/{id}"
        | "GET /accounts/{id}/payload"
        | "DELETE /accounts/{id}"
        | "POST /accounts/{id}/disableMonitor" => get("accounts"),
        "POST /accounts/{id}/exports/generate" => Named("accounts", json!({ "fileExtensionType": "CSV" })),
        "GET /archives/{id}" | "DELETE /archives/{id}" | "GET /uploads/{id}" => get("archives"),
        "GET /contributions/{id}" => get("contributions"),
        "GET /documents/{id}" => get("documents"),
        "GET /eincomes/{id}" => get("eincomes"),
        "GET /employments/{id}" => get("employments"),
        "GET /identities/{id}" => get("identities"),
        "GET /incomes/{id}" => get("incomes"),
        "GET /insights/{id}" => get("insights"),
        "GET /liabilities/{id}" => get("liabilities"),
        "GET /links/{id}" => get("links"),
        "GET /ratings/{id}" => get("ratings"),
        "GET /tasks/{id}" => get("tasks"),
        "GET /transactions/{id}" => get("transactions"),
        "GET /users/{id}" | "GET /users/{id}/payload" | "POST /users/{id}/resetSession" => get("users"),
        "GET /invites/{id}" | "GET /invites/{id}/logs" => get("invites"),
        "GET /inviteTemplates/{id}" | "DELETE /inviteTemplates/{id}" => get("inviteTemplates"),
        "PUT /inviteTemplates/{id}" => Named("inviteTemplates", invite_template()),
        "GET /winkTemplates/{id}" | "DELETE /winkTemplates/{id}" => get("winkTemplates"),
        "PUT /winkTemplates/{id}" => Named("winkTemplates", json!({ "name": "n", "companyName": "c" })),
        "DELETE /consentTemplates/{id}" => get("consentTemplates"),
        "GET /webhooks/{id}" | "DELETE /webhooks/{id}" => get("webhooks"),
        "POST /webhooks/{id}/secret" => {
            Named("webhooks", json!({ "secret": "a stranger's secret, long enough" }))
        }
        "POST /tokens" => Naming(format!("/tokens?userId={}", ids["users"]), Value::Null),
        "POST /invites" => {
            let body = json!({ "fullName": "A B", "email": "a@b.co", "templateId": ids["inviteTemplates"] });
            Naming("/invites".to_owned(), body)
        }
        "POST /winkTemplates" => {
            let consent = &ids["consentTemplates"];
            let body = json!({ "name": "n", "companyName": "c", "consentTemplateId": consent });
            Naming("/winkTemplates".to_owned(), body)
        }
        "GET /archives/-/payslips/queryPrediction" => {
            let path = format!("/archives/-/payslips/queryPrediction?archiveId={}", ids["archives"]);
            Naming(path, Value::Null)
        }
        "POST /archives/-/payslips/sendManualResult" => {
            let body = json!({ "archiveId": ids["archives"], "validFile": false, "checkedFields": [] });
            Naming("/archives/-/payslips/sendManualResult".to_owned(), body)
        }
        "POST /archives" | "POST /archives/classify" | "POST /archives/-/payslips/uploadRawFile" => {
            let file = json!({ "fileExtensionType": "PDF", "fileContent": "JVBERi0=" });
            let mut body =
                json!({ "userId": ids["users"], "fileType": "PAYSLIP", "rawFiles": [file.clone()] });
            body["fileExtensionType"] = file["fileExtensionType"].clone();
            body["fileContent"] = file["fileContent"].clone();
            Naming(operation.trim_start_matches("POST ").to_owned(), body)
        }
        "POST /users"
        | "POST /webhooks"
        | "POST /consentTemplates"
        | "POST /inviteTemplates"
        | "GET /providers"
        | "GET /providers/{id}"
        | "GET /fileTypes" => Own,
        other => panic!("{other} is new: say how it is asked for what belongs to somebody else"),
    }
}

/// All operations of the document, as method and path.
async fn operations(app: &TestApp) -> Vec<(Method, String)> {
    let document = app.send(Request::get("/v1/openapi.json").body(Body::empty()).unwrap()).await.json();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            let method = method.to_uppercase().parse().unwrap();
            operations.push((method, path.trim_start_matches("/v1").to_owned()));
        }
    }
    operations
}

/// Links, uploads and invites with the sandbox's key, and creates one thing of every kind.
async fn everything(app: &TestApp) -> Ids {
    let mut ids = Ids::new();
    let widget = app.widget().await;
    // Together they have every kind of record.
    for (provider, option, name) in [
        ("joyride", "email", "gpalomero1234@smileapi.io"),
        ("upwork", "email", "gpalomero1234@smileapi.io"),
        ("nbi", "email", "gpalomero1234@smileapi.io"),
        ("sss", "username", "George"),
    ] {
        link(app, &widget, provider, option, name).await;
    }
    let payslip = STANDARD.encode(sample("payslip-george.pdf"));
    let file = json!({ "fileExtensionType": "PDF", "fileContent": payslip, "userId": widget.user_id });
    settle(app, &app.post("/archives/-/payslips/uploadRawFile", &file).await).await;
    let consent = json!({ "consentType": "Terms", "version": "1", "consentText": "I agree." });
    let receiver = Receiver::new().await;
    for (path, body) in [
        ("/consentTemplates", consent),
        ("/inviteTemplates", invite_template()),
        ("/winkTemplates", json!({ "name": "n", "companyName": "c" })),
        ("/webhooks", receiver.webhook("/", &["ALL_EVENTS"])),
    ] {
        let made = app.post(path, &body).await;
        assert!(made.status < 300, "{path}: {}", made.json());
    }
    let template = text(&app.get("/inviteTemplates").await.items()[0]["id"]);
    let invite = json!({ "fullName": "A B", "email": "a@b.co", "templateId": template });
    assert!(app.post("/invites", &invite).await.status < 300);
    // After this, nothing changes by itself.
    let is_sent = async || app.get("/invites").await.items()[0]["invitedAt"].is_string();
    eventually("the e-mail of the invite is sent", is_sent).await;
    for kind in [
        "accounts",
        "archives",
        "consentTemplates",
        "contributions",
        "documents",
        "eincomes",
        "employments",
        "identities",
        "incomes",
        "insights",
        "inviteTemplates",
        "invites",
        "liabilities",
        "links",
        "ratings",
        "tasks",
        "transactions",
        "webhooks",
        "winkTemplates",
    ] {
        if let Some(first) = app.get(&format!("/{kind}")).await.items().first() {
            ids.insert(kind, text(&first["id"]));
        }
    }
    ids.insert("users", widget.user_id.clone());
    ids
}

/// Waits until an archive is no longer being read.
async fn settle(app: &TestApp, given: &Reply) {
    let path = format!("/archives/{}", text(&given.json()["data"]["id"]));
    let is_read = async || app.get(&path).await.json()["data"]["status"] != "STARTED";
    for _ in 0..3000 {
        if is_read().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{path} is still being read");
}

fn with_id(path: &str, id: &str) -> String {
    let (before, rest) = path.split_once('{').unwrap();
    format!("{before}{id}{}", rest.split_once('}').unwrap().1)
}

fn same_shape(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with('{') { "{id}" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// Everything that a host reads in lists.
async fn seen(app: &TestApp, host: &Host, operations: &[(Method, String)], ids: &Ids) -> Vec<Value> {
    let mut seen = Vec::new();
    for (method, path) in operations {
        if matches!(asked(&format!("{method} {}", same_shape(path)), ids), Asked::List) {
            seen.push(without_signatures(json!({ path.as_str(): host.get(app, path).await.items() })));
        }
    }
    seen
}

/// What an owner sees of a thing: the thing, or its list if it cannot be read alone.
async fn owned(app: &TestApp, owner: &Host, (kind, id): (&str, &str)) -> Value {
    let read = owner.get(app, &format!("/{kind}/{id}")).await;
    if read.status == 200 {
        return without_signatures(read.json()["data"].clone());
    }
    let listed = owner.get(app, &format!("/{kind}")).await.items();
    assert!(listed.iter().any(|item| item["id"] == *id), "its owner does not reach {kind} {id}");
    without_signatures(listed.into())
}

/// The address of a file is signed at each reading, so its last part always differs.
fn without_signatures(mut value: Value) -> Value {
    match &mut value {
        Value::Object(fields) => {
            fields.values_mut().for_each(|field| *field = without_signatures(field.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = without_signatures(item.take())),
        Value::String(text) if text.contains("/files/") => {
            text.truncate(text.rfind('/').unwrap_or_default());
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    value
}

/// Calls every operation on what the owner has, with a key of another scope.
async fn walk(
    app: &TestApp,
    operations: &[(Method, String)],
    ids: &Ids,
    owner: &Host,
    (who, stranger): (&str, &Host),
) {
    let before = seen(app, owner, operations, ids).await;
    // So that a change would show at least in a timestamp.
    app.clock.advance(Duration::from_secs(1));
    for (method, path) in operations {
        let operation = format!("{method} {}", same_shape(path));
        let ask = async |path: &str, body: &Value| -> Reply {
            stranger.call(app, method.clone(), path, Some(body).filter(|body| !body.is_null())).await
        };
        let is_refused = |reply: &Reply| {
            let is_missing = matches!(reply.status, 403 | 404);
            assert!(is_missing, "{who}: {operation}: {} {}", reply.status, reply.json());
        };
        match asked(&operation, ids) {
            Asked::List => {
                let reply = ask(path, &Value::Null).await;
                assert_eq!((reply.status, reply.items()), (200, Vec::new()), "{who}: {operation}");
            }
            Asked::Named(kind, body) => {
                let id = ids.get(kind).unwrap_or_else(|| panic!("nothing was made of {kind}"));
                let own = owned(app, owner, (kind, id)).await;
                is_refused(&ask(&with_id(path, id), &body).await);
                assert_eq!(owned(app, owner, (kind, id)).await, own, "{who}: {operation} changed it");
                if *method == Method::GET {
                    let read = owner.get(app, &with_id(path, id)).await;
                    assert_eq!(read.status, 200, "{operation}: its owner does not reach it");
                }
            }
            Asked::Naming(path, body) => {
                is_refused(&ask(&path, &body).await);
                let after = seen(app, owner, operations, ids).await;
                assert_eq!(after, before, "{who}: {operation} changed something");
            }
            Asked::Own => {}
        }
    }
    assert_eq!(seen(app, owner, operations, ids).await, before, "{who} changed something");
}

/// Moves everything that the sandbox's tenant has in the sandbox to production, with the same IDs.
async fn make_live(app: &TestApp) {
    for table in [
        "users",
        "accounts",
        "records",
        "tasks",
        "exports",
        "consents",
        "archives",
        "events",
        "webhooks",
        "invites",
        "consent_templates",
        "invite_templates",
        "wink_templates",
    ] {
        app.run_sql(&format!("UPDATE {table} SET mode = 'PRODUCTION' WHERE tenant_id = 'sandbox'")).await;
    }
}

#[tokio::test]
async fn nobody_reaches_what_belongs_to_another_mode_or_tenant() {
    let app = TestApp::new().await;
    let ids = everything(&app).await;
    let operations = operations(&app).await;
    assert!(operations.len() > 60, "the document has lost its operations");
    let test = Host::of_sandbox(&app);
    let live = Host::with_key(&app, "sandbox", "production").await;
    let other_test = Host::with_key(&app, "lender", "sandbox").await;
    let other_live = Host::with_key(&app, "lender", "production").await;
    let others =
        [("another tenant's sandbox key", &other_test), ("another tenant's production key", &other_live)];

    for stranger in [("a production key", &live)].into_iter().chain(others) {
        walk(&app, &operations, &ids, &test, stranger).await;
    }
    make_live(&app).await;
    for stranger in [("a sandbox key", &test)].into_iter().chain(others) {
        walk(&app, &operations, &ids, &live, stranger).await;
    }
}
