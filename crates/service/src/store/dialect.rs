//! The differences between the two databases. They are few, because `store` keeps to what both understand.

/// A database's dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Begins a transaction that may write. SQLite has one writer at a time: taking its lock first avoids the deadlock
    /// of two readers that both want to become writers.
    pub(super) const fn begin_write(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Ends a `SELECT` that a write depends on: nobody else writes to these rows until the transaction ends. In SQLite,
    /// nobody else writes at all. Rows that refer to them can still be added.
    pub(super) const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR NO KEY UPDATE",
        }
    }

    /// Counts the tables that record migrations. A new database has none.
    pub(super) const fn count_migration_tables(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT count(*) FROM sqlite_master WHERE name = '_sqlx_migrations'",
            Self::Postgres => {
                "SELECT count(*) FROM pg_tables
                 WHERE tablename = '_sqlx_migrations' AND schemaname = ANY(current_schemas(false))"
            }
        }
    }

    /// Ends a `SELECT` of rows that are about to be deleted: until this transaction has ended, nobody else writes to
    /// them, and nobody adds rows that refer to them.
    pub(super) const fn for_deletion(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE",
        }
    }

    /// Ends a `SELECT` of work to claim: skips rows that another process is claiming.
    pub(super) const fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR NO KEY UPDATE SKIP LOCKED",
        }
    }
}
