//! One connection, from its first request to its end.

use super::bodies::{Answer, Content};
use super::exchange::{BadRequest, Exchange, TooSlow};
use super::gate::{Kind, Place};
use super::limits::Limits;
use super::socket::Socket;
use crate::http::headers::{close_connection, complete_last, retry_after};
use crate::metrics;
use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{ConnectInfo, Request};
use axum::http::{StatusCode, Version};
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// Largest head of a request, in bytes.
const LARGEST_HEAD_BYTES: usize = 32 * 1024;

/// Paths that are answered while there are too many connections.
const HEALTH: [&str; 2] = ["/healthz", "/readyz"];

/// How long a closed connection still reads what the client sends, and drops it. Otherwise the system would reset the
/// connection, and the client might not get the last answer.
const LINGER: Duration = Duration::from_secs(2);

/// What a connection needs.
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    pub(super) peer: SocketAddr,
    pub(super) place: Place,
    pub(super) router: Router,
    pub(super) stopping: CancellationToken,
}

/// How a connection ended.
enum End {
    Closed,
    TooSlow(TooSlow),
    Evicted,
}

impl Connection {
    /// Answers requests until the client hangs up, is too slow, or has to make room. When the service stops, the request in
    /// progress is the last.
    pub(super) async fn serve(self, limits: &Limits) {
        let Self { stream, peer, place, router, stopping } = self;
        let (exchange, place) = (Arc::new(Exchange::new(limits)), Arc::new(place));
        let socket = Socket::new(stream, Arc::clone(&exchange));
        let requests = Requests { peer, router, exchange: Arc::clone(&exchange), place: Arc::clone(&place) };
        let service = service_fn(move |request| {
            let requests = requests.clone();
            // At once, because the next bytes of the socket are the body's.
            let begun = requests.begin(&request);
            Box::pin(async move { Ok::<_, Infallible>(requests.answer(request, begun).await) })
        });
        let mut connection = http1::Builder::new()
            .max_header_size(LARGEST_HEAD_BYTES)
            // `Exchange` has the timeouts.
            .header_read_timeout(None)
            .serve_connection(TokioIo::new(socket), service);
        let (mut stopped, mut is_stopped) = (pin!(stopping.cancelled()), false);
        let (mut evicted, mut timer) = (pin!(place.evicted()), pin!(sleep_until(Instant::now())));
        let end = poll_fn(|context| {
            if evicted.as_mut().poll(context).is_ready() {
                return Poll::Ready(End::Evicted);
            }
            if !is_stopped && stopped.as_mut().poll(context).is_ready() {
                is_stopped = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
            // An error is the client's: it was answered, or the client is gone.
            if connection.poll_without_shutdown(context).is_ready() {
                return Poll::Ready(End::Closed);
            }
            let Some((at, why)) = exchange.deadline() else { return Poll::Pending };
            if timer.deadline() != at {
                timer.as_mut().reset(at);
            }
            timer.as_mut().poll(context).map(|()| End::TooSlow(why))
        })
        .await;
        match end {
            End::Closed => {
                let stream = connection.into_parts().io.into_inner().into_stream();
                // A client that still sends waits for an answer. Another may take its time when there is time.
                let lingers = exchange.has_unread_body() || !stopping.is_cancelled();
                close(stream, lingers, &place).await;
            }
            End::TooSlow(why) => metrics::connection_ended(why.name()),
            End::Evicted => metrics::connection_ended("made_room"),
        }
    }
}

/// Closes the connection so that the client gets the last answer, also if it still sends.
async fn close(mut stream: TcpStream, lingers: bool, place: &Place) {
    // An error: the client has closed it.
    if stream.shutdown().await.is_err() || !lingers {
        return;
    }
    place.start_waiting();
    let rest = async {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
    };
    tokio::select! {
        _ = timeout(LINGER, rest) => {}
        () = place.evicted() => {}
    }
}

/// Answers the requests of a connection.
#[derive(Clone)]
struct Requests {
    peer: SocketAddr,
    router: Router,
    exchange: Arc<Exchange>,
    place: Arc<Place>,
}

impl Requests {
    fn begin(&self, request: &hyper::Request<Incoming>) -> Result<(), BadRequest> {
        self.exchange.begin(request.body().size_hint().exact(), request.version() != Version::HTTP_10)
    }

    async fn answer(
        self,
        request: hyper::Request<Incoming>,
        begun: Result<(), BadRequest>,
    ) -> Response<Answer> {
        let is_of_unknown_length = request.body().size_hint().exact().is_none();
        let mut response = match begun {
            Ok(()) => {
                let exchange = Arc::clone(&self.exchange);
                let request = request.map(|body| Body::new(Content { body, exchange }));
                self.answer_well_formed(request).await
            }
            Err(error) => bad_request(error),
        };
        // A body of unknown length ends where its last piece says, so what follows cannot be told apart in advance.
        if is_of_unknown_length {
            close_connection(&mut response);
        }
        let Self { exchange, place, .. } = self;
        response.map(|body| Answer::new(body, exchange, place))
    }

    async fn answer_well_formed(&self, mut request: Request) -> Response {
        match self.place.start_working() {
            Kind::Any => {}
            Kind::Health if HEALTH.contains(&request.uri().path()) => {}
            Kind::Health => return too_many_connections(),
        }
        request.extensions_mut().insert(ConnectInfo(self.peer));
        self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
    }
}

fn bad_request(error: BadRequest) -> Response {
    metrics::connection_ended("bad_request");
    complete_last((StatusCode::BAD_REQUEST, format!("{error}\n")).into_response())
}

fn too_many_connections() -> Response {
    metrics::connection_refused();
    let text = "too many connections; try again\n";
    complete_last((StatusCode::SERVICE_UNAVAILABLE, retry_after(1), text).into_response())
}
