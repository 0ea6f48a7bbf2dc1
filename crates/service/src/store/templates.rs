//! Wink templates: how a host wants the widget to look.

use super::{Json, Result, Store};
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
        sqlx::query(
            "INSERT INTO templates (id, tenant_id, look, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(tenant_id)
        .bind(Json(look))
        .bind(now_millis)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// A tenant's template.
    pub(crate) async fn template(&self, tenant_id: &str, id: &str) -> Result<Option<Look>> {
        let found: Option<(Json<Look>,)> =
            sqlx::query_as("SELECT look FROM templates WHERE tenant_id = $1 AND id = $2")
                .bind(tenant_id)
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.map(|(Json(look),)| look))
    }
}
