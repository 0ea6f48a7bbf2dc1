//! An endpoint for hosts' developers: it checks the signature of each event and prints the event.

use super::signature::{SIGNATURE, is_valid};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use wink_wire::Secret;

/// Largest event, in bytes: a payload has lists of 300 items.
const LARGEST_EVENT_BYTES: usize = 16 * 1024 * 1024;

/// How `wink-service webhooks listen` receives events.
pub struct Listener {
    /// The secret of the webhook.
    pub secret: Secret,
    /// The answer to an event with a valid signature.
    pub answer: StatusCode,
    /// Where to print.
    pub output: Box<dyn Write + Send>,
}

struct Listening {
    secret: Secret,
    answer: StatusCode,
    printed: Mutex<Printed>,
}

struct Printed {
    output: Box<dyn Write + Send>,
    /// The ids of events that arrived before.
    seen: HashSet<String>,
}

/// Receives events at every path until `interrupted` is ready.
///
/// # Errors
/// The socket fails.
pub async fn listen(
    socket: TcpListener,
    listener: Listener,
    interrupted: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let Listener { secret, answer, output } = listener;
    let printed = Mutex::new(Printed { output, seen: HashSet::new() });
    let router = Router::new()
        .route("/", post(receive))
        .route("/{*path}", post(receive))
        .layer(DefaultBodyLimit::max(LARGEST_EVENT_BYTES))
        .with_state(Arc::new(Listening { secret, answer, printed }));
    axum::serve(socket, router).with_graceful_shutdown(interrupted).await
}

async fn receive(State(listening): State<Arc<Listening>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get(SIGNATURE).map(|value| value.to_str().unwrap_or_default());
    let verdict = match signature {
        None => Verdict::Unsigned,
        Some(signature) if is_valid(&listening.secret, &body, signature) => Verdict::Valid,
        Some(_) => Verdict::Invalid,
    };
    listening.print(verdict, &body);
    match verdict {
        Verdict::Valid => listening.answer,
        Verdict::Invalid | Verdict::Unsigned => StatusCode::UNAUTHORIZED,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Valid,
    Invalid,
    Unsigned,
}

impl Verdict {
    const fn message(self) -> &'static str {
        match self {
            Self::Valid => "signature valid",
            Self::Invalid => "SIGNATURE INVALID: another secret, or not the body that was signed",
            Self::Unsigned => "NOT SIGNED: there is no Smile-Signature header",
        }
    }
}

impl Listening {
    fn print(&self, verdict: Verdict, body: &[u8]) {
        let event: Option<Value> = serde_json::from_slice(body).ok();
        let field = |name: &str| event.as_ref().and_then(|event| event[name].as_str()).unwrap_or("?");
        let mut printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = verdict != Verdict::Valid || printed.seen.insert(field("id").to_owned());
        let mut text = format!("{}  {}  {}", field("type"), field("id"), verdict.message());
        if !is_new {
            text.push_str("; sent before");
        }
        let _ = match &event {
            Some(event) => writeln!(text, "\n{event:#}"),
            None => writeln!(text, "\nThis is not JSON: {} bytes", body.len()),
        };
        if let Err(error) = writeln!(printed.output, "{text}").and_then(|()| printed.output.flush()) {
            tracing::warn!(%error, "an event could not be printed");
        }
    }
}
