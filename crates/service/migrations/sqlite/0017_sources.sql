-- Items come from archives too: `source_id` is an account or an archive. SQLite takes a reference off a column only with
-- the table.
CREATE TABLE source_records (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    tenant_id   TEXT NOT NULL REFERENCES tenants (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    source_id   TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    start_date  TEXT,
    end_date    TEXT,
    payload     TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    item_key    TEXT,
    source_type TEXT NOT NULL DEFAULT 'ACCOUNT'
);
INSERT INTO source_records (seq, id, kind, tenant_id, user_id, source_id, provider_id, start_date, end_date, payload,
    created_at, item_key)
SELECT seq, id, kind, tenant_id, user_id, account_id, provider_id, start_date, end_date, payload, created_at, item_key
FROM records;
DROP TABLE records;
ALTER TABLE source_records RENAME TO records;
CREATE INDEX records_by_tenant ON records (tenant_id, kind, seq);
CREATE INDEX records_by_account ON records (source_id, kind, seq);
CREATE INDEX records_by_user ON records (user_id, kind, seq);
CREATE UNIQUE INDEX records_by_item ON records (source_id, kind, item_key);

-- The object that holds an export's content; empty while it is being made.
ALTER TABLE exports ADD COLUMN piece TEXT NOT NULL DEFAULT '';

-- The sandbox has no secrets to keep: it takes part in links.
UPDATE tenants SET shares_links = 1 WHERE id = 'sandbox';
