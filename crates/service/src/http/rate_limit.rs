//! Limits the number of requests from one address.

use super::headers::retry_after;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse as _;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// A limit on requests per second or minute from one address. Clones share their counts.
#[derive(Clone)]
pub(crate) struct RateLimit(Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>);

impl RateLimit {
    /// A limit per second; 0 means no limit.
    pub(crate) fn per_second(requests: u32) -> Self {
        Self::of(NonZeroU32::new(requests).map(Quota::per_second))
    }

    /// A limit per minute; 0 means no limit.
    pub(crate) fn per_minute(requests: u32) -> Self {
        Self::of(NonZeroU32::new(requests).map(Quota::per_minute))
    }

    fn of(quota: Option<Quota>) -> Self {
        Self(quota.map(|quota| Arc::new(DefaultKeyedRateLimiter::keyed(quota))))
    }

    /// Counts a request. The error is the number of seconds to wait.
    pub(crate) fn check(&self, request: &Request) -> Result<(), u32> {
        self.check_address(address_of(request))
    }

    /// Counts a request from this address, like [`Self::check`].
    pub(crate) fn check_address(&self, address: IpAddr) -> Result<(), u32> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(&address).map_err(|refusal| {
            let wait = refusal.wait_time_from(DefaultClock::default().now());
            u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
        })
    }

    /// Applies the limit to pages, with a plain text as the refusal. The APIs have error formats of their own.
    pub(crate) fn guard<S: Clone + Send + Sync + 'static>(self, pages: Router<S>) -> Router<S> {
        pages.layer(from_fn(move |request: Request, next: Next| {
            let checked = self.check(&request);
            async move {
                match checked {
                    Ok(()) => next.run(request).await,
                    Err(seconds) => {
                        let headers = retry_after(seconds);
                        (StatusCode::TOO_MANY_REQUESTS, headers, "too many requests\n").into_response()
                    }
                }
            }
        }))
    }

    /// Forgets idle addresses, so that their number stays bounded.
    pub(crate) fn forget_idle(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// The address that a request is counted for.
pub(crate) fn address_of(request: &Request) -> IpAddr {
    // Requests within a process, without a socket, all have the same address.
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    from.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |ConnectInfo(address)| network(address.ip()))
}

/// Addresses of one IPv6 customer, who has a whole /64, count as one.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}
