//! A host's server that receives events.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The secret that tests register webhooks with.
pub(crate) const SECRET: &str = "a little secret, long enough";

/// How long tests wait for events, on a busy machine too.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A host's server. Clones share what it received.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) address: String,
    received: watch::Receiver<Vec<Received>>,
    held: Arc<Held>,
}

/// The requests that wait for the test's word.
#[derive(Default)]
struct Held {
    is_released: watch::Sender<bool>,
    now: AtomicUsize,
}

/// One of them, until it is answered or its sender gives up.
struct Waiting<'a>(&'a Held);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Held {
    async fn wait(&self) {
        let mut is_released = self.is_released.subscribe();
        if *is_released.borrow() {
            return;
        }
        self.now.fetch_add(1, Ordering::SeqCst);
        let _waiting = Waiting(self);
        is_released.wait_for(|is_released| *is_released).await.unwrap();
    }
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) path: String,
    pub(crate) signature: String,
    pub(crate) body: Bytes,
    /// The status of the answer.
    pub(crate) answer: u16,
}

impl Received {
    pub(crate) fn event(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn event_type(&self) -> String {
        super::text(&self.event()["type"])
    }
}

struct Receiving {
    received: watch::Sender<Vec<Received>>,
    held: Arc<Held>,
    answer: Box<dyn Fn(&Received) -> Answer + Send + Sync>,
}

/// How the receiver answers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    With(StatusCode),
    /// Success, with the request's body.
    Echo,
    /// A redirection.
    Redirect,
    /// An error with a body of a megabyte.
    Long,
    Never,
    /// Success, once the test releases the requests.
    WhenReleased,
}

impl Receiver {
    /// Accepts all events.
    pub(crate) async fn new() -> Self {
        Self::answering(|_| Answer::With(StatusCode::OK)).await
    }

    pub(crate) async fn answering(answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", socket.local_addr().unwrap());
        let (sender, received) = watch::channel(Vec::new());
        let held = Arc::<Held>::default();
        let receiving =
            Arc::new(Receiving { received: sender, held: Arc::clone(&held), answer: Box::new(answer) });
        let router = Router::new().fallback(receive).with_state(receiving);
        tokio::spawn(async move { axum::serve(socket, router).await });
        Self { address, received, held }
    }

    /// All requests, once there are at least `count`.
    pub(crate) async fn at_least(&self, count: usize) -> Vec<Received> {
        self.once(|received| received.len() >= count).await
    }

    /// All requests, once they meet a condition.
    pub(crate) async fn once(&self, is_there: impl Fn(&[Received]) -> bool) -> Vec<Received> {
        let mut received = self.received.clone();
        match tokio::time::timeout(TIMEOUT, received.wait_for(|received| is_there(received))).await {
            Ok(waited) => waited.unwrap().clone(),
            Err(tokio::time::error::Elapsed { .. }) => panic!("it did not come; there is {:?}", self.types()),
        }
    }

    /// Answers the requests that are held, and all later ones at once.
    pub(crate) fn release(&self) {
        self.held.is_released.send_replace(true);
    }

    /// How many requests are held now.
    pub(crate) fn held(&self) -> usize {
        self.held.now.load(Ordering::SeqCst)
    }

    pub(crate) fn so_far(&self) -> Vec<Received> {
        self.received.borrow().clone()
    }

    /// The types of all events, in order.
    pub(crate) fn types(&self) -> Vec<String> {
        self.so_far().iter().map(Received::event_type).collect()
    }

    /// The body that registers a webhook at a path of this receiver.
    pub(crate) fn webhook(&self, path: &str, event_types: &[&str]) -> Value {
        json!({
            "name": "Event Notification Postback",
            "url": format!("{}{path}", self.address),
            "eventTypes": event_types,
            "active": true,
            "secret": SECRET,
        })
    }

    /// Registers this receiver for events. Returns the webhook's id.
    pub(crate) async fn subscribe(&self, app: &super::TestApp, event_types: &[&str]) -> String {
        let reply = app.post("/webhooks", &self.webhook("/", event_types)).await;
        assert_eq!(reply.status, 200, "{}", reply.json());
        super::text(&reply.json()["data"]["id"])
    }
}

async fn receive(
    State(receiving): State<Arc<Receiving>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signature = headers.get("smile-signature").map_or("", |value| value.to_str().unwrap()).to_owned();
    let mut received = Received { path: uri.path().to_owned(), signature, body, answer: 0 };
    let answer = (receiving.answer)(&received);
    let (status, response) = match answer {
        Answer::With(status) => (status, (status, "noted").into_response()),
        Answer::Echo => (StatusCode::OK, received.body.clone().into_response()),
        Answer::Redirect => (
            StatusCode::TEMPORARY_REDIRECT,
            (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")]).into_response(),
        ),
        Answer::Long => {
            let status = StatusCode::BAD_GATEWAY;
            (status, (status, "x".repeat(1024 * 1024)).into_response())
        }
        Answer::Never => (StatusCode::CONTINUE, StatusCode::OK.into_response()),
        Answer::WhenReleased => (StatusCode::OK, StatusCode::OK.into_response()),
    };
    received.answer = status.as_u16();
    receiving.received.send_modify(|all| all.push(received));
    match answer {
        Answer::Never => std::future::pending::<()>().await,
        Answer::WhenReleased => receiving.held.wait().await,
        Answer::With(_) | Answer::Echo | Answer::Redirect | Answer::Long => {}
    }
    response
}
