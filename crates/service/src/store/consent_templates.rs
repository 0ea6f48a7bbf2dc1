//! Consent templates: texts that a host has people agree to.

use super::{Result, Slice, Store};
use crate::scope::Scope;

/// A text to agree to.
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

/// A text to keep.
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

const COLUMNS: &str = "seq, id, consent_type, title, version, consent_method, consent_text, created_at";

impl Store {
    /// Adds a consent template.
    pub(crate) async fn add_consent_template(&self, new: &NewConsentTemplate<'_>) -> Result<ConsentTemplate> {
        Ok(sqlx::query_as(&format!(
            "INSERT INTO consent_templates
                 (id, tenant_id, consent_type, title, version, consent_method, consent_text, created_at, mode)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING {COLUMNS}"
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
        .fetch_one(&self.pool)
        .await?)
    }

    /// A tenant's consent templates, newest first.
    pub(crate) async fn consent_templates(
        &self,
        scope: &Scope,
        slice: Slice,
    ) -> Result<Vec<ConsentTemplate>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM consent_templates WHERE tenant_id = $1 AND mode = $4 AND seq < $2
             ORDER BY seq DESC LIMIT $3"
        ))
        .bind(scope.tenant())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .bind(scope.mode_name())
        .fetch_all(&self.pool)
        .await?)
    }

    /// A tenant's consent template.
    pub(crate) async fn consent_template(&self, scope: &Scope, id: &str) -> Result<Option<ConsentTemplate>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM consent_templates WHERE tenant_id = $1 AND id = $2 AND mode = $3"
        ))
        .bind(scope.tenant())
        .bind(id)
        .bind(scope.mode_name())
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Deletes a tenant's consent template. False where there is none. Wink templates that refer to it keep its text.
    pub(crate) async fn delete_consent_template(&self, scope: &Scope, id: &str) -> Result<bool> {
        let deleted =
            sqlx::query("DELETE FROM consent_templates WHERE tenant_id = $1 AND id = $2 AND mode = $3")
                .bind(scope.tenant())
                .bind(id)
                .bind(scope.mode_name())
                .execute(&self.pool)
                .await?;
        Ok(deleted.rows_affected() > 0)
    }
}
