//! Receipts of what people agreed to.

use super::{Connection, Result, Session, Store};
use crate::quotas::Quota;
use serde::{Deserialize, Serialize};

/// A new receipt.
#[derive(Clone, Debug)]
pub(crate) struct NewConsent<'a> {
    pub(crate) id: &'a str,
    pub(crate) text_version: &'a str,
    pub(crate) language: &'a str,
    pub(crate) text: &'a str,
    pub(crate) text_sha256: &'a str,
    pub(crate) agreed_at: i64,
}

/// A receipt as stored with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct GivenConsent {
    pub(crate) text_version: String,
    pub(crate) language: String,
    pub(crate) text_sha256: String,
    pub(crate) agreed_at: i64,
}

/// A session's newest receipt.
pub(super) async fn newest(connection: &mut Connection, session_id: &str) -> Result<Option<GivenConsent>> {
    Ok(sqlx::query_as(
        "SELECT text_version, language, text_sha256, agreed_at FROM consents WHERE session_id = $1
         ORDER BY agreed_at DESC, seq DESC LIMIT 1",
    )
    .bind(session_id)
    .fetch_optional(connection)
    .await?)
}

impl Store {
    /// Stores a receipt, and the text that it is about, within the session's quota.
    pub(crate) async fn add_consent(&self, session: &Session, consent: &NewConsent<'_>) -> Result<()> {
        let mut transaction = self.write().await?;
        self.lock_user(&mut transaction, &session.user_id).await?;
        let now = (session.id.as_str(), consent.agreed_at);
        self.check_session(&mut transaction, Quota::SessionConsents, "consents", now).await?;
        sqlx::query("INSERT INTO consent_texts (text_sha256, text) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(consent.text_sha256)
            .bind(consent.text)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO consents
                 (id, tenant_id, user_id, session_id, text_version, language, text_sha256, agreed_at, template_id,
                  template_version, mode)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(consent.id)
        .bind(session.scope.tenant())
        .bind(&session.user_id)
        .bind(&session.id)
        .bind(consent.text_version)
        .bind(consent.language)
        .bind(consent.text_sha256)
        .bind(consent.agreed_at)
        .bind(session.template_version.and(session.template_id.as_ref()))
        .bind(session.template_version)
        .bind(session.scope.mode_name())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Whether the person has agreed to the text of this hash in a session.
    pub(crate) async fn has_agreed(&self, session: &Session, text_sha256: &str) -> Result<bool> {
        let found: Option<(i64,)> =
            sqlx::query_as("SELECT seq FROM consents WHERE session_id = $1 AND text_sha256 = $2 LIMIT 1")
                .bind(&session.id)
                .bind(text_sha256)
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.is_some())
    }

    /// The text of a receipt. Every receipt of the same text shares it.
    pub(crate) async fn consent_text(&self, consent: &GivenConsent) -> Result<Option<String>> {
        let found: Option<(String,)> =
            sqlx::query_as("SELECT text FROM consent_texts WHERE text_sha256 = $1")
                .bind(&consent.text_sha256)
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.map(|(text,)| text))
    }
}
