//! Wink templates: the look of the widget. An edit adds a version; sessions with an older one keep it.

use super::super::quotas::subject_of;
use super::super::{Connection, Json, Result, Session, Store};
use super::{Deletion, Template};
use crate::quotas::Quota;
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use wink_wire::{Language, ProviderType, Switches, Theme};

/// What a template holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Look {
    pub(crate) company_name: String,
    /// The widget's only language, in older versions of a template.
    pub(crate) language: Option<Language>,
    /// The widget's languages. All of them, if this is empty.
    pub(crate) languages: Vec<Language>,
    /// An absolute address, or a path on this service.
    pub(crate) logo: Option<String>,
    pub(crate) theme: Theme,
    pub(crate) top_providers: Vec<String>,
    pub(crate) providers: Vec<String>,
    pub(crate) provider_types: Vec<ProviderType>,
    pub(crate) switches: Switches,
    /// The consent text in place of the service's own.
    pub(crate) consent: Option<OwnConsent>,
}

/// A host's own consent text, copied from a consent template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnConsent {
    pub(crate) template_id: String,
    pub(crate) version: String,
    pub(crate) text: String,
}

impl Look {
    /// The widget's languages. `None` if there is no restriction.
    pub(crate) fn spoken(&self) -> &[Language] {
        if self.languages.is_empty() { self.language.as_slice() } else { &self.languages }
    }
}

/// A version of a template.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct WinkTemplate {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) look: Json<Look>,
    pub(crate) created_at: i64,
    /// When the version was made.
    pub(crate) updated_at: i64,
}

impl Template for WinkTemplate {
    const TABLE: &'static str = "wink_templates";
    const COLUMNS: &'static str = "seq, id, wink_template_versions.version, name, look,
        wink_templates.created_at, wink_template_versions.created_at AS updated_at";
    const JOIN: &'static str = "JOIN wink_template_versions ON template_id = id
        AND wink_template_versions.version = wink_templates.version";
    // Its versions stay, for sessions that were opened with them.
    const DELETION: Deletion = Deletion::Marks;

    fn seq(&self) -> i64 {
        self.seq
    }
}

impl Store {
    /// Creates a template unless it exists.
    pub(crate) async fn seed_template(
        &self,
        scope: &Scope,
        id: &str,
        look: &Look,
        now_millis: i64,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        insert(&mut transaction, scope, id, (&look.company_name, look), now_millis).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Adds a template in its first version, within the tenant's quota.
    pub(crate) async fn add_wink_template(
        &self,
        scope: &Scope,
        id: &str,
        (name, look): (&str, &Look),
        now_millis: i64,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        self.check_templates(&mut transaction, scope, now_millis).await?;
        self.use_version(&mut transaction, scope, now_millis).await?;
        insert(&mut transaction, scope, id, (name, look), now_millis).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Adds a version to a tenant's template. Returns its number, or `None` if there is no such template.
    pub(crate) async fn change_wink_template(
        &self,
        scope: &Scope,
        id: &str,
        (name, look): (&str, &Look),
        now_millis: i64,
    ) -> Result<Option<i64>> {
        let mut transaction = self.write().await?;
        let changed: Option<(i64,)> = sqlx::query_as(
            "UPDATE wink_templates SET version = version + 1, updated_at = $3
             WHERE tenant_id = $1 AND id = $2 AND mode = $4 AND deleted_at IS NULL RETURNING version",
        )
        .bind(scope.tenant())
        .bind(id)
        .bind(now_millis)
        .bind(scope.mode_name())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((version,)) = changed else { return Ok(None) };
        self.use_version(&mut transaction, scope, now_millis).await?;
        add_version(&mut transaction, id, version, (name, look), now_millis).await?;
        transaction.commit().await?;
        Ok(Some(version))
    }

    /// Every version is kept for the sessions that were opened with it, so a quota limits how many a tenant saves a day.
    async fn use_version(&self, connection: &mut Connection, scope: &Scope, now_millis: i64) -> Result<()> {
        self.use_quota(connection, Quota::TemplateVersions, &subject_of(scope), (1, now_millis)).await
    }

    /// Finds a version of a tenant's template, even if the template was deleted.
    pub(crate) async fn wink_template_version(
        &self,
        scope: &Scope,
        id: &str,
        version: i64,
    ) -> Result<Option<WinkTemplate>> {
        let columns = WinkTemplate::COLUMNS;
        Ok(sqlx::query_as(&format!(
            "SELECT {columns} FROM wink_templates JOIN wink_template_versions ON template_id = id
             WHERE tenant_id = $1 AND mode = $2 AND id = $3 AND wink_template_versions.version = $4"
        ))
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .bind(id)
        .bind(version)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// The current version of a tenant's template, unless it was deleted.
    pub(crate) async fn look(&self, scope: &Scope, id: &str) -> Result<Option<Look>> {
        Ok(self.template::<WinkTemplate>(scope, id).await?.map(|template| template.look.0))
    }

    /// The template of a session, in the version with which it was opened.
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

/// Adds a template in its first version, unless there is one of this id.
async fn insert(
    connection: &mut Connection,
    scope: &Scope,
    id: &str,
    (name, look): (&str, &Look),
    now_millis: i64,
) -> Result<()> {
    let added = sqlx::query(
        "INSERT INTO wink_templates (id, tenant_id, version, created_at, updated_at, mode)
         VALUES ($1, $2, 1, $3, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(scope.tenant())
    .bind(now_millis)
    .bind(scope.mode_name())
    .execute(&mut *connection)
    .await?;
    if added.rows_affected() > 0 {
        add_version(connection, id, 1, (name, look), now_millis).await?;
    }
    Ok(())
}

async fn add_version(
    connection: &mut Connection,
    id: &str,
    version: i64,
    (name, look): (&str, &Look),
    now_millis: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO wink_template_versions (template_id, version, name, look, created_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id)
    .bind(version)
    .bind(name)
    .bind(Json(look))
    .bind(now_millis)
    .execute(connection)
    .await?;
    Ok(())
}
