//! How tests start the service and call it.

mod caller;
mod collector;
mod command_line;
mod crashed;
mod database;
mod host;
mod inviting;
mod logging;
mod looking;
mod mail_server;
mod network;
mod openid;
mod program;
mod receiver;
mod reply;
mod scanner;
mod sealing;
mod widget;

pub(crate) use caller::{Caller, callers};
pub(crate) use collector::collector;
pub(crate) use crashed::{AFTER_A_LEASE, Crashed, keep_time_moving};
pub(crate) use database::Place;
pub(crate) use host::{Host, ProductionHost};
pub(crate) use inviting::invite_template;
pub(crate) use logging::{LEVEL, show_log};
pub(crate) use looking::{bytes_of, eventually, is_in_folder};
pub(crate) use mail_server::{MailServer, Manner};
pub(crate) use network::Network;
pub(crate) use openid::OpenId;
pub(crate) use program::{Program, memory_kb, program, run};
pub(crate) use receiver::{Answer, Received, Receiver, SECRET};
pub(crate) use reply::{Reply, tamed};
pub(crate) use scanner::{FakeScanner, ScannerManner};
pub(crate) use sealing::{Sealer, made_ahead};
pub(crate) use widget::{GEORGE_AT_JOYRIDE, GEORGE_AT_UPWORK, Widget, open_session, open_session_with};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Builder;
use axum::http::{Method, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt as _;
use wink_service::{App, Clock, Settings, StartError};

/// The time at which a test begins.
pub(crate) const BEGINNING: &str = "2026-11-22T10:00:00Z";

/// A running service, with a clock that the test moves.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) clock: Clock,
    router: Router,
    place: Arc<Place>,
}

impl TestApp {
    /// Starts a service on a new database.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, with other settings.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Clock::manual(BEGINNING.parse::<Timestamp>().unwrap());
        Self::start(Arc::new(Place::new().await), clock, change).await
    }

    /// Starts another process on the same database, with the same clock.
    pub(crate) async fn another(&self, change: impl FnOnce(&mut Settings)) -> Self {
        Self::start(Arc::clone(&self.place), self.clock.clone(), change).await
    }

    /// The same, if the start may fail.
    pub(crate) async fn try_another(&self, change: impl FnOnce(&mut Settings)) -> Result<App, StartError> {
        let mut settings = Self::settings(&self.place);
        change(&mut settings);
        show_log();
        App::start(settings, self.clock.clone()).await
    }

    /// Ends the process as a crash would: it releases nothing.
    pub(crate) fn crash(self) -> Crashed {
        Crashed { place: Arc::clone(&self.place), stopped_at: self.clock.now() }
    }

    async fn start(place: Arc<Place>, clock: Clock, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Self::settings(&place);
        change(&mut settings);
        show_log();
        let app = App::start(settings, clock.clone()).await.unwrap();
        Self { router: app.router(), app, clock, place }
    }

    fn settings(place: &Place) -> Settings {
        Settings {
            database: place.database(),
            data: Some(place.data_folder()),
            made_ahead: Some(made_ahead()),
            rate_limit: 0,
            secret_limit: 0,
            link_rate_limit: 0,
            // Whatever else is on the disk of the machine.
            min_free_disk: 0,
            // Even if a test sets a public address.
            sandbox: Some(true),
            public_url: Some("http://localhost".to_owned()),
            sandbox_pace: Duration::ZERO,
            program: env!("CARGO_BIN_EXE_wink-service").into(),
            ..Settings::default()
        }
    }

    /// The database and the folder.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// The folder with the service's files.
    pub(crate) fn data_folder(&self) -> std::path::PathBuf {
        self.place.data_folder()
    }

    /// The database's place, as the command line takes it.
    pub(crate) fn database(&self) -> &str {
        &self.place.database
    }

    /// Changes the database directly.
    pub(crate) async fn run_sql(&self, sql: &str) {
        self.place.run_sql(sql).await;
    }

    /// Whether the database contains a text.
    pub(crate) async fn database_has(&self, text: &str) -> bool {
        self.place.everything().await.windows(text.len()).any(|window| window == text.as_bytes())
    }

    /// Sends any request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Reply { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// Calls the Open API as a host's server would.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        self.call_as(&self.basic(), method, &format!("/v1{path}"), body).await
    }

    /// Calls either API with this `Authorization` header.
    pub(crate) async fn call_as(
        &self,
        authorization: &str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Reply {
        let request = Request::builder().method(method).uri(path).header(AUTHORIZATION, authorization);
        self.send(with_json(request, body)).await
    }

    /// `GET` of the Open API.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path, None).await
    }

    /// `POST` to the Open API.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.call(Method::POST, path, Some(body)).await
    }

    /// A valid `Authorization` header.
    pub(crate) fn basic(&self) -> String {
        let credentials = self.app.credentials().unwrap();
        let pair = format!("{}:{}", credentials.api_key, credentials.api_secret.expose());
        format!("Basic {}", STANDARD.encode(pair))
    }

    /// Creates a user. Returns its id and link token.
    pub(crate) async fn new_user(&self) -> (String, String) {
        let reply = self.post("/users", &serde_json::json!({})).await;
        assert_eq!(reply.status, 201);
        let data = &reply.json()["data"];
        (text(&data["user"]["id"]), text(&data["token"]["accessToken"]))
    }

    /// Opens a widget for a new user.
    pub(crate) async fn widget(&self) -> Widget {
        let (user_id, link_token) = self.new_user().await;
        Widget::open(self, user_id, &link_token).await
    }
}

/// A request, with a JSON body if there is one.
pub(crate) fn with_json(request: Builder, body: Option<&Value>) -> Request<Body> {
    match body {
        Some(body) => {
            request.header(CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap()
        }
        None => request.body(Body::empty()).unwrap(),
    }
}

/// A value that must be a text.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}
