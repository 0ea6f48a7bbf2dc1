//! What happens on a connection at the moment, and until when it may: a client that is slow to send its request or to take
//! its answer is given up. While the service works on an answer, there is no limit: a long poll is not cut off.

use super::head::{Fields, Head};
use super::limits::Limits;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;
use tokio::time::Instant;

/// How long a client may keep the service waiting for a body, however small.
const BODY_TIMEOUT: Duration = Duration::from_secs(20);

/// How long a client may keep the service waiting to send an answer, however small.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// A body or an answer that moves faster than this, in bytes a second, may take as long as it likes.
const SLOWEST: u32 = 1000;

/// Why a connection was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TooSlow {
    Idle,
    Head,
    Body,
    Answer,
}

impl TooSlow {
    /// For the metrics.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Head => "slow_head",
            Self::Body => "slow_body",
            Self::Answer => "unread_answer",
        }
    }
}

/// Which bytes come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Those of a head, of which this has arrived.
    Head(Head),
    /// At most this many of a body.
    Body(u64),
    /// A body whose length is not known.
    Chunks,
    /// None, before the request is answered.
    Nothing,
}

/// What happens on a connection. Its socket and its service share it.
pub(super) struct Exchange(Mutex<State>);

struct State {
    phase: Phase,
    /// Of the body that arrives. `None` if its length is not known.
    body_left: Option<u64>,
    body: Transfer,
    answer: Transfer,
    /// Wakes the task that reads the next request, which is there already.
    next_is_there: Option<Waker>,
    head_timeout: Duration,
    idle_timeout: Duration,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// Waits for a request.
    Waiting { since: Instant, timeout: Duration, why: TooSlow, head: Head },
    /// Has answered or answers one.
    Working,
}

/// How a body arrives, or how the client takes an answer.
#[derive(Clone, Copy, Debug, Default)]
struct Transfer {
    bytes: u64,
    /// How long the service has waited for the client, before the present wait.
    waited: Duration,
    waiting_since: Option<Instant>,
}

impl Transfer {
    /// Bytes have moved; none: the client is waited for.
    fn advance(&mut self, bytes: u64) {
        let now = Instant::now();
        if bytes == 0 {
            self.waiting_since.get_or_insert(now);
            return;
        }
        if let Some(since) = self.waiting_since.take() {
            self.waited += now - since;
        }
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Until when the client may keep the service waiting. Only bytes that moved gain time.
    fn deadline(&self, timeout: Duration) -> Option<Instant> {
        let earned = Duration::from_secs(self.bytes / u64::from(SLOWEST));
        self.waiting_since.map(|since| since + (timeout + earned).saturating_sub(self.waited))
    }
}

/// A request must not be answered as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadRequest {
    #[error("a request must have one Host header")]
    Host,
    #[error("a request must not have both Content-Length and Transfer-Encoding")]
    TwoLengths,
    #[error("the request could not be separated from what came before it")]
    Unframed,
}

impl Exchange {
    pub(super) fn new(limits: &Limits) -> Self {
        let now = Instant::now();
        Self(Mutex::new(State {
            phase: Phase::Waiting {
                since: now,
                timeout: limits.head_timeout,
                why: TooSlow::Head,
                head: Head::default(),
            },
            body_left: Some(0),
            body: Transfer::default(),
            answer: Transfer::default(),
            next_is_there: None,
            head_timeout: limits.head_timeout,
            idle_timeout: limits.idle_timeout,
        }))
    }

    /// Which bytes come next.
    pub(super) fn expected(&self) -> Expected {
        let state = self.state();
        match (state.body_left, state.phase) {
            (None, _) => Expected::Chunks,
            (Some(0), Phase::Working) => Expected::Nothing,
            (Some(0), Phase::Waiting { head, .. }) => Expected::Head(head),
            (Some(left), _) => Expected::Body(left),
        }
    }

    /// Bytes of a head have arrived.
    pub(super) fn head_arrived(&self, bytes: &[u8]) {
        let mut state = self.state();
        let head_timeout = state.head_timeout;
        if let Phase::Waiting { since, timeout, why, head } = &mut state.phase {
            // The first byte after an answer; later ones gain no time.
            if *head == Head::default() && *why == TooSlow::Idle {
                (*since, *timeout, *why) = (Instant::now(), head_timeout, TooSlow::Head);
            }
            head.follow(bytes);
        }
    }

    /// Bytes of a body have arrived; none: the client is waited for.
    pub(super) fn body_arrived(&self, bytes: usize) {
        let (mut state, bytes) = (self.state(), u64::try_from(bytes).unwrap_or(u64::MAX));
        state.body.advance(bytes);
        state.body_left = state.body_left.map(|left| left.saturating_sub(bytes));
    }

    /// A body whose length was not known has ended.
    pub(super) fn body_ended(&self) {
        let mut state = self.state();
        (state.body_left, state.body.waiting_since) = (Some(0), None);
    }

    /// The next request is there already. The reader is woken when its turn has come.
    pub(super) fn wake_for_next(&self, waker: &Waker) {
        self.state().next_is_there = Some(waker.clone());
    }

    /// The client has taken bytes of the answer; none: it is waited for.
    pub(super) fn answer_taken(&self, bytes: usize) {
        self.state().answer.advance(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// A request's head has been parsed. `length` is that of its body, if it is known.
    ///
    /// # Errors
    /// Its framing is not clear, so that it must not be answered.
    pub(super) fn begin(&self, length: Option<u64>, needs_host: bool) -> Result<(), BadRequest> {
        let mut state = self.state();
        let fields = match state.phase {
            Phase::Waiting { head, .. } => head.fields(),
            Phase::Working => None,
        };
        state.phase = Phase::Working;
        state.body = Transfer::default();
        // The client may still have to take the end of the answer before.
        state.answer = Transfer { waiting_since: state.answer.waiting_since, ..Transfer::default() };
        state.body_left = length;
        let Fields { hosts, content_lengths, transfer_encodings } = fields.ok_or(BadRequest::Unframed)?;
        match hosts {
            1 => {}
            0 if !needs_host => {}
            _ => return Err(BadRequest::Host),
        }
        if content_lengths > 0 && transfer_encodings > 0 {
            return Err(BadRequest::TwoLengths);
        }
        Ok(())
    }

    /// The request was answered.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.body.waiting_since = None;
        state.phase = Phase::Waiting {
            since: Instant::now(),
            timeout: state.idle_timeout,
            why: TooSlow::Idle,
            head: Head::default(),
        };
        if let Some(reader) = state.next_is_there.take() {
            reader.wake();
        }
    }

    /// Whether the request's body has not arrived completely.
    pub(super) fn has_unread_body(&self) -> bool {
        self.state().body_left != Some(0)
    }

    /// Until when the client must do something, and what it is if it does not.
    pub(super) fn deadline(&self) -> Option<(Instant, TooSlow)> {
        let state = self.state();
        let request = match state.phase {
            Phase::Waiting { since, timeout, why, .. } => Some((since + timeout, why)),
            Phase::Working => state.body.deadline(BODY_TIMEOUT).map(|at| (at, TooSlow::Body)),
        };
        let answer = state.answer.deadline(ANSWER_TIMEOUT).map(|at| (at, TooSlow::Answer));
        [request, answer].into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can panic halfway.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
