//! The published API document is complete and correct.

use crate::support::TestApp;
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::Value;
use std::collections::BTreeSet;

/// The operations that the public specification marks as generally available.
const AVAILABLE: [&str; 66] = [
    "GET /accounts",
    "DELETE /accounts/{id}",
    "GET /accounts/{id}",
    "POST /accounts/{id}/disableMonitor",
    "POST /accounts/{id}/exports/generate",
    "GET /accounts/{id}/payload",
    "GET /archives",
    "POST /archives",
    "GET /archives/-/payslips/listPredictions",
    "GET /archives/-/payslips/queryPrediction",
    "POST /archives/-/payslips/sendManualResult",
    "POST /archives/-/payslips/uploadRawFile",
    "POST /archives/classify",
    "DELETE /archives/{id}",
    "GET /archives/{id}",
    "GET /consentTemplates",
    "POST /consentTemplates",
    "DELETE /consentTemplates/{id}",
    "GET /contributions",
    "GET /contributions/{id}",
    "GET /documents",
    "GET /documents/{id}",
    "GET /eincomes",
    "GET /eincomes/{id}",
    "GET /employments",
    "GET /employments/{id}",
    "GET /fileTypes",
    "GET /identities",
    "GET /identities/{id}",
    "GET /incomes",
    "GET /incomes/{id}",
    "GET /insights",
    "GET /insights/{id}",
    "GET /inviteTemplates",
    "POST /inviteTemplates",
    "DELETE /inviteTemplates/{id}",
    "GET /inviteTemplates/{id}",
    "PUT /inviteTemplates/{id}",
    "GET /invites",
    "POST /invites",
    "GET /invites/{id}",
    "GET /invites/{id}/logs",
    "GET /liabilities",
    "GET /liabilities/{id}",
    "GET /links",
    "GET /links/{id}",
    "GET /providers",
    "GET /providers/{id}",
    "GET /ratings",
    "GET /ratings/{id}",
    "GET /tasks",
    "GET /tasks/{id}",
    "POST /tokens",
    "GET /transactions",
    "GET /transactions/{id}",
    "GET /uploads",
    "GET /uploads/{id}",
    "GET /users",
    "POST /users",
    "GET /users/{id}",
    "GET /users/{id}/payload",
    "POST /users/{id}/resetSession",
    "GET /webhooks",
    "POST /webhooks",
    "DELETE /webhooks/{id}",
    "GET /webhooks/{id}",
];

/// The operations that it marks as alpha and beta.
const OUTSIDE: [&str; 37] = [
    "GET /alpha/blacklists",
    "POST /alpha/blacklists",
    "GET /alpha/blacklists/{id}",
    "GET /alpha/employerBasics/query",
    "GET /alpha/employers/query",
    "GET /alpha/footprints",
    "POST /alpha/footprints",
    "GET /alpha/footprints/{id}",
    "GET /alpha/forms",
    "GET /alpha/forms/{id}",
    "GET /alpha/maws",
    "POST /alpha/maws",
    "GET /alpha/maws/{id}",
    "GET /alpha/signals",
    "POST /alpha/signals",
    "GET /alpha/signals/{id}",
    "GET /alpha/socialSecurities",
    "POST /alpha/socialSecurities",
    "GET /alpha/socialSecurities/{id}",
    "GET /alpha/validations",
    "POST /alpha/validations/validateBankAccount",
    "GET /alpha/validations/{id}",
    "GET /alpha/verifications",
    "POST /alpha/verifications",
    "GET /alpha/verifications/{id}",
    "GET /beta/maws",
    "POST /beta/maws/requestMaw2",
    "POST /beta/maws/requestMaw3",
    "GET /beta/maws/{id}",
    "GET /beta/signals",
    "POST /beta/signals",
    "POST /beta/signals/createSignal2",
    "POST /beta/signals/createSignal3",
    "GET /beta/signals/{id}",
    "GET /beta/socialSecurities",
    "POST /beta/socialSecurities",
    "GET /beta/socialSecurities/{id}",
];

#[tokio::test]
async fn the_document_is_open_to_everybody() {
    let app = TestApp::new().await;
    let reply = app.send(Request::get("/v1/openapi.json").body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["components"]["securitySchemes"]["basicAuth"]["scheme"], "basic");
    assert_eq!(reply.json()["security"][0]["basicAuth"], serde_json::json!([]));
}

#[tokio::test]
async fn every_operation_of_the_specification_is_described_or_refused() {
    let app = TestApp::new().await;
    let described: BTreeSet<_> =
        operations(&document(&app).await).into_iter().map(|operation| operation.name).collect();
    for name in AVAILABLE {
        let status = ask(&app, name).await;
        assert_eq!(described.contains(name), status != 501, "{name} answers {status}");
    }
    for name in OUTSIDE {
        assert_eq!(ask(&app, name).await, 501, "{name}");
        assert!(!described.contains(name), "{name}");
    }
}

#[tokio::test]
async fn every_operation_of_the_document_is_there() {
    let app = TestApp::new().await;
    for operation in operations(&document(&app).await) {
        let name = &operation.name;
        let (method, path) = address(name);
        let reply = app.call(method.clone(), &path, None).await;
        assert!(![405, 501].contains(&reply.status), "{name} answers {}", reply.status);
        assert!(!reply.json()["message"].as_str().unwrap().contains("nothing at this address"), "{name}");
        let unsigned = Request::builder().method(method).uri(format!("/v1{path}"));
        assert_eq!(app.send(unsigned.body(Body::empty()).unwrap()).await.status, 401, "{name}");
    }
}

#[tokio::test]
async fn operations_are_fully_described() {
    let app = TestApp::new().await;
    let document = document(&app).await;
    let tags: BTreeSet<_> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    for Operation { name, described } in operations(&document) {
        let id = described["operationId"].as_str().unwrap();
        assert!(
            id.contains('-') && ids.insert(id.to_owned()),
            "{name}: {id} is taken, or only the function's name"
        );
        assert!(tags.contains(described["tags"][0].as_str().unwrap()), "{name}: its tag is not in the table");
        assert!(!described["summary"].as_str().unwrap().is_empty(), "{name}");
        for status in ["401", "429", "500", "503"] {
            assert!(described["responses"][status].is_object(), "{name}: {status}");
        }
        let success =
            described["responses"].as_object().unwrap().iter().find(|(status, _)| status.starts_with('2'));
        let (_, success) = success.expect(&name);
        let schema = success["content"]["application/json"]["schema"]["$ref"].as_str();
        assert!(schema.is_some() || success["content"].is_null(), "{name}: {success}");
        assert!(success["headers"]["x-request-id"].is_object(), "{name}");
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let app = TestApp::new().await;
    let document = document(&app).await;
    let mut pending = vec![&document];
    while let Some(value) = pending.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let target = document.pointer(reference.strip_prefix('#').unwrap());
            assert!(target.is_some(), "{reference}");
        }
        match value {
            Value::Array(items) => pending.extend(items),
            Value::Object(fields) => pending.extend(fields.values()),
            _ => {}
        }
    }
}

struct Operation {
    /// Method and path, with every path parameter called `id`.
    name: String,
    described: Value,
}

async fn document(app: &TestApp) -> Value {
    app.send(Request::get("/v1/openapi.json").body(Body::empty()).unwrap()).await.json()
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let segments: Vec<_> =
            path.split('/').map(|segment| if segment.starts_with('{') { "{id}" } else { segment }).collect();
        for (method, described) in item.as_object().unwrap() {
            let name = format!("{} {}", method.to_uppercase(), segments.join("/"));
            found.push(Operation { name, described: described.clone() });
        }
    }
    found
}

async fn ask(app: &TestApp, name: &str) -> u16 {
    let (method, path) = address(name);
    app.call(method, &path, None).await.status
}

fn address(name: &str) -> (Method, String) {
    let (method, path) = name.split_once(' ').unwrap();
    (method.parse().unwrap(), path.replace("{id}", "x-1"))
}
