//! Limits how many requests one address may make in a while.

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse as _;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// A limit on requests per second or minute and address. Clones share their counts.
#[derive(Clone)]
pub(crate) struct RateLimit(Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>);

impl RateLimit {
    /// So many a second; 0 means no limit.
    pub(crate) fn per_second(requests: u32) -> Self {
        Self::of(NonZeroU32::new(requests).map(Quota::per_second))
    }

    /// So many a minute; 0 means no limit.
    pub(crate) fn per_minute(requests: u32) -> Self {
        Self::of(NonZeroU32::new(requests).map(Quota::per_minute))
    }

    fn of(quota: Option<Quota>) -> Self {
        Self(quota.map(|quota| Arc::new(DefaultKeyedRateLimiter::keyed(quota))))
    }

    /// Counts a request. An error says after how many seconds to come back.
    pub(crate) fn check(&self, request: &Request) -> Result<(), u32> {
        self.check_address(address_of(request))
    }

    /// The same by the address that a request came from.
    pub(crate) fn check_address(&self, address: IpAddr) -> Result<(), u32> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(&address).map_err(|refusal| {
            let wait = refusal.wait_time_from(DefaultClock::default().now());
            u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
        })
    }

    /// Puts pages under the limit. Who comes too often is told so in plain words; the APIs have shapes of their own.
    pub(crate) fn guard<S: Clone + Send + Sync + 'static>(self, pages: Router<S>) -> Router<S> {
        pages.layer(from_fn(move |request: Request, next: Next| {
            let checked = self.check(&request);
            async move {
                match checked {
                    Ok(()) => next.run(request).await,
                    Err(seconds) => {
                        let headers = [(RETRY_AFTER, HeaderValue::from(seconds))];
                        (StatusCode::TOO_MANY_REQUESTS, headers, "too many requests\n").into_response()
                    }
                }
            }
        }))
    }

    /// Forgets addresses that have been quiet, so that their number does not grow for ever.
    pub(crate) fn forget_the_quiet(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// The address that a request counts for.
pub(crate) fn address_of(request: &Request) -> IpAddr {
    // Within a process, without a socket, there is nobody to tell apart.
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    from.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |ConnectInfo(address)| network(address.ip()))
}

/// One IPv6 customer has a whole /64 of addresses and counts as one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}
