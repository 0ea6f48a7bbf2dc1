//! Which addresses the sandbox may write to.

use lettre::Address;
use std::str::FromStr;

/// An address, or every address of a domain, as an operator lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowedRecipient {
    /// One address.
    Address(String),
    /// Every address of this domain, and of none below it.
    Domain(String),
}

/// A recipient is neither an address nor a domain.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("must be an e-mail address, or @ and a domain, such as @example.com")]
pub struct BadRecipient;

impl AllowedRecipient {
    /// Whether this address is meant. Upper and lower case are the same, as they are for most mail servers.
    pub(super) fn covers(&self, address: &Address) -> bool {
        match self {
            Self::Address(allowed) => same(address.as_ref(), allowed),
            Self::Domain(allowed) => same(address.domain(), allowed),
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl FromStr for AllowedRecipient {
    type Err = BadRecipient;

    fn from_str(text: &str) -> Result<Self, BadRecipient> {
        let address = |text: &str| text.parse::<Address>().map_err(|_| BadRecipient);
        match text.trim().strip_prefix('@') {
            Some(domain) => Ok(Self::Domain(address(&format!("x@{domain}"))?.domain().to_owned())),
            None => Ok(Self::Address(address(text.trim())?.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_a_domain_cover_what_they_name_alone() {
        let covers = |allowed: &str, address: &str| {
            allowed.parse::<AllowedRecipient>().unwrap().covers(&address.parse().unwrap())
        };
        assert!(covers("qa@example.com", "QA@Example.com"));
        assert!(covers("@example.com", "anybody@example.COM"));
        for (allowed, address) in [
            ("qa@example.com", "qb@example.com"),
            ("qa@example.com", "qa@example.com.evil"),
            ("@example.com", "x@sub.example.com"),
            ("@example.com", "x@notexample.com"),
        ] {
            assert!(!covers(allowed, address), "{allowed} {address}");
        }
        for bad in ["", "@", "example.com", "a@b@c", "a b@c.d"] {
            assert!(bad.parse::<AllowedRecipient>().is_err(), "{bad:?}");
        }
    }
}
