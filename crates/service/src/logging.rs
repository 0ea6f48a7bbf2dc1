//! The log on standard error, and traces if a collector is configured.

use crate::cli::LogFormat;
use crate::traces;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::io::IsTerminal as _;
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// The exporter that sends traces while the service runs.
#[must_use = "what was not sent yet is lost without `end`"]
pub struct Logging(Option<SdkTracerProvider>);

/// Starts logging, and tracing if the environment names a collector. An invalid filter counts as missing.
pub fn start_logging(format: LogFormat) -> Logging {
    let filter = EnvFilter::try_from_env("WINK_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    // Spans of traces have other names in the log.
    let filter = filter.and(filter_fn(|metadata| metadata.target() != traces::TARGET));
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_target(false).with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let provider = traces::provider();
    let sent = provider.as_ref().ok().and_then(Option::as_ref).map(traces::layer);
    tracing_subscriber::registry().with(lines.with_filter(filter)).with(sent).init();
    Logging(provider.unwrap_or_else(|error| {
        tracing::error!(%error, "traces are not sent; OTEL_EXPORTER_OTLP_ENDPOINT says where to");
        None
    }))
}

impl Logging {
    /// Sends what is still buffered.
    pub async fn end(self) {
        let Some(provider) = self.0 else { return };
        // The shutdown blocks.
        let ended = tokio::task::spawn_blocking(move || provider.shutdown()).await;
        if let Ok(Err(error)) = ended {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}
