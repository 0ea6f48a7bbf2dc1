-- Receipts get a number of their own, so that of several within one millisecond the newest is known.
CREATE TABLE numbered_consents (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    user_id      TEXT NOT NULL REFERENCES users (id),
    session_id   TEXT NOT NULL,
    text_version TEXT NOT NULL,
    language     TEXT NOT NULL,
    text_sha256  TEXT NOT NULL,
    agreed_at    INTEGER NOT NULL
);
INSERT INTO numbered_consents (id, tenant_id, user_id, session_id, text_version, language, text_sha256, agreed_at)
SELECT id, tenant_id, user_id, session_id, text_version, language, text_sha256, agreed_at FROM consents ORDER BY rowid;
DROP TABLE consents;
ALTER TABLE numbered_consents RENAME TO consents;
CREATE INDEX consents_by_user ON consents (user_id, agreed_at);
