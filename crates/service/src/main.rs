//! `wink-service`: reads the command line and does what it says.

use anyhow::Context as _;
use clap::Parser as _;
use std::fmt::Display;
use std::io::{Write as _, stdout};
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;
use wink_service::{
    App, Cli, Clock, Command, Listen, Listener, Metrics, Serve, WebhooksCommand, banner, interruption,
    listen, raise_open_files, restrict_new_files, serve, serve_metrics, start_logging,
};

/// How long blocking work may still run when everything else has ended. The process ends then, whatever a thread does.
const LAST_GRACE_PERIOD: Duration = Duration::from_secs(2);

fn main() -> anyhow::Result<ExitCode> {
    let command = Cli::parse().command;
    if command.keeps_secrets() {
        restrict_new_files();
    }
    // These two confine themselves, which needs a process of a single thread.
    let command = match command {
        Command::ReadDocument(options) => return Ok(options.run()),
        Command::Confine(options) => return Ok(options.run()),
        others => others,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(answer_to(command));
    runtime.shutdown_timeout(LAST_GRACE_PERIOD);
    done.map(|()| ExitCode::SUCCESS)
}

async fn answer_to(command: Command) -> anyhow::Result<()> {
    let (clock, output) = (Clock::default(), &mut stdout());
    let done = match command {
        Command::Serve(options) => return run(options).await,
        Command::Webhooks(WebhooksCommand::Listen(options)) => return receive(options).await,
        Command::Webhooks(WebhooksCommand::Deliveries(options)) => options.run(output).await,
        Command::Webhooks(WebhooksCommand::Redeliver(options)) => options.run(&clock, output).await,
        Command::Migrate(options) => options.run(output).await,
        Command::Keys(command) => command.run(&clock, output).await,
        Command::Users(command) => command.run(&clock, output).await,
        Command::Tenants(command) => command.run(output).await,
        Command::Suppressions(command) => command.run(output).await,
        Command::Links(command) => command.run().await,
        Command::Clock(command) => command.run(output).await,
        Command::Backup(options) => options.run(output).await,
        Command::Healthcheck(options) => options.run().await,
        Command::Completions(options) => options.run(output),
        Command::Man(options) => options.run(output),
        Command::ReadDocument(_) | Command::Confine(_) => Ok(()),
    };
    match done {
        Err(failure) if !failure.is_broken_pipe() => Err(failure.into()),
        _ => Ok(()),
    }
}

async fn run(options: Serve) -> anyhow::Result<()> {
    let logging = start_logging(options.log_format);
    let ended = answer(options).await;
    logging.end().await;
    ended
}

async fn answer(options: Serve) -> anyhow::Result<()> {
    let interrupted = interruption().context("the handlers for SIGINT and SIGTERM could not be installed")?;
    raise_open_files();
    let listener = TcpListener::bind(options.listen()).await.with_context(|| {
        format!("cannot listen on {}; set another address with WINK_LISTEN", options.listen())
    })?;
    let address = listener.local_addr()?;
    let measured = match options.metrics_listen {
        Some(address) => {
            let socket = TcpListener::bind(address).await.with_context(|| {
                format!("cannot listen on {address}; set another address with WINK_METRICS_LISTEN")
            })?;
            Some((socket, Metrics::install()?))
        }
        None => None,
    };
    let mut interrupted = Box::pin(interrupted);
    let app = tokio::select! {
        started = App::start(options.settings(address), Clock::default()) => {
            started.context("the service cannot start")?
        }
        () = &mut interrupted => {
            tracing::info!("stopped while starting");
            return Ok(());
        }
    };
    // Standard output is for this; the log is on standard error.
    print(banner(address, app.sandbox_key()));
    let _metrics = measured.map(|(socket, metrics)| serve_metrics(&app, metrics, socket));
    serve(&app, listener, interrupted).await.context("the socket failed")
}

async fn receive(options: Listen) -> anyhow::Result<()> {
    let interrupted = interruption().context("the handlers for SIGINT and SIGTERM could not be installed")?;
    let socket = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("cannot listen on {}; set another address with --listen", options.listen))?;
    let Listen { secret, answer, .. } = options;
    print(format_args!("Receiving events at http://{}; Ctrl-C ends it.\n", socket.local_addr()?));
    let listener = Listener { secret, answer, output: Box::new(stdout()) };
    listen(socket, listener, interrupted).await.context("the socket failed")
}

/// Prints for the person who started the program. Ignores errors, because a closed output is no reason to end.
fn print(text: impl Display) {
    let _ = writeln!(stdout(), "{text}");
}
