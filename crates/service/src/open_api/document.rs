//! The OpenAPI document of this API, published at `/v1/openapi.json` and readable at `/docs/api`.
//!
//! A handler's `#[utoipa::path]` says what is its own: address, parameters, body, and the data it answers with.
//! `routes!` takes the route from the same lines, so that the two cannot drift apart. What holds for every operation
//! is added here: who may call it, how it refuses, and what comes with every answer.

mod parameters;
mod refusals;

pub(super) use parameters::{
    CreationDays, Id, InviteId, OfSource, OfSourceAlone, OfUser, OverlappedDays, Paging, StartDays,
};

use crate::http::request_id::REQUEST_ID;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use std::future::{Ready, ready};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::info::InfoBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::server::Server;
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{Components, Header, OpenApi, PathItem, RefOr};

/// The name of the only way to sign a request.
const BASIC: &str = "basicAuth";

const TITLE: &str = "Wink Open API";
const DESCRIPTION: &str = "Employment and income data that people share, for hosts' servers. Every answer is an \
    envelope of `code`, `message` and `requestId`, with `data` where there is any. Fields and parameters that an \
    operation does not know are ignored.";

/// What the operations are about, in reading order.
const TAGS: [(&str, &str); 24] = [
    ("Users", "The people who link their accounts."),
    ("Tokens", "What the widget opens with."),
    ("Providers", "Where accounts can be linked."),
    ("Accounts", "What a user has linked."),
    ("Tasks", "How the reading of an account goes."),
    ("Identities", "Who a user is."),
    ("Employments", "A user's jobs."),
    ("Incomes", "What a user is paid, and when."),
    ("Estimated Incomes", "What a user earns a month, estimated from what was read."),
    ("Contributions", "What is paid into social insurance for a user."),
    ("Liabilities", "What a user owes."),
    ("Transactions", "Single payments to and by a user."),
    ("Ratings", "How a user is rated at work."),
    ("Documents", "Papers that a source keeps about a user."),
    ("Insights", "Figures computed from what was read."),
    ("Links", "Which sources belong to a user."),
    ("Archives", "Documents that users submit, and what was read from them."),
    ("Uploads", "The files of those documents."),
    ("File Types", "Kinds of document that can be uploaded."),
    ("Invites", "E-mails that lead people to the widget."),
    ("Invite Templates", "The texts of those e-mails."),
    ("Consent Templates", "What people agree to."),
    ("Wink Templates", "How the widget looks, and what it offers."),
    ("Webhooks", "Where events are sent to."),
];

type Headers = [(HeaderName, &'static str); 2];

/// The handler of `/v1/openapi.json`.
pub(super) fn serve(
    described: OpenApi,
) -> impl Fn() -> Ready<(Headers, String)> + Clone + Send + Sync + 'static {
    let text = serde_json::to_string(&complete(described)).unwrap_or_default();
    move || ready(([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], text.clone()))
}

/// Adds to the operations that handlers describe what holds for all of them.
fn complete(mut document: OpenApi) -> OpenApi {
    document.info = InfoBuilder::new().title(TITLE).version("1.14.0").description(Some(DESCRIPTION)).build();
    document.servers = Some(vec![Server::new("/v1")]);
    document.security = Some(vec![SecurityRequirement::new(BASIC, Vec::<String>::new())]);
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        complete_operation(operation);
    }
    document.tags = Some(tags(&document));
    let components = document.components.get_or_insert_with(Components::new);
    components.add_security_scheme(BASIC, basic());
    components.responses.extend(refusals::components());
    document
}

fn complete_operation(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response {
            if response.description.is_empty() {
                let words = if status == "201" { "Created" } else { "OK" };
                words.clone_into(&mut response.description);
            }
            response.headers.insert(REQUEST_ID.to_string(), RefOr::T(request_id_header()));
        }
    }
    for (status, reference) in refusals::of(operation) {
        operation.responses.responses.entry(status).or_insert(reference);
    }
}

/// The tags that operations have, in reading order.
fn tags(document: &OpenApi) -> Vec<Tag> {
    let is_used = |name: &str| {
        document.paths.paths.values().any(|item| {
            let all = [&item.get, &item.put, &item.post, &item.delete];
            all.into_iter().flatten().flat_map(|one| one.tags.iter().flatten()).any(|tag| tag == name)
        })
    };
    let used = TAGS.into_iter().filter(|(name, _)| is_used(name));
    used.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build()).collect()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten()
}

fn basic() -> SecurityScheme {
    let mut http = Http::new(HttpAuthScheme::Basic);
    http.description = Some("The API key as user name, the API secret as password.".to_owned());
    SecurityScheme::Http(http)
}

fn request_id_header() -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some("The same as `requestId` in the body; finds the request in our log."))
        .build()
}

/// A text that is one of these.
pub(super) fn one_of<const N: usize>(values: [&'static str; N]) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).build()
}

/// The same text, or null.
pub(super) fn or_null(text: Object) -> Object {
    let mut values = text.enum_values.clone().unwrap_or_default();
    values.push(serde_json::Value::Null);
    ObjectBuilder::from(text)
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(values))
        .build()
}
