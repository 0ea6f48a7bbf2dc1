//! What is printed at the start: where the service is, and what to try it with.

use crate::catalogue::people::PEOPLE;
use crate::keys::ApiCredentials;
use std::fmt::Write as _;
use std::net::SocketAddr;

/// The text to print, for people. It holds the sandbox's secret on purpose, where it lets somebody in.
pub fn banner(address: SocketAddr, credentials: Option<&ApiCredentials>) -> String {
    let mut text = format!("\n  Wink is at   http://{address}\n");
    let Some(credentials) = credentials else { return text };
    let _ = writeln!(
        text,
        "\n  Sandbox API key      {}\n  Sandbox API secret   {}\n\n  \
         Sandbox people       Password   One-time code",
        credentials.api_key,
        credentials.api_secret.expose(),
    );
    for person in PEOPLE {
        let _ = writeln!(text, "    {:<19}{:<11}{}", person.user_name, person.password, person.code);
    }
    text
}
