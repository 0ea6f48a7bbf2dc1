//! `wink-service healthcheck`: checks whether the service on this machine is ready, for container health checks.

use super::failure::{CommandFailure, Result};
use clap::Args;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// Timeout for the service's answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Options of `healthcheck`.
#[derive(Debug, Args)]
#[command(after_help = "Exits with 0 if the service is ready for requests, otherwise with 1.")]
pub struct Healthcheck {
    /// Address and port that the service listens on.
    #[arg(long, env = "WINK_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Healthcheck {
    /// Runs the check.
    ///
    /// # Errors
    /// The service cannot take requests.
    pub async fn run(&self) -> Result<()> {
        let url = format!("http://{}/readyz", reachable(self.listen));
        let refused = |why: String| CommandFailure::Refused(format!("the service at {url} {why}"));
        let client = reqwest::Client::builder().timeout(TIMEOUT).no_proxy().build();
        let client = client.map_err(|error| refused(format!("cannot be asked: {error}")))?;
        let answer = client.get(&url).send().await;
        let answer = answer.map_err(|_| {
            refused("does not answer; check that it runs and that WINK_LISTEN is its address".to_owned())
        })?;
        if !answer.status().is_success() {
            let words = answer.text().await.unwrap_or_default();
            return Err(refused(format!("is not ready: {}", words.trim())));
        }
        Ok(())
    }
}

/// An address that reaches, from this machine, a service that listens on every address.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
