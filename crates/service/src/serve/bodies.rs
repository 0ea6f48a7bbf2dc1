//! The bodies of requests and answers, which report where they end.

use super::exchange::Exchange;
use super::gate::Place;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// A request's body.
pub(super) struct Content {
    pub(super) body: Incoming,
    pub(super) exchange: Arc<Exchange>,
}

impl HttpBody for Content {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if frame.is_none() {
            self.exchange.body_ended();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer's body. When it is dropped, the request is done with.
pub(super) struct Answer {
    body: Body,
    exchange: Arc<Exchange>,
    place: Arc<Place>,
}

impl Answer {
    pub(super) fn new(body: Body, exchange: Arc<Exchange>, place: Arc<Place>) -> Self {
        Self { body, exchange, place }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.exchange.end();
        self.place.start_waiting();
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
