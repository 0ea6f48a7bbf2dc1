//! Link tokens: short-lived, and valid for one session.

use super::{Connection, Json, NewSession, OpenedBefore, Result, Store};
use crate::scope::Scope;

/// A new link token.
#[derive(Clone, Debug)]
pub(crate) struct NewLinkToken<'a> {
    pub(crate) id: &'a str,
    pub(crate) token_sha256: &'a str,
    pub(crate) user_id: &'a str,
    pub(crate) scope: &'a Scope,
    /// The API key that it is created with. `None` if no host created it: a person who was invited, or the playground.
    pub(crate) api_key: Option<&'a str>,
    /// The templates that a page may choose from. Any of the tenant's, if this is empty.
    pub(crate) template_ids: &'a [String],
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// The result of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    Done,
    /// The same widget exchanged it before, for this session.
    Again(OpenedBefore),
    /// The same widget exchanged it before, and that session has ended.
    SessionOver,
    Expired,
    AlreadyUsed,
    /// The page's template is not one of the token's, or was deleted since.
    OtherTemplate,
    NotOurs,
}

/// The columns of a link token that an exchange needs.
#[derive(sqlx::FromRow)]
struct Exchanged {
    #[sqlx(flatten)]
    scope: Scope,
    user_id: String,
    expires_at: i64,
    used_at: Option<i64>,
    exchange_key_sha256: Option<String>,
    session_id: Option<String>,
    template_ids: Option<Json<Vec<String>>>,
    api_key: Option<String>,
    key_revoked_at: Option<i64>,
}

impl Exchanged {
    /// The session's template, given the page's choice. `Err` if the token does not allow it.
    fn template<'a>(&'a self, asked: Option<&'a str>) -> std::result::Result<Option<&'a str>, ()> {
        let Some(allowed) = self.template_ids.as_ref().filter(|allowed| !allowed.is_empty()) else {
            return Ok(asked);
        };
        let found = match asked {
            Some(asked) => allowed.iter().find(|id| *id == asked),
            None => allowed.first(),
        };
        found.map(|id| Some(id.as_str())).ok_or(())
    }
}

impl Store {
    /// Stores a link token.
    pub(crate) async fn add_link_token(&self, token: &NewLinkToken<'_>) -> Result<()> {
        self.check_space()?;
        sqlx::query(
            "INSERT INTO link_tokens
                 (id, token_sha256, tenant_id, user_id, mode, created_at, expires_at, template_ids, api_key)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(token.id)
        .bind(token.token_sha256)
        .bind(token.scope.tenant())
        .bind(token.user_id)
        .bind(token.scope.mode_name())
        .bind(token.created_at)
        .bind(token.expires_at)
        .bind((!token.template_ids.is_empty()).then_some(Json(token.template_ids)))
        .bind(token.api_key)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Exchanges a link token for a session. Of several attempts at once, one opens the session; the others get the
    /// same session if they send the same key.
    pub(crate) async fn exchange_link_token(
        &self,
        token_sha256: &str,
        exchange_key_sha256: Option<&str>,
        session: &NewSession<'_>,
    ) -> Result<Exchange> {
        let mut transaction = self.write().await?;
        // Lock the user first, as a reset does, so that no session escapes a reset.
        let owner: Option<(String,)> =
            sqlx::query_as("SELECT user_id FROM link_tokens WHERE token_sha256 = $1")
                .bind(token_sha256)
                .fetch_optional(&mut *transaction)
                .await?;
        let Some((user_id,)) = owner else { return Ok(Exchange::NotOurs) };
        self.lock_user(&mut transaction, &user_id).await?;
        let found: Option<Exchanged> = sqlx::query_as(&format!(
            "SELECT tenant_id, user_id, mode, expires_at, used_at, exchange_key_sha256, session_id, template_ids,
                 api_key, (SELECT revoked_at FROM api_keys WHERE key = link_tokens.api_key) AS key_revoked_at
             FROM link_tokens WHERE token_sha256 = $1 {}",
            self.dialect.for_update()
        ))
        .bind(token_sha256)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(link) = found else { return Ok(Exchange::NotOurs) };
        if link.key_revoked_at.is_some() {
            return Ok(Exchange::Expired);
        }
        if link.used_at.is_some() {
            return exchanged_before(&mut transaction, &link, exchange_key_sha256, session.created_at).await;
        }
        if link.expires_at <= session.created_at {
            return Ok(Exchange::Expired);
        }
        let Ok(template_id) = link.template(session.template_id) else {
            return Ok(Exchange::OtherTemplate);
        };
        if link.template_ids.is_some() && !template_exists(&mut transaction, &link.scope, template_id).await?
        {
            return Ok(Exchange::OtherTemplate);
        }
        sqlx::query(
            "UPDATE link_tokens SET used_at = $1, exchange_key_sha256 = $2, session_id = $3
             WHERE token_sha256 = $4",
        )
        .bind(session.created_at)
        .bind(exchange_key_sha256)
        .bind(session.id)
        .bind(token_sha256)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO sessions
                 (id, token_sha256, tenant_id, user_id, template_id, host_language, browser_language, mode,
                  created_at, expires_at, signed_with, api_key, template_version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, (SELECT version FROM wink_templates
                 WHERE wink_templates.id = $5 AND wink_templates.tenant_id = $3
                     AND wink_templates.mode = $8 AND deleted_at IS NULL))",
        )
        .bind(session.id)
        .bind(session.token_sha256)
        .bind(link.scope.tenant())
        .bind(&link.user_id)
        .bind(template_id)
        .bind(session.host_language)
        .bind(session.browser_language)
        .bind(link.scope.mode_name())
        .bind(session.created_at)
        .bind(session.expires_at)
        .bind(session.signed_with)
        .bind(&link.api_key)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Exchange::Done)
    }
}

/// Whether a template exists and was not deleted.
async fn template_exists(connection: &mut Connection, scope: &Scope, id: Option<&str>) -> Result<bool> {
    let found: Option<(String,)> = sqlx::query_as(
        "SELECT id FROM wink_templates WHERE tenant_id = $1 AND mode = $2 AND id = $3 AND deleted_at IS NULL",
    )
    .bind(scope.tenant())
    .bind(scope.mode_name())
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// Whether the widget that exchanged this token repeats the request.
async fn exchanged_before(
    connection: &mut Connection,
    link: &Exchanged,
    exchange_key_sha256: Option<&str>,
    now_millis: i64,
) -> Result<Exchange> {
    let is_same = exchange_key_sha256.is_some() && link.exchange_key_sha256.as_deref() == exchange_key_sha256;
    if !is_same {
        return Ok(Exchange::AlreadyUsed);
    }
    let session: Option<OpenedBefore> =
        sqlx::query_as("SELECT id, token_sha256, signed_with, expires_at FROM sessions WHERE id = $1")
            .bind(&link.session_id)
            .fetch_optional(connection)
            .await?;
    // A session is deleted a day after its end, perhaps before its link token.
    Ok(session
        .filter(|session| session.expires_at > now_millis)
        .map_or(Exchange::SessionOver, Exchange::Again))
}
