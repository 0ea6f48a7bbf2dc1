//! Deletes a user completely: every row about the person, and the events. Also deletes short-lived data that belongs to
//! no account or document.

use super::{Connection, Result, Store, User};

/// The sources of a user that must be revoked before the user can be forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sources {
    pub(crate) accounts: Vec<String>,
    pub(crate) archives: Vec<String>,
    /// How often the user was invited.
    pub(crate) invites: usize,
}

/// Tables of what a user did, in an order in which rows can be deleted.
const OF_USER: [&str; 11] = [
    "DELETE FROM quota_counts WHERE subject = $1",
    "DELETE FROM invites WHERE user_id = $1",
    "DELETE FROM records WHERE user_id = $1",
    "DELETE FROM exports WHERE account_id IN (SELECT id FROM accounts WHERE user_id = $1)",
    "DELETE FROM account_starts WHERE account_id IN (SELECT id FROM accounts WHERE user_id = $1)",
    "DELETE FROM tasks WHERE user_id = $1",
    "DELETE FROM consents WHERE user_id = $1",
    "DELETE FROM missing_employers WHERE user_id = $1",
    "DELETE FROM archives WHERE user_id = $1",
    "DELETE FROM accounts WHERE user_id = $1",
    "DELETE FROM users WHERE id = $1",
];

/// Delivered events about the user, the accounts and the archives. Pending ones report that these are gone, contain ids
/// only, and are deleted with age.
const EVENTS: &str = "DELETE FROM events WHERE subject_id IN (
         SELECT $1 UNION SELECT id FROM accounts WHERE user_id = $1 UNION SELECT id FROM archives WHERE user_id = $1
         UNION SELECT id FROM invites WHERE user_id = $1)
     AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE event_id = events.id AND status = 'PENDING')";

impl Store {
    /// Ends a user's sessions and link tokens, so that nothing new starts. Returns everything that the user has.
    pub(crate) async fn close_user(&self, user: &User) -> Result<Sources> {
        self.deleting(move || async move {
            let mut transaction = self.write_to_delete().await?;
            let user_id = &user.id;
            for sql in
                ["DELETE FROM sessions WHERE user_id = $1", "DELETE FROM link_tokens WHERE user_id = $1"]
            {
                sqlx::query(sql).bind(user_id).execute(&mut *transaction).await?;
            }
            let mut texts = async |sql| texts_of(&mut transaction, sql, user_id).await;
            let sources = Sources {
                accounts: texts("SELECT id FROM accounts WHERE user_id = $1").await?,
                archives: texts("SELECT id FROM archives WHERE user_id = $1").await?,
                invites: texts("SELECT id FROM invites WHERE user_id = $1").await?.len(),
            };
            transaction.commit().await?;
            Ok(sources)
        })
        .await
    }

    /// Deletes every row of a user whose sources are all revoked. False if there is no such user.
    ///
    /// # Errors
    /// Also if something that refers to the user began in between. Then nothing is deleted.
    pub(crate) async fn delete_user(&self, user: &User) -> Result<bool> {
        self.deleting(move || async move {
            let mut transaction = self.write_to_delete().await?;
            let user_id = &user.id;
            // From now on, nobody can add rows that refer to the user.
            let lock = format!("SELECT id FROM users WHERE id = $1 {}", self.dialect.for_deletion());
            if sqlx::query(&lock).bind(user_id).fetch_optional(&mut *transaction).await?.is_none() {
                return Ok(false);
            }
            sqlx::query(EVENTS).bind(user_id).execute(&mut *transaction).await?;
            for sql in OF_USER {
                sqlx::query(sql).bind(user_id).execute(&mut *transaction).await?;
            }
            transaction.commit().await?;
            self.mark_deleted();
            Ok(true)
        })
        .await
    }

    /// Deletes what people reported before `before_millis` about employers that they did not find, including e-mail
    /// addresses.
    pub(crate) async fn forget_missing_employers(&self, before_millis: i64) -> Result<u64> {
        let forgotten = sqlx::query("DELETE FROM missing_employers WHERE reported_at <= $1")
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

/// The single column of a query about a user.
async fn texts_of(connection: &mut Connection, sql: &str, user_id: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(sql).bind(user_id).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(text,)| text).collect())
}
