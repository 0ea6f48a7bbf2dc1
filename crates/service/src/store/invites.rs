//! Invites: people whom a host has invited, and their progress.

use super::event::Event;
use super::event_type::EventType;
use super::events::record;
use super::quotas::subject_of;
use super::users::insert_user;
use super::{Connection, InviteTexts, Json, Result, Slice, Store};
use crate::ids::new_id;
use crate::quotas::Quota;
use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use wink_wire::Secret;

/// Maximum number of IDs in one query.
const AT_ONCE: usize = 500;

/// The progress of an invited person. `EMAIL_OPENED` never happens: the e-mails are plain text and do not track their
/// readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum InviteStatus {
    Invited,
    EmailOpened,
    LandingPageOpened,
    WinkWidgetOpened,
    Linked,
    Revoked,
}

super::columns::text_columns!(InviteStatus);

/// An invite.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Invite {
    pub(crate) seq: i64,
    pub(crate) id: String,
    #[sqlx(flatten)]
    pub(crate) scope: Scope,
    pub(crate) user_id: String,
    pub(crate) full_name: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) email: String,
    pub(crate) template_id: String,
    /// The template's texts at the time of the invite.
    pub(crate) texts: Json<InviteTexts>,
    pub(crate) wink_template_id: Option<String>,
    pub(crate) status: InviteStatus,
    pub(crate) url_key: String,
    pub(crate) service_address: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// When the e-mail was sent; without an e-mail, when the invite was created.
    pub(crate) invited_at: Option<i64>,
    pub(crate) linked_at: Option<i64>,
    /// When an operator ended it together with the API key that created it.
    pub(crate) ended_at: Option<i64>,
}

/// A new invite with a new user.
#[derive(Clone, Debug)]
pub(crate) struct NewInvite<'a> {
    pub(crate) id: &'a str,
    pub(crate) scope: &'a Scope,
    /// The API key that it is created with.
    pub(crate) api_key: &'a str,
    pub(crate) user_id: &'a str,
    pub(crate) full_name: &'a str,
    pub(crate) first_name: Option<&'a str>,
    pub(crate) last_name: Option<&'a str>,
    pub(crate) email: &'a str,
    /// A keyed hash of the address, under which invites to it are counted.
    pub(crate) recipient_key: &'a str,
    pub(crate) template_id: &'a str,
    pub(crate) texts: &'a InviteTexts,
    pub(crate) wink_template_id: Option<&'a str>,
    pub(crate) url_key: &'a str,
    pub(crate) service_address: &'a str,
    /// The e-mail to send, if any.
    pub(crate) mail_id: Option<&'a str>,
    pub(crate) created_at: i64,
}

/// A change of an invite's status.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct InviteLog {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) status: InviteStatus,
    pub(crate) created_at: i64,
}

impl Store {
    /// Returns which of these invites exist.
    pub(crate) async fn invites_among(&self, ids: &[&str]) -> Result<HashSet<String>> {
        let mut found = HashSet::new();
        for some in ids.chunks(AT_ONCE) {
            let places: Vec<String> = (1..=some.len()).map(|number| format!("${number}")).collect();
            let sql = format!("SELECT id FROM invites WHERE id IN ({})", places.join(", "));
            let mut asked = sqlx::query_as(&sql);
            for id in some {
                asked = asked.bind(*id);
            }
            let rows: Vec<(String,)> = asked.fetch_all(&self.pool).await?;
            found.extend(rows.into_iter().map(|(id,)| id));
        }
        Ok(found)
    }

    /// Adds an invite with its user, and queues its e-mail, within the quotas of the tenant and the recipient.
    pub(crate) async fn add_invite(&self, new: &NewInvite<'_>) -> Result<Invite> {
        let mut transaction = self.write().await?;
        let no_metadata = std::collections::BTreeMap::new();
        insert_user(&mut transaction, new.scope, new.user_id, &no_metadata, new.created_at).await?;
        let invite: Invite = sqlx::query_as(
            "INSERT INTO invites (id, tenant_id, mode, user_id, full_name, first_name, last_name, email,
                 template_id, texts, wink_template_id, status, url_key, service_address, created_at, updated_at,
                 api_key)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16) RETURNING *",
        )
        .bind(new.id)
        .bind(new.scope.tenant())
        .bind(new.scope.mode_name())
        .bind(new.user_id)
        .bind(new.full_name)
        .bind(new.first_name)
        .bind(new.last_name)
        .bind(new.email)
        .bind(new.template_id)
        .bind(Json(new.texts))
        .bind(new.wink_template_id)
        .bind(InviteStatus::Invited)
        .bind(new.url_key)
        .bind(new.service_address)
        .bind(new.created_at)
        .bind(new.api_key)
        .fetch_one(&mut *transaction)
        .await?;
        let invite = match new.mail_id {
            Some(mail_id) => {
                sqlx::query("INSERT INTO mails (id, invite_id, attempts, due_at) VALUES ($1, $2, 0, $3)")
                    .bind(mail_id)
                    .bind(new.id)
                    .bind(new.created_at)
                    .execute(&mut *transaction)
                    .await?;
                invite
            }
            None => invited(&mut transaction, new.id, new.created_at).await?.unwrap_or(invite),
        };
        let (tenant, one_now) = (subject_of(new.scope), (1, new.created_at));
        self.use_quota(&mut transaction, Quota::TenantInvites, &tenant, one_now).await?;
        self.use_quota(&mut transaction, Quota::RecipientInvites, new.recipient_key, one_now).await?;
        transaction.commit().await?;
        Ok(invite)
    }

    /// Lists a tenant's invites, newest first.
    pub(crate) async fn invites(&self, scope: &Scope, slice: Slice) -> Result<Vec<Invite>> {
        Ok(sqlx::query_as(
            "SELECT * FROM invites WHERE tenant_id = $1 AND mode = $4 AND seq < $2 ORDER BY seq DESC LIMIT $3",
        )
        .bind(scope.tenant())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .bind(scope.mode_name())
        .fetch_all(&self.pool)
        .await?)
    }

    /// Finds a tenant's invite.
    pub(crate) async fn invite(&self, scope: &Scope, id: &str) -> Result<Option<Invite>> {
        Ok(sqlx::query_as("SELECT * FROM invites WHERE tenant_id = $1 AND id = $2 AND mode = $3")
            .bind(scope.tenant())
            .bind(id)
            .bind(scope.mode_name())
            .fetch_optional(&self.pool)
            .await?)
    }

    /// Finds the invite of a landing page's address. The address's key authenticates the person, and the invite says
    /// whose data the page may touch.
    pub(crate) async fn invite_at(&self, url_key: &Secret) -> Result<Option<Invite>> {
        Ok(sqlx::query_as("SELECT * FROM invites WHERE url_key = $1")
            .bind(url_key.expose())
            .fetch_optional(&self.pool)
            .await?)
    }

    /// Lists an invite's status changes, newest first.
    pub(crate) async fn invite_logs(&self, invite: &Invite, slice: Slice) -> Result<Vec<InviteLog>> {
        Ok(sqlx::query_as(
            "SELECT seq, id, status, created_at FROM invite_logs WHERE invite_id = $1 AND seq < $2
             ORDER BY seq DESC LIMIT $3",
        )
        .bind(&invite.id)
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(i64::from(slice.limit))
        .fetch_all(&self.pool)
        .await?)
    }

    /// Records that the person opened the landing page or the widget. Later statuses are kept.
    pub(crate) async fn advance_invite(
        &self,
        invite: &Invite,
        status: InviteStatus,
        now_millis: i64,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        let advanced = sqlx::query(
            "UPDATE invites SET status = $2, updated_at = $3 WHERE id = $1 AND (status IN ('INVITED', 'EMAIL_OPENED')
                 OR (status = 'LANDING_PAGE_OPENED' AND $2 = 'WINK_WIDGET_OPENED'))",
        )
        .bind(&invite.id)
        .bind(status)
        .bind(now_millis)
        .execute(&mut *transaction)
        .await?;
        if advanced.rows_affected() > 0 {
            log(&mut transaction, &invite.id, status, now_millis).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Deletes invites created before `before_millis`, with their logs. Returns their number.
    pub(crate) async fn forget_invites(&self, before_millis: i64) -> Result<u64> {
        let forgotten = sqlx::query("DELETE FROM invites WHERE created_at <= $1")
            .bind(before_millis)
            .execute(&self.pool)
            .await?
            .rows_affected();
        if forgotten > 0 {
            self.mark_deleted();
        }
        Ok(forgotten)
    }
}

/// Records that the e-mail was sent, within the caller's transaction. Returns `None` if the invite no longer exists.
pub(super) async fn invited(
    connection: &mut Connection,
    id: &str,
    now_millis: i64,
) -> Result<Option<Invite>> {
    let invite: Option<Invite> =
        sqlx::query_as("UPDATE invites SET invited_at = $2, updated_at = $2 WHERE id = $1 RETURNING *")
            .bind(id)
            .bind(now_millis)
            .fetch_optional(&mut *connection)
            .await?;
    if let Some(invite) = &invite {
        log(connection, id, InviteStatus::Invited, now_millis).await?;
        let event = Event::of_invite(&invite.scope, &invite.user_id, id, EventType::InviteInvited);
        record(connection, &[event], now_millis).await?;
    }
    Ok(invite)
}

/// Records that a user has linked an account or submitted documents, within the caller's transaction.
pub(super) async fn linked(connection: &mut Connection, user_id: &str, now_millis: i64) -> Result<()> {
    let linked: Vec<Invite> = sqlx::query_as(
        "UPDATE invites SET status = 'LINKED', linked_at = $2, updated_at = $2
         WHERE user_id = $1 AND status <> 'LINKED' RETURNING *",
    )
    .bind(user_id)
    .bind(now_millis)
    .fetch_all(&mut *connection)
    .await?;
    for Invite { id, scope, .. } in &linked {
        log(connection, id, InviteStatus::Linked, now_millis).await?;
        let event = Event::of_invite(scope, user_id, id, EventType::InviteLinked);
        record(connection, &[event], now_millis).await?;
    }
    Ok(())
}

/// Records that a user's source was revoked, within the caller's transaction. Revoking the last one revokes the invite.
pub(super) async fn revoked(connection: &mut Connection, user_id: &str, now_millis: i64) -> Result<()> {
    // Locks the invite, so that the second of two concurrent revocations sees the first.
    sqlx::query("UPDATE invites SET status = status WHERE user_id = $1 AND status = 'LINKED'")
        .bind(user_id)
        .execute(&mut *connection)
        .await?;
    let revoked: Vec<(String,)> = sqlx::query_as(
        "UPDATE invites SET status = 'REVOKED', updated_at = $2
         WHERE user_id = $1 AND status = 'LINKED'
             AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.user_id = $1 AND accounts.status = 'CONNECTED')
             AND NOT EXISTS (SELECT 1 FROM archives WHERE archives.user_id = $1 AND submitted_at IS NOT NULL
                 AND archives.status <> 'REVOKED')
         RETURNING id",
    )
    .bind(user_id)
    .bind(now_millis)
    .fetch_all(&mut *connection)
    .await?;
    for (id,) in &revoked {
        log(connection, id, InviteStatus::Revoked, now_millis).await?;
    }
    Ok(())
}

pub(super) async fn log(
    connection: &mut Connection,
    invite_id: &str,
    status: InviteStatus,
    now_millis: i64,
) -> Result<()> {
    sqlx::query("INSERT INTO invite_logs (id, invite_id, status, created_at) VALUES ($1, $2, $3, $4)")
        .bind(new_id("ivl"))
        .bind(invite_id)
        .bind(status)
        .bind(now_millis)
        .execute(connection)
        .await?;
    Ok(())
}
