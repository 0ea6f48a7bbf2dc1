//! `cargo xtask demo`: serves the widget and the service from one process on one port.

use std::{
    env, fs, io,
    net::{SocketAddr, TcpListener},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    project::Project,
    step::{self, step},
};

const DEFAULT_LISTEN: &str = "127.0.0.1:8080";
/// Generated employers, so that you can try the search with a long list.
const EMPLOYERS: &str = "10000";
/// A profile that compiles fast and runs fast. Its programs are in the target folder of the same name.
const PROFILE: &str = "service";

pub(crate) fn run(project: &Project) -> Result<()> {
    let listen = env::var("WINK_LISTEN").unwrap_or_else(|_| DEFAULT_LISTEN.to_owned());
    // First, because compiling takes minutes.
    check_address(&listen)?;

    let dist = build::run(project)?;
    step("compiling the service", || {
        step::run(
            project.cargo().args(["build", "--profile", PROFILE, "--package", "wink-service"]),
            "fix the compiler errors above, then run the command again",
        )
    })?;

    let data = project.root().join("data");
    fs::create_dir_all(&data).with_context(|| format!("creating {}", data.display()))?;
    let mut service = project
        .command(project.target().join(PROFILE).join(format!("wink-service{}", env::consts::EXE_SUFFIX)));
    service.arg("serve");
    if env::var_os("WINK_PUBLIC_URL").is_none()
        && let Some(url) = public_url(&listen)
    {
        service.args(["--public-url", &url]);
    }
    service
        .args([
            "--playground",
            "--sandbox",
            "true",
            "--employers",
            EMPLOYERS,
            "--listen",
            &listen,
            "--database",
        ])
        .arg(data.join("wink.db"))
        .arg("--assets")
        .arg(dist);
    println!("▸ serving at http://{listen} (press Ctrl-C to stop)\n");
    exec_service(service)
}

/// Replaces this process with the service, so that signals reach it and its exit code is the command's.
#[cfg(unix)]
fn exec_service(mut service: std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(service.exec()).context("starting the service")
}

#[cfg(not(unix))]
fn exec_service(mut service: std::process::Command) -> Result<()> {
    step::run(&mut service, "see the service's output above")
}

/// The public URL to pass to the service. Off loopback the service does not start without one. The demo has no TLS and
/// no production keys, so plain HTTP is fine.
fn public_url(listen: &str) -> Option<String> {
    let address: SocketAddr = listen.parse().ok()?;
    if address.ip().is_loopback() {
        return None;
    }
    if address.ip().is_unspecified() {
        return Some(format!("http://localhost:{}", address.port()));
    }
    Some(format!("http://{address}"))
}

fn check_address(listen: &str) -> Result<()> {
    match TcpListener::bind(listen) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => bail!(
            "another program already listens on {listen}\n  what to do: stop it, or choose another address, as in \
             `WINK_LISTEN=127.0.0.1:8081 cargo xtask demo`"
        ),
        Err(error) => Err(error).with_context(|| {
            format!("cannot listen on {listen}\n  what to do: set WINK_LISTEN to an address and port of this machine")
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_reported_with_advice() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let error = check_address(&address).unwrap_err().to_string();
        assert!(error.contains("already listens") && error.contains("WINK_LISTEN="), "{error}");
    }

    #[test]
    fn only_an_address_off_loopback_gets_a_public_url() {
        for (listen, url) in [
            ("127.0.0.1:8080", None),
            ("[::1]:8080", None),
            ("0.0.0.0:8080", Some("http://localhost:8080")),
            ("192.168.1.7:80", Some("http://192.168.1.7:80")),
        ] {
            assert_eq!(public_url(listen).as_deref(), url, "{listen}");
        }
    }

    #[test]
    fn an_invalid_address_is_refused() {
        assert!(check_address("not an address").is_err());
    }
}
