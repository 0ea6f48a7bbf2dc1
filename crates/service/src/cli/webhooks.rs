//! `wink-service webhooks`: for hosts' developers and for operators.

use super::failure::Result;
use super::places::DatabaseOption;
use crate::clock::{Clock, iso};
use crate::clock_sync;
use crate::store::{DeliveryFilter, LoggedAttempt, LoggedDelivery, Which};
use axum::http::StatusCode;
use clap::{Args, Subcommand, ValueEnum};
use std::io::Write;
use std::net::SocketAddr;
use wink_wire::Secret;

/// What `webhooks` can do.
#[derive(Debug, Subcommand)]
pub enum WebhooksCommand {
    /// Receive events on this machine, check their signatures and print them.
    Listen(Listen),
    /// Show deliveries and their attempts, newest first.
    Deliveries(Deliveries),
    /// Redeliver events: finished deliveries are sent again, pending ones are attempted now.
    Redeliver(Redeliver),
}

/// Options of `webhooks listen`.
#[derive(Debug, Args)]
#[command(after_help = "Register the address with the same secret first, for example with\n  \
    curl -u KEY:SECRET http://127.0.0.1:8080/v1/webhooks -H 'Content-Type: application/json' \\\n    \
    -d '{\"name\":\"mine\",\"url\":\"http://127.0.0.1:9090\",\"eventTypes\":[\"ALL_EVENTS\"],\"active\":true,\"secret\":\"SECRET\"}'")]
pub struct Listen {
    /// The webhook's secret.
    #[arg(long, env = "WINK_WEBHOOK_SECRET", value_name = "SECRET", hide_env_values = true)]
    pub secret: Secret,

    /// Address and port to listen on. Any path works.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9090")]
    pub listen: SocketAddr,

    /// Status to return for events with a valid signature, to test how the service reacts. Others get 401.
    #[arg(long, value_name = "STATUS", default_value = "200", value_parser = status)]
    pub answer: StatusCode,
}

/// Options of `webhooks deliveries`.
#[derive(Debug, Args)]
pub struct Deliveries {
    #[command(flatten)]
    database: DatabaseOption,

    #[command(flatten)]
    selection: Selection,

    /// Only deliveries with this status.
    #[arg(long, value_enum)]
    status: Option<Status>,

    /// Maximum number of deliveries.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
}

/// Options of `webhooks redeliver`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true).args(["event", "account", "given_up"]))]
pub struct Redeliver {
    #[command(flatten)]
    database: DatabaseOption,

    #[command(flatten)]
    selection: Selection,

    /// Only deliveries that were given up.
    #[arg(long)]
    given_up: bool,
}

/// Which deliveries are meant.
#[derive(Debug, Args)]
struct Selection {
    /// Only deliveries of this event.
    #[arg(long, value_name = "ID")]
    event: Option<String>,

    /// Only deliveries about this account, archive, or user without an account.
    #[arg(long, value_name = "ID")]
    account: Option<String>,

    /// Only deliveries to this webhook.
    #[arg(long, value_name = "ID")]
    webhook: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Status {
    Pending,
    Delivered,
    GivenUp,
}

impl Deliveries {
    /// Prints deliveries with their attempts.
    ///
    /// # Errors
    /// The database or the output fails.
    pub async fn run(&self, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        let filter = self.selection.filter(self.status);
        let mut deliveries = store.deliveries_of_any_scope(&filter, Which::All, self.limit).await?;
        deliveries.reverse();
        for delivery in &deliveries {
            print_delivery(output, delivery)?;
            for attempt in store.logged_attempts(delivery).await? {
                print_attempt(output, &attempt)?;
            }
        }
        if deliveries.is_empty() {
            writeln!(output, "No delivery matches.")?;
        }
        store.close().await;
        Ok(())
    }
}

impl Redeliver {
    /// Has deliveries made again by the service that works on the database.
    ///
    /// # Errors
    /// The database or the output fails.
    pub async fn run(&self, clock: &Clock, output: &mut impl Write) -> Result<()> {
        let store = self.database.open().await?;
        clock_sync::sync(clock, &store).await?;
        let filter = self.selection.filter(self.given_up.then_some(Status::GivenUp));
        // Of an event that was redelivered before, what came of it last counts.
        let mut deliveries = store.deliveries_of_any_scope(&filter, Which::Newest, i32::MAX as u32).await?;
        // In the order in which they happened.
        deliveries.reverse();
        for delivery in &deliveries {
            store.redeliver(delivery, clock.now_millis()).await?;
            writeln!(
                output,
                "{}  {}  to {}",
                delivery.event_type.name(),
                delivery.event_id,
                delivery.webhook_id
            )?;
        }
        writeln!(output, "{} to be delivered; a running service delivers them now.", deliveries.len())?;
        store.close().await;
        Ok(())
    }
}

impl Selection {
    fn filter(&self, status: Option<Status>) -> DeliveryFilter {
        DeliveryFilter {
            webhook_id: self.webhook.clone(),
            event_id: self.event.clone(),
            subject_id: self.account.clone(),
            status: status.map(|status| match status {
                Status::Pending => "PENDING",
                Status::Delivered => "DELIVERED",
                Status::GivenUp => "GIVEN_UP",
            }),
        }
    }
}

fn print_delivery(output: &mut impl Write, delivery: &LoggedDelivery) -> std::io::Result<()> {
    let standing = match (delivery.status.as_str(), delivery.due_at) {
        ("DELIVERED", _) => "delivered".to_owned(),
        ("GIVEN_UP", _) => "given up".to_owned(),
        (_, Some(due_at)) if delivery.attempts > 0 => format!("to be tried again at {}", iso(due_at)),
        _ => "waiting".to_owned(),
    };
    writeln!(
        output,
        "{}  {}  {}  {}  to {}: {standing}",
        iso(delivery.created_at),
        delivery.event_type.name(),
        delivery.event_id,
        delivery.subject_id,
        delivery.webhook_id,
    )
}

fn print_attempt(output: &mut impl Write, attempt: &LoggedAttempt) -> std::io::Result<()> {
    let status = attempt.status_code.map_or_else(|| "no answer".to_owned(), |code| code.to_string());
    write!(
        output,
        "    {}. {}  {status} in {} ms",
        attempt.number,
        iso(attempt.started_at),
        attempt.duration_millis
    )?;
    if let Some(error) = &attempt.error {
        write!(output, "; {error}")?;
    }
    if let Some(answer) = &attempt.answer {
        write!(output, "; body: {answer}")?;
    }
    writeln!(output)
}

fn status(text: &str) -> std::result::Result<StatusCode, String> {
    let code = text.parse().ok().filter(|code: &u16| (200..=599).contains(code));
    code.and_then(|code| StatusCode::from_u16(code).ok())
        .ok_or_else(|| "a status must be 200 to 599".to_owned())
}
