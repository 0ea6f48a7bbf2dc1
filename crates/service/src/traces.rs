//! OpenTelemetry traces, where the environment names a collector: a span for each request and for each piece of work in
//! the background, with the log's lines in them. They hold routes, codes and ids, like the log; never what was typed or
//! read.

use axum::http::{HeaderMap, Method};
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::HeaderExtractor;
use opentelemetry_otlp::{ExporterBuildError, SpanExporter};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Level, Metadata, Span, field};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

/// What spans for traces say that they are from. They are not in the log, which has its own.
pub(crate) const TARGET: &str = "wink_service::traces";

/// The variables that name a collector. Traces are sent if any is set.
const COLLECTOR: [&str; 2] = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

/// The variable that gives this service another name.
const SERVICE_NAME: &str = "OTEL_SERVICE_NAME";

/// Prepares sending traces. `None` if no collector is named.
pub(crate) fn provider() -> Result<Option<SdkTracerProvider>, ExporterBuildError> {
    if !COLLECTOR.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return Ok(None);
    }
    let exporter = SpanExporter::builder().with_http().build()?;
    let mut resource = Resource::builder();
    if std::env::var_os(SERVICE_NAME).is_none() {
        resource = resource.with_service_name("wink-service");
    }
    Ok(Some(
        SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource.build()).build(),
    ))
}

/// What sends spans, and the log's lines within them.
pub(crate) fn layer<S>(provider: &SdkTracerProvider) -> impl Layer<S> + use<S>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
{
    tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("wink-service"))
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_tracked_inactivity(false)
        .with_filter(filter_fn(is_sent))
}

fn is_sent(metadata: &Metadata<'_>) -> bool {
    if metadata.is_span() {
        return metadata.target() == TARGET;
    }
    *metadata.level() <= Level::INFO && metadata.target().starts_with("wink_service")
}

/// A request's span. It belongs to the trace that `caller`'s headers name (W3C `traceparent`), if there is a caller that may
/// decide that: a stranger could otherwise join any trace, and have nothing recorded or everything.
pub(crate) fn request(id: &str, method: &Method, route: Option<&str>, caller: Option<&HeaderMap>) -> Span {
    let route = route.unwrap_or("unknown");
    let span = tracing::info_span!(
        target: TARGET,
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = field::Empty,
        http.request.method = %method,
        http.route = route,
        http.response.status_code = field::Empty,
        wink.request.id = id,
    );
    if let Some(headers) = caller.filter(|headers| headers.contains_key("traceparent")) {
        let parent = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
        // Without a collector, this fails and does not matter.
        let _ = span.set_parent(parent);
    }
    span
}

/// Says how a request was answered.
pub(crate) fn answered(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}

/// The span of a piece of work in the background, on an account, a document or an event.
pub(crate) fn work(name: &'static str, id: &str) -> Span {
    tracing::info_span!(target: TARGET, "work", otel.name = name, wink.subject.id = id)
}
