//! `wink-service`: reads the command line and does what it says.

use anyhow::Context as _;
use clap::Parser as _;
use std::io::stdout;
use tokio::net::TcpListener;
use wink_service::{
    App, Cli, Clock, Command, Listen, Listener, Serve, WebhooksCommand, banner, interruption, listen, serve,
    start_logging,
};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Links(command) => Ok(command.run().await?),
        Command::Serve(options) => run(options).await,
        Command::Webhooks(WebhooksCommand::Listen(options)) => receive(options).await,
        Command::Webhooks(WebhooksCommand::Deliveries(options)) => Ok(options.run(&mut stdout()).await?),
        Command::Webhooks(WebhooksCommand::Redeliver(options)) => {
            Ok(options.run(&Clock::default(), &mut stdout()).await?)
        }
    }
}

async fn run(options: Serve) -> anyhow::Result<()> {
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

async fn receive(options: Listen) -> anyhow::Result<()> {
    let interrupted = interruption().context("signals cannot be listened for")?;
    let socket = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("{} cannot be listened on; --listen names another", options.listen))?;
    let Listen { secret, answer, .. } = options;
    #[expect(clippy::print_stdout, reason = "it is meant for the person who listens")]
    {
        println!("Receiving events at http://{}; Ctrl-C ends it.\n", socket.local_addr()?);
    }
    let listener = Listener { secret, answer, output: Box::new(stdout()) };
    listen(socket, listener, interrupted).await.context("the socket failed")
}
