//! Receipts of what people agreed to.

use super::{Result, Session, Store};

/// A receipt to keep.
#[derive(Clone, Debug)]
pub(crate) struct NewConsent<'a> {
    pub(crate) id: &'a str,
    pub(crate) text_version: &'a str,
    pub(crate) language: &'a str,
    pub(crate) text_sha256: &'a str,
    pub(crate) agreed_at: i64,
}

impl Store {
    /// Keeps a receipt.
    pub(crate) async fn add_consent(&self, session: &Session, consent: &NewConsent<'_>) -> Result<()> {
        sqlx::query(
            "INSERT INTO consents
                 (id, tenant_id, user_id, session_id, text_version, language, text_sha256, agreed_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(consent.id)
        .bind(&session.tenant_id)
        .bind(&session.user_id)
        .bind(&session.id)
        .bind(consent.text_version)
        .bind(consent.language)
        .bind(consent.text_sha256)
        .bind(consent.agreed_at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
