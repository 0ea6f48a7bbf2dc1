//! The OpenAPI document of this API, published at `/v1/openapi.json` and readable at `/docs/api`.
//!
//! A handler's `#[utoipa::path]` describes its address, parameters, body and the data it returns. `routes!` takes the
//! route from the same lines, so the two cannot drift apart. This module adds what all operations share:
//! authentication, error responses, and the headers of every response.

mod parameters;
mod refusals;

pub(super) use parameters::{
    CreationDays, Id, InviteId, OfSource, OfSourceAlone, OfUser, OverlappedDays, Paging, StartDays,
};

use crate::http::headers::{Caching, Kind};
use crate::http::request_id::REQUEST_ID;
use axum::response::IntoResponse;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::info::InfoBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::server::Server;
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{Components, Header, OpenApi, PathItem, RefOr};

/// The name of the only authentication scheme.
const BASIC: &str = "basicAuth";

const TITLE: &str = "Wink Open API";
const DESCRIPTION: &str = "Read the employment and income data that people share with you. Call this API from \
    your server. Every response is an envelope with `code`, `message` and `requestId`, and `data` where the \
    operation returns data. Unknown fields and parameters are ignored. A query parameter must not be empty.";

/// The tags and their descriptions, in reading order.
const TAGS: [(&str, &str); 24] = [
    ("Users", "The people who link their accounts."),
    ("Tokens", "Link tokens, with which the widget opens."),
    ("Providers", "The sources of employment and income data."),
    ("Accounts", "The accounts that your users have linked."),
    ("Tasks", "Runs that read an account or a document, with their results."),
    ("Identities", "Names, contact details and addresses of your users."),
    ("Employments", "Jobs of your users, past and present."),
    ("Incomes", "What your users are paid, one item per pay period."),
    ("Estimated Incomes", "What your users earn per month, estimated from their data."),
    ("Contributions", "Payments into social insurance."),
    ("Liabilities", "Loans of your users."),
    ("Transactions", "Single payments to and from your users."),
    ("Ratings", "How your users are rated at work."),
    ("Documents", "Documents that a source issued to a user."),
    ("Insights", "Figures computed from a user's data."),
    ("Links", "How often other organizations linked the same person."),
    ("Archives", "Documents that users upload or that you send, with the data read from them."),
    ("Uploads", "The files of archives. An older form of Archives."),
    ("File Types", "The document types that can be uploaded."),
    ("Invites", "E-mails that invite people to link an account."),
    ("Invite Templates", "The texts of invites: the e-mail and its landing page."),
    ("Consent Templates", "The consent texts that people agree to."),
    ("Wink Templates", "How the widget looks and what it offers."),
    ("Webhooks", "Endpoints on your server that receive events."),
];

/// What `/v1/openapi.json` answers.
pub(super) fn response(described: OpenApi) -> impl IntoResponse + Clone + Send + Sync + 'static {
    let text = serde_json::to_string(&complete(described)).unwrap_or_default();
    (Kind::Json.headers(), Caching::Checked.headers(), text)
}

/// Completes the operations that handlers describe with what all of them share.
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
                let description = if status == "201" { "Created" } else { "OK" };
                description.clone_into(&mut response.description);
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
    http.description =
        Some("Use the API key as the user name and the API secret as the password.".to_owned());
    SecurityScheme::Http(http)
}

fn request_id_header() -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some("The same value as `requestId` in the body. Quote it when you report a problem."))
        .build()
}

/// A string schema with these values.
pub(super) fn one_of<const N: usize>(values: [&'static str; N]) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).build()
}

/// The same schema, or null.
pub(super) fn or_null(text: Object) -> Object {
    let mut values = text.enum_values.clone().unwrap_or_default();
    values.push(serde_json::Value::Null);
    ObjectBuilder::from(text)
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(values))
        .build()
}
