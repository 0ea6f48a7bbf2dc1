//! `wink-service`: reads the command line and serves.

use anyhow::Context as _;
use clap::Parser as _;
use tokio::net::TcpListener;
use wink_service::{App, Cli, Clock, Command, banner, interruption, serve, start_logging};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Command::Serve(options) = Cli::parse().command;
    start_logging(options.log_format);
    let interrupted = interruption().context("signals cannot be listened for")?;
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("{} cannot be listened on; WINK_LISTEN names another", options.listen))?;
    let app = App::start(options.settings(), Clock::default()).await.context("the service cannot start")?;
    // Standard output is for this; the log is on standard error.
    #[expect(clippy::print_stdout, reason = "the banner is meant for the person who started the service")]
    {
        println!("{}", banner(listener.local_addr()?, app.credentials()));
    }
    serve(&app, listener, interrupted).await.context("the socket failed")
}
