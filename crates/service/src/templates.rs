//! Wink templates: the seeded ones, and the part of one that a session shows, including the consent text.

mod consent;

use crate::http::headers::Kind;
use crate::scope::Scope;
use crate::store::{Look, Session, Store, StoreError};
use axum::response::IntoResponse;
use wink_wire::{ColorScheme, Language, Template, Theme};

const LUMINA_LOGO: &str = include_str!("../data/lumina.svg");
const NOCTURNE_LOGO: &str = include_str!("../data/nocturne.svg");
const DOCUMENT_LOGO: &str = include_str!("../data/document.svg");

/// Creates the sandbox's templates.
pub(crate) async fn seed(store: &Store, scope: &Scope, now_millis: i64) -> Result<(), StoreError> {
    let demo = Look {
        company_name: "Lumina Lending".to_owned(),
        logo: Some("/demo/lumina.svg".to_owned()),
        theme: Theme { primary: Some("#0b6e4f".to_owned()), color_scheme: ColorScheme::System },
        top_providers: ["upwork", "grab", "sss", "jollibee"].map(str::to_owned).to_vec(),
        ..Look::default()
    };
    let dark = Look {
        company_name: "Nocturne Bank".to_owned(),
        logo: Some("/demo/nocturne.svg".to_owned()),
        theme: Theme { primary: Some("#7c6cf2".to_owned()), color_scheme: ColorScheme::Dark },
        ..Look::default()
    };
    store.seed_template(scope, "wtpl-demo", &demo, now_millis).await?;
    let filipino = Look {
        company_name: "Bayani Savings".to_owned(),
        language: Some(Language::Filipino),
        theme: Theme { primary: Some("#b3541e".to_owned()), color_scheme: ColorScheme::System },
        ..Look::default()
    };
    store.seed_template(scope, "wtpl-dark", &dark, now_millis).await?;
    store.seed_template(scope, "wtpl-fil", &filipino, now_millis).await
}

/// The template of a session. A missing template must not keep a person from linking, so it counts as no template.
pub(crate) async fn template_of(
    store: &Store,
    session: &Session,
    service_address: &str,
) -> Result<Template, StoreError> {
    let look = match &session.template_id {
        None => Look::default(),
        Some(id) => store.template_of_session(session).await?.unwrap_or_else(|| {
            tracing::warn!(template = id, "there is no such template; the default look is shown");
            Look::default()
        }),
    };
    let language = language_of(session, &look);
    let consent = match &look.consent {
        Some(own) => consent::own(own, look.spoken().first().copied().unwrap_or_default()),
        None => consent::document(&look.company_name, language),
    };
    let logo_url =
        look.logo.map(|logo| if logo.starts_with('/') { format!("{service_address}{logo}") } else { logo });
    Ok(Template {
        consent,
        company_name: look.company_name,
        language,
        logo_url,
        theme: look.theme,
        top_providers: look.top_providers,
        providers: look.providers,
        provider_types: look.provider_types,
        switches: look.switches,
    })
}

/// `GET /demo/lumina.svg`: the demo template's logo.
pub(crate) async fn lumina_logo() -> impl IntoResponse {
    (Kind::Picture.headers(), LUMINA_LOGO)
}

/// `GET /demo/nocturne.svg`: the dark template's logo.
pub(crate) async fn nocturne_logo() -> impl IntoResponse {
    (Kind::Picture.headers(), NOCTURNE_LOGO)
}

/// `GET /demo/document.svg`: the logo of every kind of document.
pub(crate) async fn document_logo() -> impl IntoResponse {
    (Kind::Picture.headers(), DOCUMENT_LOGO)
}

/// Chooses the browser's language if the look allows it, otherwise the look's first.
pub(crate) fn chosen(look: &Look, browser: Option<Language>) -> Language {
    match look.spoken() {
        [] => browser.unwrap_or_default(),
        [first, ..] => browser.filter(|asked| look.spoken().contains(asked)).unwrap_or(*first),
    }
}

/// The language for a person: the host page's choice, otherwise what the template and the browser have in common.
fn language_of(session: &Session, look: &Look) -> Language {
    let tag = |tag: &Option<String>| tag.as_deref().and_then(Language::of);
    let (asked, browser) = (tag(&session.host_language), tag(&session.browser_language));
    asked.unwrap_or_else(|| chosen(look, browser))
}
