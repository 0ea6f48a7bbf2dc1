//! Invite templates: the texts of invites.

use super::super::{Json, Result, Store};
use super::{Deletion, Template};
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An invite template.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct InviteTemplate {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) texts: Json<InviteTexts>,
}

/// All texts of an invite, with their variables. Stored in one column, in the specification's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InviteTexts {
    pub(crate) company: InviteCompany,
    pub(crate) email: InviteEmail,
    pub(crate) landing_page: InvitePage,
    pub(crate) success_page: InvitePage,
}

/// The company that invites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InviteCompany {
    /// The company's name on the landing page and in the e-mail.
    #[schema(example = "XYZ Bank")]
    pub(crate) name: String,
    /// The company's logo on the landing page.
    #[schema(example = "https://xyzbank.co/logo.png")]
    pub(crate) logo_url: String,
}

/// The e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InviteEmail {
    /// Whether the service sends the e-mail.
    pub(crate) send_email: bool,
    /// The sender's name.
    pub(crate) sender_name: String,
    /// The reply-to address.
    #[schema(format = Email)]
    pub(crate) reply_address: String,
    pub(crate) subject: String,
    /// The text above the link.
    pub(crate) body: String,
}

/// The texts of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct InvitePage {
    pub(crate) header: String,
    pub(crate) description: String,
    /// The label of the button.
    pub(crate) button: String,
}

impl Template for InviteTemplate {
    const TABLE: &'static str = "invite_templates";
    const COLUMNS: &'static str = "seq, id, name, texts";
    // Invites that were made with it hold a copy of its texts.
    const DELETION: Deletion = Deletion::Deletes;

    fn seq(&self) -> i64 {
        self.seq
    }
}

impl Store {
    /// Adds an invite template, within the tenant's quota.
    pub(crate) async fn add_invite_template(
        &self,
        scope: &Scope,
        id: &str,
        (name, texts): (&str, &InviteTexts),
        now_millis: i64,
    ) -> Result<InviteTemplate> {
        let mut transaction = self.write().await?;
        self.check_templates(&mut transaction, scope, now_millis).await?;
        let template = sqlx::query_as(&format!(
            "INSERT INTO invite_templates (id, tenant_id, name, texts, created_at, updated_at, mode)
             VALUES ($1, $2, $3, $4, $5, $5, $6) RETURNING {}",
            InviteTemplate::COLUMNS
        ))
        .bind(id)
        .bind(scope.tenant())
        .bind(name)
        .bind(Json(texts))
        .bind(now_millis)
        .bind(scope.mode_name())
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(template)
    }

    /// Updates a tenant's invite template, if it exists. Existing invites keep their texts.
    pub(crate) async fn change_invite_template(
        &self,
        scope: &Scope,
        id: &str,
        (name, texts): (&str, &InviteTexts),
        now_millis: i64,
    ) -> Result<Option<InviteTemplate>> {
        Ok(sqlx::query_as(&format!(
            "UPDATE invite_templates SET name = $3, texts = $4, updated_at = $5
             WHERE tenant_id = $1 AND id = $2 AND mode = $6 RETURNING {}",
            InviteTemplate::COLUMNS
        ))
        .bind(scope.tenant())
        .bind(id)
        .bind(name)
        .bind(Json(texts))
        .bind(now_millis)
        .bind(scope.mode_name())
        .fetch_optional(&self.pool)
        .await?)
    }
}
