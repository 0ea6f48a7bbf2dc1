//! What a session may do. Linking and uploading need the consent that the session's template asks for, and only what
//! the template offers is allowed. The widget follows the same rules; a page without the widget cannot evade them.

use super::problem::LinkError;
use crate::ids::sha256_hex;
use crate::state::AppState;
use crate::store::Session;
use crate::templates;
use wink_wire::{ProblemCode, ProviderType, Template};

/// Refuses an account at a provider that the session may not link.
pub(super) async fn check_account(
    state: &AppState,
    session: &Session,
    provider_id: &str,
) -> Result<(), LinkError> {
    let template = template(state, session).await?;
    offers_provider(state, &template, provider_id)?;
    agreed(state, session, &template).await
}

/// Refuses a document that the session may not upload.
pub(super) async fn check_upload(
    state: &AppState,
    session: &Session,
    provider_id: Option<&str>,
) -> Result<(), LinkError> {
    let template = template(state, session).await?;
    if template.switches.enable_upload == Some(false) {
        let message = "the template does not offer uploads";
        return Err(LinkError::forbidden(ProblemCode::NotOffered, None, message));
    }
    if let Some(provider_id) = provider_id {
        offers_provider(state, &template, provider_id)?;
    }
    agreed(state, session, &template).await
}

async fn template(state: &AppState, session: &Session) -> Result<Template, LinkError> {
    Ok(templates::template_of(&state.store, session, state.address()).await?)
}

/// A provider that is in no catalogue is refused as such, where it is looked up.
fn offers_provider(state: &AppState, template: &Template, provider_id: &str) -> Result<(), LinkError> {
    let kind = state.linking.kind_of_provider(provider_id);
    if is_offered(template, provider_id, kind) {
        return Ok(());
    }
    let message = "the template does not offer this provider";
    Err(LinkError::forbidden(ProblemCode::NotOffered, Some("providerId"), message))
}

/// An empty list offers everything.
fn is_offered(template: &Template, provider_id: &str, kind: Option<ProviderType>) -> bool {
    let is_named = template.providers.is_empty() || template.providers.iter().any(|id| id == provider_id);
    let is_of_kind =
        template.provider_types.is_empty() || kind.is_none_or(|kind| template.provider_types.contains(&kind));
    is_named && is_of_kind
}

/// Whether the person agreed, in this session, to the current text.
async fn agreed(state: &AppState, session: &Session, template: &Template) -> Result<(), LinkError> {
    if state.store.has_agreed(session, &sha256_hex(&template.consent.text)).await? {
        return Ok(());
    }
    let message =
        "there is no receipt of the consent text in force; show it and send POST session/consent first";
    Err(LinkError::forbidden(ProblemCode::ConsentRequired, None, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wink_wire::{ConsentDocument, Language, Switches, Theme};

    fn template(providers: &[&str], provider_types: &[ProviderType]) -> Template {
        Template {
            company_name: String::new(),
            language: Language::English,
            logo_url: None,
            theme: Theme::default(),
            top_providers: Vec::new(),
            providers: providers.iter().map(|id| (*id).to_owned()).collect(),
            provider_types: provider_types.to_vec(),
            switches: Switches::default(),
            consent: ConsentDocument {
                version: "1".to_owned(),
                language: "en".to_owned(),
                text: "# Text".to_owned(),
                data_points: Vec::new(),
                retention_days: 60,
            },
        }
    }

    #[test]
    fn a_list_that_is_empty_offers_everything() {
        let gig = Some(ProviderType::Gig);
        for (providers, kinds, is_expected) in [
            (&[][..], &[][..], true),
            (&["upwork"], &[], true),
            (&["sss"], &[], false),
            (&[], &[ProviderType::Gig], true),
            (&[], &[ProviderType::Government], false),
            (&["upwork"], &[ProviderType::Government], false),
        ] {
            assert_eq!(
                is_offered(&template(providers, kinds), "upwork", gig),
                is_expected,
                "{providers:?} {kinds:?}"
            );
        }
        assert!(
            is_offered(&template(&[], &[ProviderType::Gig]), "nowhere", None),
            "refused where it is looked up"
        );
    }
}
