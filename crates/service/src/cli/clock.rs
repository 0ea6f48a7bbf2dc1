//! `wink-service clock`: moves the time of a sandbox, to try out what takes weeks.

use super::failure::{CommandFailure, Result};
use super::places::DatabaseOption;
use crate::clock::iso;
use clap::{Args, Subcommand};
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use std::io::Write;

/// Maximum offset of the clock.
const FARTHEST: SignedDuration = SignedDuration::from_hours(10 * 366 * 24);

/// What `clock` can do.
#[derive(Debug, Subcommand)]
pub enum ClockCommand {
    /// Show the service's time and how far it is ahead.
    Show(ShowClock),
    /// Move the clock forward for all processes that share the database. It takes effect within seconds.
    Advance(AdvanceClock),
    /// Set the clock back to the system's time. Data created in the meantime keeps its dates.
    Reset(ResetClock),
}

/// Options of `clock show`.
#[derive(Debug, Args)]
pub struct ShowClock {
    #[command(flatten)]
    database: DatabaseOption,
}

/// Options of `clock advance`.
#[derive(Debug, Args)]
pub struct AdvanceClock {
    #[command(flatten)]
    database: DatabaseOption,

    /// The duration: `61d`, `2h 30m`, `1w`, or in ISO 8601, `P61D`.
    #[arg(value_name = "DURATION", value_parser = duration)]
    by: SignedDuration,
}

/// Options of `clock reset`.
#[derive(Debug, Args)]
pub struct ResetClock {
    #[command(flatten)]
    database: DatabaseOption,
}

impl ClockCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// The database or the output fails, or real people are linked with this database.
    pub async fn run(&self, output: &mut impl Write) -> Result<()> {
        let (Self::Show(ShowClock { database })
        | Self::Advance(AdvanceClock { database, .. })
        | Self::Reset(ResetClock { database })) = self;
        let store = database.open().await?;
        let now = Timestamp::now();
        let mut ahead = SignedDuration::from_millis(store.clock_offset().await?);
        let wanted = match self {
            Self::Show(_) => None,
            Self::Advance(AdvanceClock { by, .. }) => Some(ahead.saturating_add(*by)),
            Self::Reset(_) => Some(SignedDuration::ZERO),
        };
        if let Some(wanted) = wanted {
            if wanted > FARTHEST {
                return Err(CommandFailure::Refused(
                    "the clock can be ten years ahead at most; `wink-service clock reset` sets it back"
                        .to_owned(),
                ));
            }
            ahead = wanted;
            let millis = i64::try_from(ahead.as_millis()).unwrap_or(0);
            if let Err(key) = store.set_clock_offset(millis, now.as_millisecond() + millis).await? {
                return Err(CommandFailure::Refused(format!(
                    "real people are linked with this database, by the API key {key}, and its clock is not to be \
                     moved; use a database of its own for the sandbox"
                )));
            }
        }
        let shown = now.saturating_add(ahead).unwrap_or(now);
        if ahead.is_zero() {
            writeln!(output, "{}, the system's time", iso(shown.as_millisecond()))?;
        } else {
            writeln!(output, "{}, {ahead:#} ahead of the system's time", iso(shown.as_millisecond()))?;
        }
        store.close().await;
        Ok(())
    }
}

fn duration(text: &str) -> std::result::Result<SignedDuration, String> {
    let advice = "is not a duration; use one such as 61d, 2h 30m or P61D";
    let span: Span = text.parse().map_err(|_| advice.to_owned())?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| advice.to_owned())?;
    if duration <= SignedDuration::ZERO {
        return Err("the clock moves forward only; `clock reset` sets it back".to_owned());
    }
    Ok(duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, hours) in [("61d", 61 * 24), ("2h", 2), ("1w", 7 * 24), ("P61D", 61 * 24), ("1d 2h", 26)] {
            assert_eq!(duration(text), Ok(SignedDuration::from_hours(hours)), "{text}");
        }
        for text in ["", "soon", "-2h", "0s", "61"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
