//! The text printed at start: the service's address, and what to try it with.

use crate::catalogue::people::PEOPLE;
use crate::keys::SandboxKey;
use std::fmt::Write as _;
use std::net::SocketAddr;

/// The text to print, for people. It contains the sandbox's secret at the first start only; later it would end up in
/// logs.
pub fn banner(address: SocketAddr, sandbox: Option<&SandboxKey>) -> String {
    let mut text = format!("\n  Wink is at   http://{address}\n");
    let Some(SandboxKey { credentials, file, is_new }) = sandbox else { return text };
    let _ = writeln!(text, "\n  Sandbox API key      {}", credentials.api_key);
    let _ = if *is_new {
        writeln!(
            text,
            "  Sandbox API secret   {}\n                       \
             Printed at this first start only.",
            credentials.api_secret.expose()
        )
    } else {
        writeln!(
            text,
            "  Sandbox API secret   Printed at the first start only. It is in {};\n                       \
             `wink-service keys create --tenant sandbox` makes another key.",
            file.display()
        )
    };
    let _ = writeln!(text, "\n  Sandbox people       Password   One-time code");
    for person in PEOPLE {
        let _ = writeln!(text, "    {:<19}{:<11}{}", person.user_name, person.password, person.code);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ApiCredentials;

    #[test]
    fn the_secret_is_printed_at_the_first_start_only() {
        let credentials = ApiCredentials { api_key: "wk-1".into(), api_secret: "ws_secret".into() };
        let key = |is_new| SandboxKey {
            credentials: credentials.clone(),
            file: "data/sandbox-keys.json".into(),
            is_new,
        };
        let address = "127.0.0.1:8080".parse().unwrap();
        let first = banner(address, Some(&key(true)));
        assert!(first.contains("wk-1") && first.contains("ws_secret"), "{first}");
        let later = banner(address, Some(&key(false)));
        assert!(later.contains("wk-1") && !later.contains("ws_secret"), "{later}");
        assert!(later.contains("data/sandbox-keys.json") && later.contains("keys create"), "{later}");
        let without = banner(address, None);
        assert!(without.contains("http://127.0.0.1:8080") && !without.contains("andbox"), "{without}");
    }
}
