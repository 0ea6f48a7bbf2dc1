//! The calls in progress. A call is aborted at the end of the opening, after its timeout, or when the same poll is sent
//! again.

use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use web_sys::{AbortController, AbortSignal};
use wink_flow::{Attempt, Request};

/// For calls that the service answers at once.
const TIME_LIMIT_MILLIS: u32 = 20_000;
/// For the long poll, which the service holds until something changes.
const WATCH_TIME_LIMIT_MILLIS: u32 = 40_000;
/// For a piece of a file: the time that it takes at 5 kilobytes per second.
const PIECE_TIME_LIMIT_MILLIS: u32 = 60_000;

/// The calls in progress.
#[derive(Default)]
pub(super) struct Calls {
    open: RefCell<Vec<OpenCall>>,
}

struct OpenCall {
    attempt: Attempt,
    is_watch: bool,
    controller: Option<AbortController>,
}

/// Aborts its call after the timeout. Dropped when the call is answered.
pub(super) struct CallGuard {
    signal: Option<AbortSignal>,
    _limit: Option<Timeout>,
}

impl Calls {
    pub(super) fn begin(&self, attempt: Attempt, request: &Request) -> CallGuard {
        let is_watch = matches!(
            request,
            Request::WatchAccount { .. } | Request::ReadArchive { after_version: Some(_), .. }
        );
        if is_watch {
            // One poll at a time: the answer to an older one would be dropped.
            self.end_where(|call| call.is_watch);
        }
        // Without abort controllers, which all supported browsers have, calls just run to their end.
        let controller = AbortController::new().ok();
        let limit = controller.clone().map(|controller| {
            let millis = match request {
                Request::SendPiece { .. } => PIECE_TIME_LIMIT_MILLIS,
                _ if is_watch => WATCH_TIME_LIMIT_MILLIS,
                _ => TIME_LIMIT_MILLIS,
            };
            Timeout::new(millis, move || controller.abort())
        });
        let signal = controller.as_ref().map(AbortController::signal);
        self.open.borrow_mut().push(OpenCall { attempt, is_watch, controller });
        CallGuard { signal, _limit: limit }
    }

    pub(super) fn end(&self, attempt: Attempt) {
        self.open.borrow_mut().retain(|call| call.attempt != attempt);
    }

    pub(super) fn end_all(&self) {
        self.end_where(|_| true);
    }

    fn end_where(&self, is_meant: impl Fn(&OpenCall) -> bool) {
        let (ended, open) = self.open.take().into_iter().partition(is_meant);
        *self.open.borrow_mut() = open;
        for controller in Vec::<OpenCall>::into_iter(ended).filter_map(|call| call.controller) {
            controller.abort();
        }
    }
}

impl Drop for Calls {
    fn drop(&mut self) {
        self.end_all();
    }
}

impl CallGuard {
    pub(super) const fn signal(&self) -> Option<&AbortSignal> {
        self.signal.as_ref()
    }
}
