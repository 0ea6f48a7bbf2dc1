//! A host with a key for real people.

use super::{Reply, TestApp, Widget, open_session, run, text};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// A host's server, with a production key.
pub(crate) struct ProductionHost {
    basic: String,
}

impl ProductionHost {
    /// Makes a key as who runs the service does.
    pub(crate) async fn new(app: &TestApp) -> Self {
        Self::of(app, "lender").await
    }

    /// The same, for a tenant that may be there already.
    pub(crate) async fn of(app: &TestApp, tenant: &str) -> Self {
        let create = ["keys", "create", "--tenant", tenant, "--mode", "production"];
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

    /// Opens a widget for a new user.
    pub(crate) async fn widget(&self, app: &TestApp) -> Widget {
        let made = self.call(app, Method::POST, "/users", Some(&json!({}))).await.json()["data"].clone();
        let opened = open_session(app, &text(&made["token"]["accessToken"])).await.json();
        let widget = Widget::of(text(&made["user"]["id"]), &opened);
        widget.agree(app).await;
        widget
    }
}
