//! The address of the client behind proxies.

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// For a request from a trusted proxy, uses the address in `X-Forwarded-For`. Other senders could write anything into
/// this header.
pub(crate) fn resolve_client_address(trusted: &[IpNet], request: &mut Request) {
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() else {
        return;
    };
    let client = client(trusted, peer.ip(), request.headers());
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, peer.port())));
}

/// Whether a request was sent by a trusted proxy.
pub(crate) fn is_from_a_proxy(trusted: &[IpNet], request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.is_some_and(|ConnectInfo(peer)| is_trusted(trusted, peer.ip()))
}

/// Whether an address is in one of these networks.
pub(crate) fn is_trusted(trusted: &[IpNet], address: IpAddr) -> bool {
    trusted.iter().any(|network| network.contains(&address.to_canonical()))
}

/// The nearest address that is not trusted. Addresses beyond it are its own claim.
fn client(trusted: &[IpNet], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut nearest = peer;
    let values = headers.get_all(FORWARDED_FOR).iter().rev();
    let mut before = values.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    while is_trusted(trusted, nearest) {
        match before.next().and_then(parse) {
            Some(address) => nearest = address,
            None => break,
        }
    }
    nearest
}

/// Reads an address as proxies write it: alone, in brackets, or with a port.
fn parse(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let alone = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    alone.parse().ok().or_else(|| entry.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_nearest_that_is_not_trusted() {
        let trusted = ["10.0.0.0/8", "2001:db8::/32"].map(|network| network.parse().unwrap());
        for (peer, headers, found) in [
            ("192.0.2.1", &["198.51.100.7"][..], "192.0.2.1"),
            ("10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["198.51.100.7, 10.2.3.4"], "198.51.100.7"),
            ("10.0.0.1", &["198.51.100.7", "2001:db8::5"], "198.51.100.7"),
            ("10.0.0.1", &["198.51.100.7, what"], "10.0.0.1"),
            ("10.0.0.1", &["10.1.1.1"], "10.1.1.1"),
            ("10.0.0.1", &["198.51.100.7:567"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9:1, 198.51.100.7:65535 ,10.2.3.4:80"], "198.51.100.7"),
            ("10.0.0.1", &["[2001:db9::1]:443"], "2001:db9::1"),
            ("10.0.0.1", &["[2001:db9::1]"], "2001:db9::1"),
            ("10.0.0.1", &["198.51.100.7, [2001:db8::5]:8080"], "198.51.100.7"),
            ("10.0.0.1", &["198.51.100.7, [2001:db8::5"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7:"], "10.0.0.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("::ffff:10.0.0.1", &["2001:db9::1"], "2001:db9::1"),
        ] {
            let mut map = HeaderMap::new();
            for value in headers {
                map.append(FORWARDED_FOR, HeaderValue::from_static(value));
            }
            assert_eq!(
                client(&trusted, peer.parse().unwrap(), &map).to_string(),
                found,
                "{peer} {headers:?}"
            );
        }
    }
}
