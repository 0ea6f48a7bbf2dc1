//! The address at which browsers reach the service. It comes from the settings alone: any client can write a request's
//! `Host` header, so it decides nothing.

use reqwest::Url;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The service's address as browsers see it. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct ServiceAddress {
    /// Without a trailing slash.
    text: Arc<str>,
    origin: Arc<str>,
    port: u16,
    /// Whether only this machine reaches it.
    is_local: bool,
}

/// The service must not be reachable this way; the message says what to change.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadAddress {
    #[error(
        "--public-url must be an address such as https://wink.example.com, without a user name, a query or a #"
    )]
    Malformed,
    #[error(
        "other machines reach {0}, and the service does not know its address: give --public-url (WINK_PUBLIC_URL), or \
         listen on 127.0.0.1"
    )]
    Missing(SocketAddr),
    #[error(
        "API key {key} links real people, and {address} is not https: give an https --public-url (WINK_PUBLIC_URL), \
         listen on 127.0.0.1 without one, or revoke the key with `wink-service keys revoke {key}`"
    )]
    Unencrypted { key: String, address: String },
}

impl ServiceAddress {
    /// The public address, or the one that is listened on, which must then be this machine's alone.
    pub(crate) fn new(listen: SocketAddr, public_url: Option<&str>) -> Result<Self, BadAddress> {
        let listens_locally = listen.ip().is_loopback();
        let text = match public_url {
            Some(url) => url.trim().trim_end_matches('/').to_owned(),
            None if listens_locally => format!("http://{listen}"),
            None => return Err(BadAddress::Missing(listen)),
        };
        let url = Url::parse(&text).map_err(|_| BadAddress::Malformed)?;
        let is_plain = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !is_plain {
            return Err(BadAddress::Malformed);
        }
        Ok(Self {
            text: text.into(),
            origin: url.origin().ascii_serialization().into(),
            port: url.port_or_known_default().unwrap_or_default(),
            is_local: listens_locally && is_loopback(&url),
        })
    }

    /// For links to the service, without a slash at the end.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether only this machine reaches the service.
    pub(crate) fn is_local(&self) -> bool {
        self.is_local
    }

    /// Whether browsers reach it encrypted.
    pub(crate) fn is_https(&self) -> bool {
        self.text.starts_with("https://")
    }

    /// Whether real people may be linked here: encrypted, or not beyond this machine.
    pub(crate) fn may_link_real_people(&self) -> bool {
        self.is_local || self.is_https()
    }

    /// Whether a page's `Origin` is the service's own. This machine has several names for itself.
    pub(crate) fn is_own_origin(&self, origin: &str) -> bool {
        if *self.origin == *origin {
            return true;
        }
        let same_port = |url: &Url| url.scheme() == "http" && url.port_or_known_default() == Some(self.port);
        self.is_local && Url::parse(origin).is_ok_and(|url| same_port(&url) && is_loopback(&url))
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(listen: &str, public_url: Option<&str>) -> Result<ServiceAddress, BadAddress> {
        ServiceAddress::new(listen.parse().unwrap(), public_url)
    }

    #[test]
    fn only_loopback_needs_no_public_url() {
        for (listen, text) in
            [("127.0.0.1:8080", "http://127.0.0.1:8080"), ("[::1]:8080", "http://[::1]:8080")]
        {
            let address = address(listen, None).unwrap();
            assert_eq!((address.text(), address.is_local()), (text, true));
        }
        for listen in ["0.0.0.0:8080", "[::]:8080", "192.168.1.7:80"] {
            let refused = address(listen, None).unwrap_err();
            assert!(matches!(refused, BadAddress::Missing(_)), "{refused}");
            assert!(refused.to_string().contains("--public-url"), "{refused}");
        }
    }

    #[test]
    fn who_is_reached_from_elsewhere_needs_https_for_real_people() {
        for (listen, url, is_local, may_link_real_people) in [
            ("127.0.0.1:8080", "http://localhost:8080", true, true),
            ("127.0.0.1:8080", "http://[::1]/", true, true),
            // Behind a proxy of this machine.
            ("127.0.0.1:8080", "https://wink.example.com/", false, true),
            ("127.0.0.1:8080", "http://wink.example.com", false, false),
            ("127.0.0.1:8080", "http://localhost.example.com", false, false),
            ("0.0.0.0:8080", "https://wink.example.com/a/", false, true),
            ("0.0.0.0:8080", "http://wink.example.com", false, false),
            // It is listened on for others, whatever it is called.
            ("0.0.0.0:8080", "http://localhost:8080", false, false),
        ] {
            let address = address(listen, Some(url)).unwrap();
            assert_eq!(address.text(), url.trim_end_matches('/'));
            let found = (address.is_local(), address.may_link_real_people());
            assert_eq!(found, (is_local, may_link_real_people), "{listen} {url}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for url in [
            "",
            "wink.example.com",
            "ftp://wink.example.com",
            "https://",
            "https://user@wink.example.com",
            "https://wink.example.com?a=b",
            "https://wink.example.com/#a",
        ] {
            assert!(matches!(address("127.0.0.1:80", Some(url)), Err(BadAddress::Malformed)), "{url}");
        }
    }

    #[test]
    fn only_own_pages_have_an_own_origin() {
        let local = address("127.0.0.1:8080", None).unwrap();
        for origin in ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"] {
            assert!(local.is_own_origin(origin), "{origin}");
        }
        // The second is what a name has that was made to lead here.
        for origin in
            ["http://localhost:8081", "http://rebound.example:8080", "https://localhost:8080", "null", ""]
        {
            assert!(!local.is_own_origin(origin), "{origin}");
        }
        let public = address("0.0.0.0:8080", Some("https://wink.example.com/a")).unwrap();
        assert!(public.is_own_origin("https://wink.example.com"));
        for origin in ["http://wink.example.com", "https://localhost", "http://localhost:8080"] {
            assert!(!public.is_own_origin(origin), "{origin}");
        }
    }
}
