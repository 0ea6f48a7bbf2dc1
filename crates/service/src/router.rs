//! Everything that the service answers, put together: which surface answers where, under which limit, and what is done
//! for each request.

use crate::http::client_address::resolve_client_address;
use crate::http::headers::{self, Transport};
use crate::http::rate_limit::RateLimit;
use crate::http::{nul, request_id};
use crate::jobs::Periodic;
use crate::pages::{health, invite, playground, raw_files, reference, sign_in};
use crate::settings::Settings;
use crate::state::AppState;
use crate::{assets, link_api, open_api, templates};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{from_fn, map_request};
use axum::routing::get;
use ipnet::IpNet;
use std::convert::Infallible;
use std::future::ready;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tower_http::compression::CompressionLayer;

/// How often rate limits forget addresses that have been quiet.
const FORGET_EVERY: Duration = Duration::from_secs(60);

/// Pieces of files that an address may send where it may make one other request on the Link API.
const PIECES_PER_REQUEST: u32 = 10;

/// Everything that the service answers.
pub(crate) fn router(state: &AppState, settings: &Settings) -> Router {
    let (open_limit, link_limit, pieces_limit) = (
        RateLimit::per_second(settings.rate_limit),
        RateLimit::per_second(settings.link_rate_limit),
        RateLimit::per_second(settings.link_rate_limit.saturating_mul(PIECES_PER_REQUEST)),
    );
    let invites_limit = RateLimit::per_second(settings.link_rate_limit);
    let pages_limit = RateLimit::per_second(settings.link_rate_limit);
    let trusted_proxies: Arc<[IpNet]> = settings.trusted_proxies.clone().into();
    let tracing_proxies = Arc::clone(&trusted_proxies);
    let transport = Transport::of(&state.service_address);
    keep_forgetting(
        &state.stopping,
        [
            open_limit.clone(),
            link_limit.clone(),
            pieces_limit.clone(),
            invites_limit.clone(),
            pages_limit.clone(),
            state.secret_limit.clone(),
        ],
    );
    let pages = Router::new()
        .route("/files/{id}/{key}", get(raw_files::get).with_state(state.clone()))
        .merge(sign_in::router(state))
        .layer(from_fn(nul::refuse_plainly));
    let mut router = Router::new()
        .nest("/v1", open_api::router(state, open_limit))
        .nest("/link/v1", link_api::router(state, link_limit, pieces_limit))
        .merge(pages_limit.guard(pages))
        .merge(invite::router(state, invites_limit).layer(from_fn(nul::refuse_plainly)))
        .merge(reference::router())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(state.clone()))
        .route("/demo/document.svg", get(templates::document_logo))
        .route("/demo/lumina.svg", get(templates::lumina_logo))
        .route("/demo/nocturne.svg", get(templates::nocturne_logo));
    if settings.playground {
        router = router.nest("/playground", playground::router(state));
    }
    assets::serve_folder(router, settings.assets.as_deref())
        .layer(map_request(move |mut request: Request| {
            resolve_client_address(&trusted_proxies, &mut request);
            async move { request }
        }))
        .layer(CompressionLayer::new().gzip(true).br(true))
        .layer(from_fn(move |request, next| headers::complete(transport, request, next)))
        .layer(from_fn(move |request, next| request_id::give(Arc::clone(&tracing_proxies), request, next)))
}

fn keep_forgetting(stopping: &CancellationToken, limits: [RateLimit; 6]) {
    tokio::spawn(Periodic::new("forgetting quiet addresses", FORGET_EVERY).run(
        stopping.clone(),
        move |_| {
            limits.iter().for_each(RateLimit::forget_idle);
            ready(Ok::<_, Infallible>(()))
        },
    ));
}
