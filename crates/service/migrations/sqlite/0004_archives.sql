-- Documents that people upload. `submitted_at` is set once everything has been sent: hosts see an archive from then
-- on. While it is `STARTED`, the lease says which process reads it.

CREATE TABLE archives (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    provider_id  TEXT,
    file_type    TEXT NOT NULL,
    version      INTEGER NOT NULL,
    status       TEXT NOT NULL,
    analysis     TEXT,
    error_code   TEXT,
    reference    TEXT,
    lease_owner  TEXT,
    lease_until  INTEGER,
    attempts     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    submitted_at INTEGER
);
CREATE INDEX archives_by_tenant ON archives (tenant_id, seq) WHERE submitted_at IS NOT NULL;
CREATE INDEX archives_by_user ON archives (user_id, seq);
CREATE INDEX archives_under_way ON archives (lease_until) WHERE status = 'STARTED';
CREATE INDEX archives_unsubmitted ON archives (created_at) WHERE submitted_at IS NULL;
CREATE INDEX archives_kept ON archives (submitted_at) WHERE status <> 'REVOKED';

-- `received_bytes` says how much of a file's content counts, whatever lies in the folder. `url_key` is the part of
-- its address that nobody can guess.
CREATE TABLE archive_files (
    id             TEXT PRIMARY KEY,
    archive_id     TEXT NOT NULL REFERENCES archives (id) ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    name           TEXT NOT NULL,
    format         TEXT NOT NULL,
    side           TEXT,
    size_bytes     INTEGER NOT NULL,
    received_bytes INTEGER NOT NULL,
    url_key        TEXT NOT NULL
);
CREATE INDEX archive_files_by_archive ON archive_files (archive_id, position);

CREATE TABLE archive_starts (
    session_id      TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    idempotency_key TEXT NOT NULL,
    archive_id      TEXT NOT NULL REFERENCES archives (id) ON DELETE CASCADE,
    PRIMARY KEY (session_id, idempotency_key)
);
CREATE INDEX archive_starts_by_archive ON archive_starts (archive_id);

-- Files whose rows are gone and whose content must go too: a process that dies in between leaves it to the next.
CREATE TABLE doomed_files (
    id TEXT PRIMARY KEY
);
