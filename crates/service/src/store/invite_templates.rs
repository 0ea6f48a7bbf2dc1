//! Invite templates: what invitations say.

use super::{Json, Result, Slice, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A template.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct InviteTemplate {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) texts: Json<InviteTexts>,
}

/// Everything that an invitation says, variables and all. It stands in a column, in the specification's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InviteTexts {
    pub(crate) company: InviteCompany,
    pub(crate) email: InviteEmail,
    pub(crate) landing_page: InvitePage,
    pub(crate) success_page: InvitePage,
}

/// Who invites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InviteCompany {
    /// Its name, on the landing page and in messages.
    #[schema(example = "XYZ Bank")]
    pub(crate) name: String,
    /// Its logo, on the landing page.
    #[schema(example = "https://xyzbank.co/logo.png")]
    pub(crate) logo_url: String,
}

/// What the e-mail says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InviteEmail {
    /// Whether one is sent.
    pub(crate) send_email: bool,
    /// Whom it is from, by name.
    pub(crate) sender_name: String,
    /// Where answers to it go.
    #[schema(format = Email)]
    pub(crate) reply_address: String,
    pub(crate) subject: String,
    /// The text, before the link.
    pub(crate) body: String,
}

/// What a page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct InvitePage {
    pub(crate) header: String,
    pub(crate) description: String,
    /// What is on the button.
    pub(crate) button: String,
}

const COLUMNS: &str = "seq, id, name, texts";

impl Store {
    /// Adds an invite template.
    pub(crate) async fn add_invite_template(
        &self,
        tenant_id: &str,
        id: &str,
        (name, texts): (&str, &InviteTexts),
        now_millis: i64,
    ) -> Result<InviteTemplate> {
        Ok(sqlx::query_as(&format!(
            "INSERT INTO invite_templates (id, tenant_id, name, texts, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $5) RETURNING {COLUMNS}"
        ))
        .bind(id)
        .bind(tenant_id)
        .bind(name)
        .bind(Json(texts))
        .bind(now_millis)
        .fetch_one(&self.pool)
        .await?)
    }

    /// Changes a tenant's invite template, if there is one. Invites that were made of it stay as they are.
    pub(crate) async fn change_invite_template(
        &self,
        tenant_id: &str,
        id: &str,
        (name, texts): (&str, &InviteTexts),
        now_millis: i64,
    ) -> Result<Option<InviteTemplate>> {
        Ok(sqlx::query_as(&format!(
            "UPDATE invite_templates SET name = $3, texts = $4, updated_at = $5
             WHERE tenant_id = $1 AND id = $2 RETURNING {COLUMNS}"
        ))
        .bind(tenant_id)
        .bind(id)
        .bind(name)
        .bind(Json(texts))
        .bind(now_millis)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// A tenant's invite templates, newest first.
    pub(crate) async fn invite_templates(
        &self,
        tenant_id: &str,
        slice: Slice,
    ) -> Result<Vec<InviteTemplate>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM invite_templates WHERE tenant_id = $1 AND seq < $2
             ORDER BY seq DESC LIMIT $3"
        ))
        .bind(tenant_id)
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .fetch_all(&self.pool)
        .await?)
    }

    /// A tenant's invite template.
    pub(crate) async fn invite_template(&self, tenant_id: &str, id: &str) -> Result<Option<InviteTemplate>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM invite_templates WHERE tenant_id = $1 AND id = $2"
        ))
        .bind(tenant_id)
        .bind(id)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Deletes a tenant's invite template. False where there is none. Invites that were made of it go on.
    pub(crate) async fn delete_invite_template(&self, tenant_id: &str, id: &str) -> Result<bool> {
        let deleted = sqlx::query("DELETE FROM invite_templates WHERE tenant_id = $1 AND id = $2")
            .bind(tenant_id)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(deleted.rows_affected() > 0)
    }
}
