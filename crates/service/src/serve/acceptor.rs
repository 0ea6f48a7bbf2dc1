//! Accepts connections and gives each a place. Running out of descriptors neither ends it nor keeps it busy.

use super::connection::Connection;
use super::gate::Gate;
use super::limits::Limits;
use crate::descriptors::are_exhausted;
use crate::metrics;
use axum::Router;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Pause after a failure: it would only fail again.
const PAUSE: Duration = Duration::from_millis(100);

/// A warning is logged this often at most.
const LOG_EVERY: Duration = Duration::from_secs(10);

/// Accepts connections on a socket.
pub(super) struct Acceptor {
    listener: TcpListener,
    router: Router,
    gate: Gate,
    stopping: CancellationToken,
    connections: TaskTracker,
    failures: Warning,
    refusals: Warning,
}

impl Acceptor {
    pub(super) fn new(
        listener: TcpListener,
        router: Router,
        limits: Limits,
        stopping: CancellationToken,
    ) -> Self {
        Self {
            listener,
            router,
            gate: Gate::new(limits),
            stopping,
            connections: TaskTracker::new(),
            failures: Warning::default(),
            refusals: Warning::default(),
        }
    }

    /// Accepts connections until `stopping` is cancelled, and then waits until all have ended.
    pub(super) async fn run(mut self) {
        let stopping = self.stopping.clone();
        while let Some(accepted) = stopping.run_until_cancelled(self.listener.accept()).await {
            match accepted {
                Ok((stream, peer)) => self.admit(stream, peer),
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    self.report(&error);
                    stopping.run_until_cancelled(sleep(PAUSE)).await;
                }
            }
        }
        let Self { listener, connections, .. } = self;
        // From now on, connecting is refused.
        drop(listener);
        connections.close();
        connections.wait().await;
    }

    fn admit(&mut self, stream: TcpStream, peer: SocketAddr) {
        let admitted = self.gate.admit(peer.ip());
        if admitted.as_ref().is_none_or(|place| place.is_scarce)
            && let Some(times) = self.refusals.due()
        {
            let (open, most) = (self.gate.open(), self.gate.limits().connections);
            tracing::warn!(
                open,
                most,
                times,
                "too many connections, in all or from one address; those that wait longest for a request are closed"
            );
        }
        let Some(place) = admitted else {
            metrics::connection_refused();
            return;
        };
        // Small answers leave at once. It fails only if the client is gone already.
        let _ = stream.set_nodelay(true);
        let connection =
            Connection { stream, peer, place, router: self.router.clone(), stopping: self.stopping.clone() };
        let gate = self.gate.clone();
        self.connections.spawn(async move { connection.serve(gate.limits()).await });
    }

    fn report(&mut self, error: &Error) {
        let is_exhausted = are_exhausted(error);
        let made_room = is_exhausted && self.gate.evict_one();
        let Some(times) = self.failures.due() else { return };
        let open = self.gate.open();
        if is_exhausted {
            tracing::error!(
                %error, open, made_room, times,
                "too many open files: connections cannot be accepted; raise the limit (ulimit -n) or lower \
                 WINK_CONNECTIONS"
            );
        } else {
            tracing::error!(%error, open, times, "connections cannot be accepted");
        }
    }
}

/// Whether only the connection failed that was to be accepted.
fn is_of_one_connection(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionReset
            | ErrorKind::Interrupted
    )
}

/// A warning that may be due many times a second.
#[derive(Default)]
struct Warning {
    logged: Option<Instant>,
    times: u64,
}

impl Warning {
    /// How often it was due since it was last logged, if it is to be logged now.
    fn due(&mut self) -> Option<u64> {
        self.times += 1;
        let is_logged = self.logged.is_some_and(|logged| logged.elapsed() < LOG_EVERY);
        if is_logged {
            return None;
        }
        self.logged = Some(Instant::now());
        Some(std::mem::take(&mut self.times))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_logged_once_in_a_while_and_counted_meanwhile() {
        let mut warning = Warning::default();
        assert_eq!(warning.due(), Some(1));
        assert!((0..1000).all(|_| warning.due().is_none()));
        warning.logged = Instant::now().checked_sub(LOG_EVERY);
        assert_eq!(warning.due(), Some(1001));
    }

    #[test]
    fn a_connection_that_broke_off_is_no_failure_of_the_socket() {
        assert!(is_of_one_connection(&ErrorKind::ConnectionAborted.into()));
        let too_many = Error::from_raw_os_error(24);
        assert!(!is_of_one_connection(&too_many) && are_exhausted(&too_many));
    }
}
