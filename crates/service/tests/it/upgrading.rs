//! What processes of the version before use stays in the database when it is migrated. Their prepared `SELECT *` do not survive a new
//! column of that table; CHANGELOG.md says when that happens.

use crate::support::{Place, run};
use sqlx::AnyPool;
use std::collections::{BTreeMap, BTreeSet};

/// The first step that the version before lacks.
const FIRST_NEW_STEP: &str = "0040";

const ROWS: &str = "
    INSERT INTO tenants (id, created_at, shares_links) VALUES ('acme', 1, 1);
    INSERT INTO users (id, tenant_id, external_metadata, created_at, mode) VALUES ('u', 'acme', '{}', 1, 'SANDBOX');
    INSERT INTO accounts (id, tenant_id, user_id, provider_id, connector, version, status, attempts, created_at,
        updated_at, mode) VALUES ('a', 'acme', 'u', 'p', 'sandbox', 1, 'CONNECTED', 1, 1, 1, 'SANDBOX');
    INSERT INTO archives (id, tenant_id, user_id, file_type, version, status, attempts, created_at, updated_at, mode)
        VALUES ('d', 'acme', 'u', 'PAYSLIP', 1, 'UPLOADING', 1, 1, 1, 'SANDBOX');";

/// How the version before adds files.
const FILES: &str = "
    INSERT INTO archive_files (id, archive_id, position, name, format, size_bytes, received_bytes, url_key)
        VALUES ('f@', 'd', 0, 'n', 'PDF', 1, 1, 'key of f@');
    INSERT INTO exports (id, tenant_id, account_id, format, size_bytes, md5, url_key, piece, created_at, mode)
        VALUES ('e@', 'acme', 'a', 'PDF', 1, '', 'key of e@', '', 1, 'SANDBOX');";

async fn upgrade(place: &Place) {
    assert!(run(place, &["migrate"]).await.printed().contains("0040 quotas"));
}

#[tokio::test]
async fn the_version_before_still_adds_and_finds_files() {
    let (place, pool) = Place::before_step(FIRST_NEW_STEP).await;
    place.run_sql(ROWS).await;
    place.run_sql(&FILES.replace('@', "1")).await;
    upgrade(&place).await;
    place.run_sql(&FILES.replace('@', "2")).await;
    // As this version adds them.
    place
        .run_sql(
            "INSERT INTO archive_files (id, archive_id, position, name, format, size_bytes, received_bytes)
                 VALUES ('f3', 'd', 0, 'n', 'PDF', 1, 1)",
        )
        .await;
    for (table, keys) in
        [("archive_files", &["", "key of f1", "key of f2"][..]), ("exports", &["key of e1", "key of e2"])]
    {
        let sql = format!("SELECT url_key FROM {table} ORDER BY url_key");
        let found: Vec<String> = sqlx::query_scalar(&sql).fetch_all(&pool).await.unwrap();
        assert_eq!(found, keys, "{table}");
    }
}

/// The columns of each table, and whether a row needs a value for it; and how many unique indexes each table has.
async fn shape(pool: &AnyPool, place: &Place) -> BTreeMap<String, (BTreeMap<String, bool>, i64)> {
    let (columns, indexes) = if place.database().is_on_a_server() {
        (
            "SELECT table_name::text, column_name::text,
                 CASE WHEN is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' THEN 1 ELSE 0 END::bigint
             FROM information_schema.columns WHERE table_schema = current_schema()",
            "SELECT tablename::text, indexname::text FROM pg_indexes
             WHERE schemaname = current_schema() AND indexdef LIKE 'CREATE UNIQUE%'",
        )
    } else {
        (
            r#"SELECT tables.name, columns.name,
                   CASE WHEN columns."notnull" = 1 AND columns.dflt_value IS NULL THEN 1 ELSE 0 END
               FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"#,
            r#"SELECT tables.name, indexes.name
               FROM sqlite_master AS tables JOIN pragma_index_list(tables.name) AS indexes
               WHERE tables.type = 'table' AND indexes."unique" = 1"#,
        )
    };
    let mut shape: BTreeMap<String, (BTreeMap<String, bool>, i64)> = BTreeMap::new();
    let found: Vec<(String, String, i64)> = sqlx::query_as(columns).fetch_all(pool).await.unwrap();
    for (table, column, is_needed) in found {
        shape.entry(table).or_default().0.insert(column, is_needed == 1);
    }
    let found: Vec<(String, String)> = sqlx::query_as(indexes).fetch_all(pool).await.unwrap();
    for (table, _) in found {
        shape.get_mut(&table).unwrap().1 += 1;
    }
    shape
}

#[tokio::test]
async fn no_step_takes_a_column_or_demands_what_the_version_before_does_not_write() {
    let (place, pool) = Place::before_step(FIRST_NEW_STEP).await;
    let before = shape(&pool, &place).await;
    assert!(before.len() > 20 && before["exports"].0["url_key"], "{before:?}");
    upgrade(&place).await;
    let after = shape(&pool, &place).await;
    for (table, (columns, unique_indexes)) in before {
        let (now, unique_now) = after.get(&table).unwrap_or_else(|| panic!("{table} is gone"));
        let missing: Vec<_> = columns.keys().filter(|column| !now.contains_key(*column)).collect();
        assert!(missing.is_empty(), "{table} lacks {missing:?}");
        let demanded: BTreeSet<_> = now
            .iter()
            .filter(|(column, is_needed)| **is_needed && !columns.get(*column).copied().unwrap_or_default())
            .collect();
        assert!(demanded.is_empty(), "{table} demands {demanded:?}");
        assert_eq!(*unique_now, unique_indexes, "{table}: rows that clash are refused");
    }
}
