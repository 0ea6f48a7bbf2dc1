-- Items are known by the ids that their sources give them, so that what is read again is not kept twice.
ALTER TABLE records ADD COLUMN item_key TEXT;
CREATE UNIQUE INDEX records_by_item ON records (account_id, kind, item_key);

-- Accounts that are read again every month: `sync_due_at` is when, `connector_state` (without secrets) is how.
ALTER TABLE accounts ADD COLUMN monitor_status TEXT NOT NULL DEFAULT 'UNSUPPORTED';
ALTER TABLE accounts ADD COLUMN monitor_updated_at BIGINT;
ALTER TABLE accounts ADD COLUMN sync_due_at BIGINT;
CREATE INDEX accounts_to_sync ON accounts (sync_due_at) WHERE sync_due_at IS NOT NULL;

-- A keyed hash of who the person is at the source, the same for every tenant that takes part in links.
ALTER TABLE accounts ADD COLUMN person_key TEXT;
CREATE INDEX accounts_by_person ON accounts (person_key) WHERE person_key IS NOT NULL;
ALTER TABLE tenants ADD COLUMN shares_links BIGINT NOT NULL DEFAULT 0;

-- Tasks are about archives too; `datapoints` says what a task had stored when it finished, with commas between.
CREATE TABLE source_tasks (
    seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    tenant_id   TEXT NOT NULL REFERENCES tenants (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    source_type TEXT NOT NULL,
    source_id   TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    started_at  BIGINT NOT NULL,
    finished_at BIGINT,
    datapoints  TEXT NOT NULL
);
INSERT INTO source_tasks (id, kind, tenant_id, user_id, source_type, source_id, provider_id, started_at,
    finished_at, datapoints)
SELECT tasks.id, 'LINK_ACCOUNT', tasks.tenant_id, tasks.user_id, 'ACCOUNT', tasks.account_id,
    accounts.provider_id, tasks.started_at, tasks.finished_at, ''
FROM tasks JOIN accounts ON accounts.id = tasks.account_id ORDER BY tasks.seq;
DROP TABLE tasks;
ALTER TABLE source_tasks RENAME TO tasks;
CREATE INDEX tasks_by_tenant ON tasks (tenant_id, seq);
CREATE INDEX tasks_by_source ON tasks (source_id);

-- Exports of an account's data. `url_key` is the part of its address that nobody can guess.
CREATE TABLE exports (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL REFERENCES tenants (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    format     TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    md5        TEXT NOT NULL,
    url_key    TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX exports_by_account ON exports (account_id);
