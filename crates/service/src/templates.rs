//! Wink templates: the seeded ones, and what a session shows of one, consent text included.

use crate::linking::RETENTION_DAYS;
use crate::store::{Look, Session, Store, StoreError};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use wink_wire::{ColorScheme, ConsentDocument, DataPoint, Template, Theme};

const CONSENT_TEXT: &str = include_str!("../data/consent.en.txt");

/// Changes with every change to the text, so that receipts stay true.
const CONSENT_VERSION: &str = "2026-01";

const LUMINA_LOGO: &str = include_str!("../data/lumina.svg");
const NOCTURNE_LOGO: &str = include_str!("../data/nocturne.svg");

/// Puts the sandbox's templates in place.
pub(crate) async fn seed(store: &Store, tenant_id: &str, now_millis: i64) -> Result<(), StoreError> {
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
    store.seed_template(tenant_id, "wtpl-demo", &demo, now_millis).await?;
    store.seed_template(tenant_id, "wtpl-dark", &dark, now_millis).await
}

/// The template of a session. A template that does not exist must not keep a person from linking: it counts as
/// none.
pub(crate) async fn template_of(
    store: &Store,
    session: &Session,
    service_address: &str,
) -> Result<Template, StoreError> {
    let look = match &session.template_id {
        None => Look::default(),
        Some(id) => store.template(&session.tenant_id, id).await?.unwrap_or_else(|| {
            tracing::warn!(template = id, "there is no such template; the default look is shown");
            Look::default()
        }),
    };
    let logo_url =
        look.logo.map(|logo| if logo.starts_with('/') { format!("{service_address}{logo}") } else { logo });
    Ok(Template {
        consent: consent_for(&look.company_name),
        company_name: look.company_name,
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
    ([(CONTENT_TYPE, "image/svg+xml")], LUMINA_LOGO)
}

/// `GET /demo/nocturne.svg`: the dark template's logo.
pub(crate) async fn nocturne_logo() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml")], NOCTURNE_LOGO)
}

fn consent_for(company_name: &str) -> ConsentDocument {
    let text = if company_name.is_empty() {
        let text = CONSENT_TEXT.replace("{company}", "the company that asked you");
        text.replace(". the company", ". The company").replace("\nthe company", "\nThe company")
    } else {
        CONSENT_TEXT.replace("{company}", company_name)
    };
    ConsentDocument {
        version: CONSENT_VERSION.to_owned(),
        language: "en".to_owned(),
        text: text.trim_end().to_owned(),
        data_points: vec![DataPoint::Identities, DataPoint::Employments, DataPoint::Incomes],
        retention_days: RETENTION_DAYS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_names_the_company_and_the_right_number_of_days() {
        let named = consent_for("Lumina Lending");
        assert!(named.text.contains("Lumina Lending receives") && !named.text.contains('{'));
        assert!(named.text.contains(&format!("{RETENTION_DAYS} days")));
        let nameless = consent_for("");
        assert!(nameless.text.contains("\nThe company that asked you receives"));
        assert!(!nameless.text.contains(". the company"));
    }
}
