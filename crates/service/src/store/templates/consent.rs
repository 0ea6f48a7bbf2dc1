//! Consent templates: texts that a host has people agree to.

use super::super::{Result, Store};
use super::{Deletion, Template};
use crate::scope::Scope;

/// A consent text.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ConsentTemplate {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) consent_type: String,
    pub(crate) title: Option<String>,
    pub(crate) version: String,
    pub(crate) consent_method: Option<String>,
    pub(crate) consent_text: String,
    pub(crate) created_at: i64,
}

/// A new text.
#[derive(Clone, Debug)]
pub(crate) struct NewConsentTemplate<'a> {
    pub(crate) id: &'a str,
    pub(crate) scope: &'a Scope,
    pub(crate) consent_type: &'a str,
    pub(crate) title: Option<&'a str>,
    pub(crate) version: &'a str,
    pub(crate) consent_method: Option<&'a str>,
    pub(crate) consent_text: &'a str,
    pub(crate) created_at: i64,
}

impl Template for ConsentTemplate {
    const TABLE: &'static str = "consent_templates";
    const COLUMNS: &'static str =
        "seq, id, consent_type, title, version, consent_method, consent_text, created_at";
    // Wink templates that use it hold a copy of its text.
    const DELETION: Deletion = Deletion::Deletes;

    fn seq(&self) -> i64 {
        self.seq
    }
}

impl Store {
    /// Adds a consent template, within the tenant's quota.
    pub(crate) async fn add_consent_template(&self, new: &NewConsentTemplate<'_>) -> Result<ConsentTemplate> {
        let mut transaction = self.write().await?;
        self.check_templates(&mut transaction, new.scope, new.created_at).await?;
        let template = sqlx::query_as(&format!(
            "INSERT INTO consent_templates
                 (id, tenant_id, consent_type, title, version, consent_method, consent_text, created_at, mode)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING {}",
            ConsentTemplate::COLUMNS
        ))
        .bind(new.id)
        .bind(new.scope.tenant())
        .bind(new.consent_type)
        .bind(new.title)
        .bind(new.version)
        .bind(new.consent_method)
        .bind(new.consent_text)
        .bind(new.created_at)
        .bind(new.scope.mode_name())
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(template)
    }
}
