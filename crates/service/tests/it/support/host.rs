//! Hosts with keys of either mode.

use super::{Reply, TestApp, Widget, open_session, run, text};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// A host's server, with a key of either mode.
pub(crate) struct Host {
    basic: String,
}

impl Host {
    /// The host with the sandbox's key.
    pub(crate) fn of_sandbox(app: &TestApp) -> Self {
        Self { basic: app.basic() }
    }

    /// Creates a key as an operator does. The tenant may exist already.
    pub(crate) async fn with_key(app: &TestApp, tenant: &str, mode: &str) -> Self {
        let create = ["keys", "create", "--tenant", tenant, "--mode", mode];
        let printed = run(app.place(), &create).await.printed();
        let after = |name: &str| printed.split_once(name).unwrap().1.split_whitespace().next().unwrap();
        let pair = [after("API key"), after("API secret")].join(":");
        Self { basic: format!("Basic {}", STANDARD.encode(pair)) }
    }

    /// Calls the Open API.
    pub(crate) async fn call(
        &self,
        app: &TestApp,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Reply {
        app.call_as(&self.basic, method, &format!("/v1{path}"), body).await
    }

    /// `GET` of the Open API.
    pub(crate) async fn get(&self, app: &TestApp, path: &str) -> Reply {
        self.call(app, Method::GET, path, None).await
    }
}

/// A host's server, with a production key.
pub(crate) struct ProductionHost(Host);

impl ProductionHost {
    /// Creates a production key, as an operator does.
    pub(crate) async fn new(app: &TestApp) -> Self {
        Self::of(app, "lender").await
    }

    /// The same, for a tenant that may exist already.
    pub(crate) async fn of(app: &TestApp, tenant: &str) -> Self {
        Self(Host::with_key(app, tenant, "production").await)
    }

    /// Calls the Open API.
    pub(crate) async fn call(
        &self,
        app: &TestApp,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Reply {
        self.0.call(app, method, path, body).await
    }

    /// Opens a widget for a new user.
    pub(crate) async fn widget(&self, app: &TestApp) -> Widget {
        let made = self.call(app, Method::POST, "/users", Some(&json!({}))).await.json()["data"].clone();
        let opened = open_session(app, &text(&made["token"]["accessToken"])).await.json();
        let widget = Widget::of(text(&made["user"]["id"]), &opened);
        widget.agree(app).await;
        widget
    }
}
