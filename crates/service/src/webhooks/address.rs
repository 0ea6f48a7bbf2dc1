//! Which addresses webhooks may have. The service runs inside a network and connects where hosts say, so a host could make
//! it connect to what only that network may reach. Therefore an address is checked when a webhook is created, and what its
//! name resolves to at every connection.

use crate::scope::Mode;
use clap::ValueEnum;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Which addresses webhooks may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reach {
    /// Public ones only.
    Public,
    /// Those of sandbox keys also to this machine, there over plain http too; all others only to public ones.
    Loopback,
    /// Also those in private networks, for a service whose hosts are trusted. This machine too, if no other machine
    /// reaches the service.
    Any,
    /// What remains of `Any` where other machines reach the service.
    #[value(skip)]
    Networks,
}

/// The setting would open this machine to hosts elsewhere.
#[derive(Debug, thiserror::Error)]
#[error(
    "other machines reach this service, so webhooks must not reach this one: leave out --webhook-reach loopback \
     (WINK_WEBHOOK_REACH)"
)]
pub(crate) struct BadReach;

impl Reach {
    /// What a setting means for a service that other machines reach, or do not (`is_local`).
    pub(crate) fn settle(wanted: Option<Self>, is_local: bool) -> Result<Self, BadReach> {
        match (wanted, is_local) {
            (None, true) => Ok(Self::Loopback),
            (None, false) => Ok(Self::Public),
            (Some(Self::Loopback), false) => Err(BadReach),
            (Some(Self::Any), false) => Ok(Self::Networks),
            (Some(wanted @ (Self::Public | Self::Loopback | Self::Any | Self::Networks)), _) => Ok(wanted),
        }
    }

    /// Whether webhooks of sandbox keys may reach this machine.
    const fn has_this_machine(self) -> bool {
        match self {
            Self::Loopback | Self::Any => true,
            Self::Public | Self::Networks => false,
        }
    }
}

/// Why an address is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadAddress {
    #[error("must be an address: {0}")]
    Unreadable(String),
    #[error("must start with https://")]
    NotHttps,
    #[error("must not contain a user name or password; verify the signature instead")]
    Credentials,
    #[error("must not contain spaces or control characters")]
    Spaces,
    #[error("resolves to {0}, which is not a public address")]
    NotPublic(IpAddr),
}

/// Checks what can be checked of an address without resolving its name.
pub(super) fn check(address: &str, reach: Reach, mode: Mode) -> Result<Url, BadAddress> {
    if address.chars().any(|character| character.is_whitespace() || character.is_control()) {
        return Err(BadAddress::Spaces);
    }
    let url = Url::parse(address).map_err(|error| BadAddress::Unreadable(error.to_string()))?;
    let ip = literal(&url);
    let is_this_machine = ip.is_some_and(|ip| ip.is_loopback()) || url.host_str() == Some("localhost");
    match url.scheme() {
        "https" => {}
        "http" if is_this_machine && mode == Mode::Sandbox && reach.has_this_machine() => {}
        _ => return Err(BadAddress::NotHttps),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BadAddress::Credentials);
    }
    match ip {
        Some(ip) if !permits(reach, mode, ip) => Err(BadAddress::NotPublic(ip)),
        _ => Ok(url),
    }
}

/// Resolves names for one mode, and leaves out addresses that may not be reached.
pub(super) struct Resolver {
    pub(super) reach: Reach,
    pub(super) mode: Mode,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, mode) = (self.reach, self.mode);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let (permitted, refused): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|address| permits(reach, mode, address.ip()));
            match (permitted.is_empty(), refused.first()) {
                (true, Some(address)) => {
                    Err(format!("the name {}", BadAddress::NotPublic(address.ip())).into())
                }
                _ => Ok(Box::new(permitted.into_iter()) as Addrs),
            }
        })
    }
}

/// The IP address that a URL has instead of a name.
fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn permits(reach: Reach, mode: Mode, ip: IpAddr) -> bool {
    match reach {
        Reach::Any => true,
        Reach::Loopback if mode == Mode::Sandbox && ip.is_loopback() => true,
        Reach::Loopback | Reach::Public => is_public(ip),
        Reach::Networks => is_public(ip) || is_in_a_private_network(ip),
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// Whether another machine of the operator's networks has this address. Link-local addresses do not count: that of a
/// cloud's metadata is one.
fn is_in_a_private_network(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_private() || is_shared(ip),
        IpAddr::V6(ip) => ip.is_unique_local(),
    }
}

/// Whether an address is shared between a provider and its customers.
fn is_shared(ip: Ipv4Addr) -> bool {
    matches!(ip.octets(), [100, 64..128, ..])
}

/// Whether an address is public, that is, in none of IANA's special-purpose ranges.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || is_shared(ip)
        // Protocol assignments; the former 6to4 relays; benchmarks.
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !is_special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inside) = ip.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    match ip.segments() {
        // NAT64: what counts is the IPv4 address at the end.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
        }
        // Protocol assignments with Teredo, documentation, 6to4.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x2002 | 0x3fff, ..] => false,
        // All that IANA has assigned so far.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(address: &str, reach: Reach, mode: Mode) -> bool {
        check(address, reach, mode).is_ok()
    }

    #[test]
    fn https_to_a_name_or_a_public_address_is_allowed() {
        for address in
            ["https://hooks.example.com/wink?x=1", "https://8.8.8.8:8443/", "https://[2606:4700::1]/"]
        {
            assert!(is_allowed(address, Reach::Public, Mode::Production), "{address}");
        }
    }

    #[test]
    fn other_schemes_credentials_and_spaces_are_refused() {
        let refusal = |address| check(address, Reach::Loopback, Mode::Sandbox).unwrap_err();
        assert_eq!(refusal("http://hooks.example.com/"), BadAddress::NotHttps);
        assert_eq!(refusal("ftp://localhost/"), BadAddress::NotHttps);
        assert_eq!(refusal("https://user:pass@hooks.example.com/"), BadAddress::Credentials);
        assert_eq!(refusal("https://hooks.example.com/a b"), BadAddress::Spaces);
        assert_eq!(refusal("https://hooks.example.com/\u{0}"), BadAddress::Spaces);
        assert!(matches!(refusal("hooks.example.com"), BadAddress::Unreadable(_)));
        assert!(matches!(refusal("https://"), BadAddress::Unreadable(_)));
    }

    #[test]
    fn only_the_sandbox_may_reach_this_machine() {
        for address in ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "https://127.0.0.1/"]
        {
            assert!(is_allowed(address, Reach::Loopback, Mode::Sandbox), "{address}");
            assert!(
                !is_allowed(address, Reach::Loopback, Mode::Production)
                    || address.contains("https://localhost")
            );
        }
        assert!(!is_allowed("http://localhost:9/", Reach::Public, Mode::Sandbox));
        assert!(!is_allowed("https://127.0.0.1/", Reach::Public, Mode::Sandbox));
        // In every spelling.
        assert!(!is_allowed("https://0x7f.1/", Reach::Public, Mode::Sandbox));
        assert!(!is_allowed("https://2130706433/", Reach::Public, Mode::Sandbox));
    }

    #[test]
    fn private_networks_are_not_reached() {
        for address in [
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "203.0.113.1",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[ff02::1]",
            "[::ffff:10.0.0.1]",
            "[64:ff9b::a00:1]",
            "[2001:db8::1]",
            "[2002:a00:1::]",
            "[2001::1]",
        ] {
            let address = format!("https://{address}/");
            assert!(!is_allowed(&address, Reach::Loopback, Mode::Sandbox), "{address}");
            assert!(is_allowed(&address, Reach::Any, Mode::Production), "{address}");
        }
        assert!(
            is_allowed("https://[64:ff9b::808:808]/", Reach::Public, Mode::Sandbox),
            "NAT64 of a public address"
        );
    }

    #[test]
    fn a_service_for_others_opens_no_way_to_its_own_machine() {
        let settled = |wanted, is_local| Reach::settle(wanted, is_local).ok();
        assert_eq!(settled(None, true), Some(Reach::Loopback));
        assert_eq!(settled(None, false), Some(Reach::Public));
        assert_eq!(settled(Some(Reach::Loopback), false), None);
        assert_eq!(settled(Some(Reach::Any), true), Some(Reach::Any));
        let reach = settled(Some(Reach::Any), false).unwrap();
        for address in ["10.1.2.3", "192.168.1.1", "100.64.0.1", "[fd00::1]", "[::ffff:10.0.0.1]", "8.8.8.8"]
        {
            assert!(is_allowed(&format!("https://{address}/"), reach, Mode::Production), "{address}");
        }
        for address in [
            "127.0.0.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "[::]",
            "169.254.169.254",
            "[fe80::1]",
            "[::ffff:169.254.169.254]",
            "224.0.0.1",
        ] {
            assert!(!is_allowed(&format!("https://{address}/"), reach, Mode::Sandbox), "{address}");
        }
        assert!(!is_allowed("http://localhost:9/", reach, Mode::Sandbox));
    }

    #[tokio::test]
    async fn a_name_is_checked_by_what_it_resolves_to() {
        let resolve = async |reach| {
            let name = "localhost".parse::<Name>().unwrap();
            Resolver { reach, mode: Mode::Sandbox }.resolve(name).await.map(Iterator::count)
        };
        assert!(resolve(Reach::Loopback).await.unwrap() > 0);
        for reach in [Reach::Public, Reach::Networks] {
            let refusal = resolve(reach).await.unwrap_err().to_string();
            assert!(refusal.contains("not a public address"), "{refusal}");
        }
    }
}
