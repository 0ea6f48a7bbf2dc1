//! Accounts as rows: starting one, finding them.

use super::account::{Account, LinkingStep, PendingSignIn};
use super::quotas::logins;
use super::{Json, Result, Slice, Span, Store, account_events, consents, sessions};
use crate::quotas::Quota;
use crate::scope::Scope;

/// An account to start.
#[derive(Clone, Debug)]
pub(crate) struct NewAccount<'a> {
    pub(crate) id: &'a str,
    pub(crate) scope: &'a Scope,
    pub(crate) user_id: &'a str,
    pub(crate) provider_id: &'a str,
    pub(crate) connector: &'a str,
    /// `None` while the person signs in at the provider.
    pub(crate) connector_state: Option<&'a str>,
    pub(crate) sign_in: Option<&'a PendingSignIn>,
    pub(crate) login_name: Option<&'a str>,
    /// The name under which the login counts.
    pub(crate) login_key: Option<&'a str>,
    pub(crate) session_id: &'a str,
    pub(crate) idempotency_key: &'a str,
    pub(crate) lease_owner: &'a str,
    pub(crate) lease_until: i64,
    pub(crate) created_at: i64,
}

/// The result of starting an account.
#[derive(Clone, Debug)]
pub(crate) enum Started {
    New(Account),
    /// The same key was used before, for this account.
    Known(Account),
}

/// Which accounts a list shows.
#[derive(Clone, Debug)]
pub(crate) struct AccountFilter {
    pub(crate) scope: Scope,
    pub(crate) user_id: Option<String>,
    pub(crate) created: Span,
}

impl Store {
    /// Starts an account, within the quotas of the session and the login name, unless the session has already used this
    /// idempotency key. `None` if the session has ended.
    pub(crate) async fn start_account(&self, new: &NewAccount<'_>) -> Result<Option<Started>> {
        let mut transaction = self.write().await?;
        self.lock_user(&mut transaction, new.user_id).await?;
        if !sessions::is_open(&mut transaction, new.session_id, new.created_at).await? {
            return Ok(None);
        }
        let known: Option<Account> = sqlx::query_as(
            "SELECT accounts.* FROM accounts JOIN account_starts ON account_id = accounts.id
             WHERE session_id = $1 AND idempotency_key = $2",
        )
        .bind(new.session_id)
        .bind(new.idempotency_key)
        .fetch_optional(&mut *transaction)
        .await?;
        if let Some(account) = known {
            return Ok(Some(Started::Known(account)));
        }
        let session = (new.session_id, new.created_at);
        self.check_session(&mut transaction, Quota::SessionAccounts, "account_starts", session).await?;
        let consent = consents::newest(&mut transaction, new.session_id).await?;
        // Before the person returns there is nothing to do, so no process holds a lease.
        let is_here = new.sign_in.is_none();
        let account: Account = sqlx::query_as(
            "INSERT INTO accounts (id, tenant_id, user_id, provider_id, connector, connector_state, version,
                 status, step, lease_owner, lease_until, attempts, created_at, updated_at,
                 sign_in, sign_in_state, sign_in_expires_at, consent, login_name, mode, login_key)
             VALUES ($1, $2, $3, $4, $5, $6, 1, 'PENDING', $7, $8, $9, 1, $10, $10, $11, $12, $13, $14, $15, $16, $17)
             RETURNING *",
        )
        .bind(new.id)
        .bind(new.scope.tenant())
        .bind(new.user_id)
        .bind(new.provider_id)
        .bind(new.connector)
        .bind(new.connector_state)
        .bind(is_here.then_some(LinkingStep::SigningIn))
        .bind(is_here.then_some(new.lease_owner))
        .bind(is_here.then_some(new.lease_until))
        .bind(new.created_at)
        .bind(new.sign_in.map(Json))
        .bind(new.sign_in.map(|sign_in| sign_in.state.expose()))
        .bind(new.sign_in.map(|sign_in| sign_in.expires_at))
        .bind(consent.map(Json))
        .bind(new.login_name)
        .bind(new.scope.mode_name())
        .bind(new.login_key)
        .fetch_one(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO account_starts (session_id, idempotency_key, account_id) VALUES ($1, $2, $3)",
        )
        .bind(new.session_id)
        .bind(new.idempotency_key)
        .bind(new.id)
        .execute(&mut *transaction)
        .await?;
        account_events::created(&mut transaction, &account, new.created_at).await?;
        if let Some(key) = new.login_key {
            let one_now = (1, new.created_at);
            self.use_quota(&mut transaction, logins(new.scope.mode()), key, one_now).await?;
        }
        transaction.commit().await?;
        Ok(Some(Started::New(account)))
    }

    /// An account of any tenant, for the process that works on it.
    pub(crate) async fn account_of_any_scope(&self, id: &str) -> Result<Option<Account>> {
        Ok(sqlx::query_as("SELECT * FROM accounts WHERE id = $1").bind(id).fetch_optional(&self.pool).await?)
    }

    /// An account.
    pub(crate) async fn account(&self, scope: &Scope, id: &str) -> Result<Option<Account>> {
        Ok(sqlx::query_as("SELECT * FROM accounts WHERE tenant_id = $1 AND mode = $2 AND id = $3")
            .bind(scope.tenant())
            .bind(scope.mode_name())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?)
    }

    /// A user's account.
    pub(crate) async fn account_of_user(
        &self,
        scope: &Scope,
        user_id: &str,
        id: &str,
    ) -> Result<Option<Account>> {
        Ok(sqlx::query_as(
            "SELECT * FROM accounts WHERE user_id = $1 AND id = $2 AND tenant_id = $3 AND mode = $4",
        )
        .bind(user_id)
        .bind(id)
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .fetch_optional(&self.pool)
        .await?)
    }

    /// A user's accounts that are connected or in progress, newest first.
    pub(crate) async fn live_accounts_of_user(
        &self,
        scope: &Scope,
        user_id: &str,
        limit: u32,
    ) -> Result<Vec<Account>> {
        Ok(sqlx::query_as(
            "SELECT * FROM accounts
             WHERE user_id = $1 AND status IN ('PENDING', 'AWAITING_MFA', 'CONNECTED')
                 AND tenant_id = $3 AND mode = $4
             ORDER BY seq DESC LIMIT $2",
        )
        .bind(user_id)
        .bind(i64::from(limit))
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .fetch_all(&self.pool)
        .await?)
    }

    /// A tenant's accounts, newest first.
    pub(crate) async fn accounts(&self, filter: &AccountFilter, slice: Slice) -> Result<Vec<Account>> {
        Ok(sqlx::query_as(
            "SELECT * FROM accounts
             WHERE tenant_id = $1 AND mode = $7 AND seq < $2 AND created_at >= $3 AND created_at < $4
                 AND ($5 IS NULL OR user_id = $5)
             ORDER BY seq DESC LIMIT $6",
        )
        .bind(filter.scope.tenant())
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(filter.created.from.unwrap_or(i64::MIN))
        .bind(filter.created.until.unwrap_or(i64::MAX))
        .bind(&filter.user_id)
        .bind(i64::from(slice.limit))
        .bind(filter.scope.mode_name())
        .fetch_all(&self.pool)
        .await?)
    }
}
