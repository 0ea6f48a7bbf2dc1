//! How many connections there may be at once, and how long a client may keep one waiting.

use crate::descriptors::open_files;
use crate::http::client_address::is_trusted;
use crate::settings::Settings;
use ipnet::IpNet;
use std::net::IpAddr;
use std::time::Duration;

/// Descriptors that are not for connections: the database, the log, files being read, webhook deliveries.
const OTHER_DESCRIPTORS: u64 = 128;

/// Descriptors that a request may need besides its connection, such as a file or a call to a source.
const DESCRIPTORS_PER_CONNECTION: u64 = 2;

/// More than this many need memory that a small machine does not have.
const MOST_CONNECTIONS: usize = 10_000;

/// Even with very few descriptors.
const FEWEST_CONNECTIONS: usize = 16;

/// Connections beyond the limit, for health checks alone.
const RESERVE: usize = 16;

/// Without a setting, one address may have this part of all connections.
const PART_OF_AN_ADDRESS: usize = 4;

/// Connections of the socket for monitoring.
const FOR_MONITORING: usize = 32;

/// How long the head of a request may take, from its first byte, or from connecting.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// Limits of the connections on a socket.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// Connections at once.
    pub(super) connections: usize,
    /// Further ones, for health checks alone.
    pub(super) reserve: usize,
    /// Connections of one address, if they are limited.
    pub(super) per_address: Option<usize>,
    /// Proxies, whose connections are other people's.
    pub(super) trusted_proxies: Vec<IpNet>,
    pub(super) head_timeout: Duration,
    /// How long a connection may be idle between two requests.
    pub(super) idle_timeout: Duration,
}

impl Limits {
    /// Those of the service's own socket.
    pub(super) fn of(settings: &Settings) -> Self {
        let possible = possible_connections(open_files());
        let connections = match settings.connections {
            Some(wanted) if usize_from(wanted) > possible => {
                tracing::warn!(
                    wanted,
                    possible,
                    "the limit of open files allows fewer connections than WINK_CONNECTIONS; raise it (ulimit -n)"
                );
                possible
            }
            Some(wanted) => usize_from(wanted),
            None => possible.min(MOST_CONNECTIONS),
        };
        let per_address = match settings.connections_per_address {
            Some(0) => None,
            Some(limit) => Some(usize_from(limit)),
            None => Some(connections.div_ceil(PART_OF_AN_ADDRESS)),
        };
        Self {
            connections,
            reserve: RESERVE,
            per_address,
            trusted_proxies: settings.trusted_proxies.clone(),
            head_timeout: HEAD_TIMEOUT,
            idle_timeout: idle_timeout(settings),
        }
    }

    /// Those of the socket for monitoring.
    pub(super) fn for_monitoring(settings: &Settings) -> Self {
        Self {
            connections: FOR_MONITORING,
            reserve: 0,
            per_address: None,
            trusted_proxies: settings.trusted_proxies.clone(),
            head_timeout: HEAD_TIMEOUT,
            idle_timeout: idle_timeout(settings),
        }
    }

    /// Whether an address may have any number of connections.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        is_trusted(&self.trusted_proxies, address)
    }
}

fn idle_timeout(settings: &Settings) -> Duration {
    Duration::from_secs(settings.keep_alive_seconds.into())
}

/// How many connections a number of descriptors suffices for.
fn possible_connections(descriptors: u64) -> usize {
    let left = descriptors.saturating_sub(OTHER_DESCRIPTORS) / DESCRIPTORS_PER_CONNECTION;
    usize::try_from(left).unwrap_or(usize::MAX).saturating_sub(RESERVE).max(FEWEST_CONNECTIONS)
}

fn usize_from(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_descriptors_for_everything_else() {
        for descriptors in [256, 1024, 4096, 1 << 20] {
            let connections = possible_connections(descriptors) + RESERVE;
            let used = 2 * u64::try_from(connections).unwrap() + OTHER_DESCRIPTORS;
            assert!(used <= descriptors, "{descriptors}: {used}");
        }
        assert_eq!(possible_connections(10), FEWEST_CONNECTIONS);
        assert!(possible_connections(u64::MAX) > MOST_CONNECTIONS);
    }

    #[test]
    fn a_setting_lowers_the_limits_and_nothing_raises_them_beyond_the_descriptors() {
        let few = Settings { connections: Some(8), ..Settings::default() };
        assert_eq!((Limits::of(&few).connections, Limits::of(&few).per_address), (8, Some(2)));
        let unlimited = Settings { connections: Some(u32::MAX), ..few.clone() };
        assert_eq!(Limits::of(&unlimited).connections, possible_connections(open_files()));
        let open = Settings { connections_per_address: Some(0), ..few };
        assert_eq!(Limits::of(&open).per_address, None);
    }

    #[test]
    fn a_proxy_may_have_any_number() {
        let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        let limits = Limits::of(&Settings { trusted_proxies, ..Settings::default() });
        assert!(limits.trusts("10.1.2.3".parse().unwrap()));
        assert!(limits.trusts("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!limits.trusts("192.0.2.1".parse().unwrap()));
    }
}
