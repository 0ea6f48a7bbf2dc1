//! The Open API: envelope, lists, filters, refusals.

use crate::support::{TestApp, text, with_json};
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request};
use serde_json::{Value, json};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn a_user_comes_with_a_token() {
    let app = TestApp::new().await;
    let reply = app.post("/users", &json!({ "externalMetadata": { "customer": "42" } })).await;
    assert_eq!(reply.status, 201);
    insta::assert_json_snapshot!(reply.tame(), @r#"
    {
      "code": "OK",
      "data": {
        "token": {
          "accessToken": "<accessToken>",
          "expiresAt": "2026-11-22T15:00:00Z",
          "id": "tk-<id>",
          "mode": "SANDBOX"
        },
        "user": {
          "createdAt": "2026-11-22T10:00:00Z",
          "externalMetadata": {
            "customer": "42"
          },
          "id": "sandbox-<id>",
          "providers": [],
          "session": {
            "channel": "Default",
            "status": "IN_PROGRESS",
            "userId": "sandbox-<id>"
          }
        }
      },
      "message": "Success",
      "requestId": "<requestId>"
    }
    "#);
}

#[tokio::test]
async fn a_user_needs_no_body() {
    let app = TestApp::new().await;
    assert_eq!(app.call(Method::POST, "/users", None).await.status, 201);
}

#[tokio::test]
async fn metadata_has_bounds() {
    let app = TestApp::new().await;
    let six: serde_json::Map<_, _> = (0..6).map(|n| (n.to_string(), json!("x"))).collect();
    for metadata in [
        Value::Object(six),
        json!({ "a": "x".repeat(501) }),
        json!({ "a".repeat(51): "x" }),
        json!({ "a": "ü" }),
        json!({ "a": 5 }),
        json!({ "a": { "b": "c" } }),
        json!("text"),
        json!(null),
    ] {
        let reply = app.post("/users", &json!({ "externalMetadata": metadata })).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{metadata}");
    }
    let most = json!({ "externalMetadata": { "a".repeat(50): "x".repeat(500) } });
    assert_eq!(app.post("/users", &most).await.status, 201);
}

#[tokio::test]
async fn shapes_of_an_account_and_its_data() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    widget.connect_george(&app).await;
    let mut account = app.get("/accounts").await.tame();
    insta::assert_json_snapshot!(account["data"]["items"][0].take(), @r#"
    {
      "connection": {
        "errorCode": null,
        "errorMessage": null,
        "status": "CONNECTED",
        "updatedAt": "2026-11-22T10:00:00Z"
      },
      "connectionStatus": "CONNECTED",
      "createdAt": "2026-11-22T10:00:00Z",
      "id": "a-<id>",
      "monitor": {
        "status": "ACTIVE",
        "updatedAt": "2026-11-22T10:00:00Z"
      },
      "monitorStatus": "ACTIVE",
      "providerId": "upwork",
      "userId": "sandbox-<id>"
    }
    "#);
    let income = app.get("/incomes?size=1").await.tame();
    insta::assert_json_snapshot!(income["data"]["items"][0], @r#"
    {
      "baseAmount": 9240,
      "currency": "PHP",
      "employer": "Upwork Global Inc.",
      "endDate": "2026-11-15",
      "frequency": "Semimonthly",
      "grossAmount": 9240,
      "id": "inc-<id>",
      "metadata": {
        "accountId": "a-<id>",
        "createdAt": "2026-11-22T10:00:00Z",
        "itemCreatedAt": "2026-11-22T10:00:00Z",
        "providerId": "upwork",
        "sourceId": "a-<id>",
        "sourceType": "ACCOUNT",
        "userId": "sandbox-<id>"
      },
      "netAmount": 7854,
      "startDate": "2026-11-01",
      "workItem": "Logistics coordination and virtual assistance"
    }
    "#);
    let employment = app.get("/employments").await.tame();
    insta::assert_json_snapshot!(employment["data"]["items"][0]["startDate"], @r#""2022-03-01""#);
    let identity = app.get("/identities").await.tame();
    insta::assert_json_snapshot!(identity["data"]["items"][0]["phones"], @r#"
    [
      {
        "number": "+639559991234",
        "type": "Mobile"
      }
    ]
    "#);
}

#[tokio::test]
async fn lists_go_page_by_page() {
    let app = TestApp::new().await;
    let mut made = Vec::new();
    for _ in 0..23 {
        made.push(app.new_user().await.0);
    }
    made.reverse();
    let mut seen = Vec::new();
    let mut pages = Vec::new();
    let mut path = "/users".to_owned();
    loop {
        let reply = app.get(&path).await;
        pages.push(reply.items().len());
        seen.extend(reply.items().iter().map(|user| text(&user["id"])));
        let Some(cursor) = reply.json()["data"]["nextCursor"].as_str().map(str::to_owned) else { break };
        path = format!("/users?cursor={cursor}");
        app.new_user().await;
    }
    assert_eq!(pages, [10, 10, 3], "new users do not shift the pages");
    assert_eq!(seen, made, "newest first");
    assert_eq!(app.get("/users?size=150").await.items().len(), 25);
    assert_eq!(app.get("/users?size=25").await.json()["data"]["nextCursor"], Value::Null);
}

#[tokio::test]
async fn a_cursor_remembers_its_filters() {
    let app = TestApp::new().await;
    let (one, other) = (app.widget().await, app.widget().await);
    one.connect_george(&app).await;
    other.connect_george(&app).await;
    // The other user's items are the newer ones. Without the filter, the second page would show older ones.
    let first = app.get(&format!("/incomes?userId={}&size=20", other.user_id)).await;
    let cursor = text(&first.json()["data"]["nextCursor"]);
    let rest = app.get(&format!("/incomes?cursor={cursor}&size=20")).await;
    assert_eq!(rest.items().len(), 5);
    assert!(rest.items().iter().all(|income| income["metadata"]["userId"] == other.user_id));
    let elsewhere = app.get(&format!("/users?cursor={cursor}")).await;
    assert_eq!(elsewhere.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let app = TestApp::new().await;
    for (path, name) in [
        ("/users?size=0", "size"),
        ("/users?size=151", "size"),
        ("/users?size=ten", "size"),
        ("/users?cursor=%00", "cursor"),
        ("/users?cursor=abc", "cursor"),
        ("/users?startDate=yesterday", "startDate"),
        ("/accounts?endDate=2026-13-01", "endDate"),
        ("/incomes?startDate=20261101", "startDate"),
        ("/providers?active=maybe", "active"),
        ("/transactions?startDate=20261101", "startDate"),
        ("/tasks?endDate=x", "endDate"),
        ("/providers?topIds=a,b,c,d,e,f,g,h,i,j,k", "topIds"),
    ] {
        let reply = app.get(path).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{path}");
        assert!(text(&reply.json()["message"]).starts_with(name), "{path}");
    }
    assert_eq!(app.call(Method::POST, "/tokens", None).await.refusal().0, 400);
    assert_eq!(app.call(Method::POST, "/tokens?userId=sandbox-0", None).await.refusal().0, 404);
}

#[tokio::test]
async fn lists_are_filtered_by_day() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    widget.connect_george(&app).await;
    app.clock.advance(DAY);
    app.widget().await;
    for (query, users) in [
        ("", 2),
        ("?startDate=2026-11-22&endDate=2026-11-22", 1),
        ("?startDate=2026-11-23", 1),
        ("?endDate=2026-11-21", 0),
        ("?startDate=2026-11-23&endDate=2026-11-22", 0),
    ] {
        assert_eq!(app.get(&format!("/users{query}")).await.items().len(), users, "{query}");
    }
    assert_eq!(app.get("/accounts?startDate=2026-11-23").await.items().len(), 0);
    assert_eq!(app.get("/accounts?endDate=2026-11-22").await.items().len(), 1);

    let october = app.get("/incomes?startDate=2026-10-01&endDate=2026-10-31").await.items();
    let starts: Vec<_> = october.iter().map(|income| text(&income["startDate"])).collect();
    assert_eq!(starts, ["2026-10-16", "2026-10-01"]);
    assert_eq!(app.get("/employments?startDate=2026-01-01").await.items().len(), 1, "it still lasts");
    assert_eq!(app.get("/employments?endDate=2020-01-01").await.items().len(), 0);
}

#[tokio::test]
async fn data_is_filtered_by_user_and_source() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = text(&widget.connect_george(&app).await["accountId"]);
    for (query, found) in [
        (format!("userId={}", widget.user_id), 1),
        ("userId=sandbox-0".to_owned(), 0),
        (format!("accountId={account}"), 1),
        (format!("sourceId={account}&accountId={account}"), 1),
        (format!("sourceId={account}&accountId=a-0"), 0),
        ("sourceId=a-0".to_owned(), 0),
    ] {
        assert_eq!(app.get(&format!("/identities?{query}")).await.items().len(), found, "{query}");
    }
    assert_eq!(app.get("/accounts?userId=sandbox-0").await.items().len(), 0);
    assert_eq!(app.get("/identities/i-0").await.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    assert_eq!(app.get("/incomes/i-0").await.status, 404);
    assert_eq!(app.get("/users/sandbox-0").await.status, 404);
    assert_eq!(app.get("/accounts/a-0").await.status, 404);
    assert_eq!(app.call(Method::DELETE, "/accounts/a-0", None).await.status, 404);
}

#[tokio::test]
async fn providers_are_found() {
    let app = TestApp::new().await;
    let ids = async |query: &str| {
        let items = app.get(&format!("/providers?{query}")).await.items();
        items.iter().map(|provider| text(&provider["id"])).collect::<Vec<_>>()
    };
    assert_eq!(ids("ids=grab,upwork").await, ["grab", "upwork"]);
    assert_eq!(ids("ids=grab&ids=upwork").await, ["grab", "upwork"]);
    assert_eq!(ids("topIds=dunzo,tada&size=3").await, ["dunzo", "tada", "sss"]);
    assert_eq!(ids("name=social%20security").await, ["sss"]);
    assert_eq!(ids("name=UAN").await, ["epfo"]);
    assert_eq!(ids("type=NOTHING").await, Vec::<String>::new(), "a filter, which finds nothing");
    assert_eq!(ids("active=false").await, Vec::<String>::new());
    assert_eq!(ids("accountConnection=false").await, ["san-miguel", "meralco", "capitaland"]);
    assert_eq!(ids("subType=SHARING").await, ["airbnb"]);
    assert!(ids("type=CREDENTIAL").await.contains(&"prc".to_owned()));

    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let reply = app.get(&format!("/providers?size=50&topIds=dunzo{cursor}")).await;
        all.extend(reply.items().iter().map(|provider| text(&provider["id"])));
        match reply.json()["data"]["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "every provider once");

    let upwork = app.get("/providers/upwork").await.json();
    insta::assert_json_snapshot!(upwork["data"], @r#"
    {
      "accountConnection": true,
      "active": true,
      "enabled": true,
      "id": "upwork",
      "logoUrl": "",
      "longName": "Upwork Global Inc.",
      "mfa": true,
      "monitorSupported": true,
      "name": "Upwork",
      "subType": "SERVICES",
      "subTypeLabel": "Professional Services",
      "supported": [
        "IDENTITIES",
        "RATINGS",
        "EMPLOYMENTS",
        "INCOMES",
        "TRANSACTIONS",
        "EINCOMES",
        "INSIGHTS",
        "LINK"
      ],
      "type": "GIG",
      "typeLabel": "Gig Platform"
    }
    "#);
    assert_eq!(app.get("/providers/nowhere").await.status, 404);
}

#[tokio::test]
async fn nobody_comes_in_without_key_and_secret() {
    let app = TestApp::new().await;
    let key = &app.app.credentials().unwrap().api_key;
    let encode = |text: String| {
        use base64::Engine as _;
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text))
    };
    for (header, path) in [
        (None, "/v1/users"),
        (None, "/v1/nothing-here"),
        (Some("Basic !!!".to_owned()), "/v1/users"),
        (Some(encode("no-colon".to_owned())), "/v1/users"),
        (Some(encode(format!("{key}:wrong"))), "/v1/users"),
        (Some(encode("wk-nobody:x".to_owned())), "/v1/users"),
        (Some("Bearer x".to_owned()), "/v1/users"),
    ] {
        let mut request = Request::get(path);
        if let Some(header) = &header {
            request = request.header(AUTHORIZATION, header);
        }
        let reply = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.refusal(), (401, "INVALID_TOKEN".to_owned()), "{header:?}");
        assert!(reply.header("www-authenticate").starts_with("Basic"));
    }
}

#[tokio::test]
async fn every_refusal_wears_the_envelope() {
    let app = TestApp::new().await;
    let reply = app.get("/nowhere").await;
    insta::assert_json_snapshot!(reply.tame(), @r#"
    {
      "code": "MISSING_RESOURCE",
      "message": "there is nothing at this address; check the path against the API document",
      "requestId": "<requestId>"
    }
    "#);
    assert_eq!(app.get("/alpha/signals").await.refusal(), (501, "UNSUPPORTED_METHOD".to_owned()));
    let wrong = app.call(Method::PATCH, "/users", None).await;
    assert_eq!(wrong.refusal(), (405, "UNSUPPORTED_METHOD".to_owned()));
    assert!(wrong.header("allow").contains("POST"));

    let post = |body: &'static str, kind: &str| {
        let request =
            Request::post("/v1/users").header(AUTHORIZATION, app.basic()).header(CONTENT_TYPE, kind);
        request.body(Body::from(body)).unwrap()
    };
    let malformed = app.send(post("{\"externalMetadata\":", "application/json")).await;
    assert_eq!(malformed.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    let not_json = app.send(post("a=b", "application/x-www-form-urlencoded")).await;
    assert_eq!(not_json.refusal(), (415, "INVALID_PARAMETERS".to_owned()));
}

#[tokio::test]
async fn every_answer_has_its_own_request_id() {
    let app = TestApp::new().await;
    let ask = || with_json(Request::get("/v1/users").header(AUTHORIZATION, app.basic()), None);
    let (one, other) = (app.send(ask()).await, app.send(ask()).await);
    assert_eq!(one.json()["requestId"], one.header("x-request-id"));
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}

#[tokio::test]
async fn an_array_is_no_body() {
    let app = TestApp::new().await;
    for body in [json!([]), json!([{}]), json!([{}, ["wtpl-dark"]])] {
        let refused = app.post("/users", &body).await;
        assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{body}");
    }
}
