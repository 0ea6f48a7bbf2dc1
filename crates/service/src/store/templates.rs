//! Wink templates: how a host wants the widget to look. An edit adds a version; whoever was shown an older one keeps it.

use super::{Json, Result, Session, Store};
use serde::{Deserialize, Serialize};
use wink_wire::{Language, ProviderType, Switches, Theme};

/// What a template holds, apart from its consent text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Look {
    pub(crate) company_name: String,
    pub(crate) language: Option<Language>,
    /// Absolute, or a path on this service.
    pub(crate) logo: Option<String>,
    pub(crate) theme: Theme,
    pub(crate) top_providers: Vec<String>,
    pub(crate) providers: Vec<String>,
    pub(crate) provider_types: Vec<ProviderType>,
    pub(crate) switches: Switches,
}

impl Store {
    /// Makes sure that a template exists; one that does is left as it is.
    pub(crate) async fn seed_template(
        &self,
        tenant_id: &str,
        id: &str,
        look: &Look,
        now_millis: i64,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "INSERT INTO wink_templates (id, tenant_id, version, created_at, updated_at)
             VALUES ($1, $2, 1, $3, $3) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(tenant_id)
        .bind(now_millis)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO wink_template_versions (template_id, version, name, look, created_at)
             VALUES ($1, 1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(&look.company_name)
        .bind(Json(look))
        .bind(now_millis)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A tenant's template as it is now, unless it was deleted.
    pub(crate) async fn template(&self, tenant_id: &str, id: &str) -> Result<Option<Look>> {
        let found: Option<(Json<Look>,)> = sqlx::query_as(
            "SELECT look FROM wink_templates
             JOIN wink_template_versions ON template_id = id AND wink_template_versions.version = wink_templates.version
             WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL",
        )
        .bind(tenant_id)
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        Ok(found.map(|(Json(look),)| look))
    }

    /// The template of a session, as it was when the session was opened.
    pub(crate) async fn template_of_session(&self, session: &Session) -> Result<Option<Look>> {
        let found: Option<(Json<Look>,)> =
            sqlx::query_as("SELECT look FROM wink_template_versions WHERE template_id = $1 AND version = $2")
                .bind(&session.template_id)
                .bind(session.template_version)
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.map(|(Json(look),)| look))
    }
}
