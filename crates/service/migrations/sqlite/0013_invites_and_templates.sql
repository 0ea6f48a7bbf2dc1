-- What hosts have people agree to. Never changed, only deleted.
CREATE TABLE consent_templates (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    id             TEXT NOT NULL UNIQUE,
    tenant_id      TEXT NOT NULL REFERENCES tenants (id),
    consent_type   TEXT NOT NULL,
    title          TEXT,
    version        TEXT NOT NULL,
    consent_method TEXT,
    consent_text   TEXT NOT NULL,
    created_at     INTEGER NOT NULL
);
CREATE INDEX consent_templates_by_tenant ON consent_templates (tenant_id, seq);

CREATE TABLE invite_templates (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    tenant_id  TEXT NOT NULL REFERENCES tenants (id),
    name       TEXT NOT NULL,
    texts      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX invite_templates_by_tenant ON invite_templates (tenant_id, seq);

-- `texts` are the template's as they were when the person was invited; `url_key` is the part of the landing page's
-- address that nobody can guess, `service_address` what stands before it. `invited_at` is set once the e-mail is sent.
CREATE TABLE invites (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,
    tenant_id        TEXT NOT NULL REFERENCES tenants (id),
    mode             TEXT NOT NULL,
    user_id          TEXT NOT NULL REFERENCES users (id),
    full_name        TEXT NOT NULL,
    first_name       TEXT,
    last_name        TEXT,
    email            TEXT NOT NULL,
    template_id      TEXT NOT NULL,
    texts            TEXT NOT NULL,
    wink_template_id TEXT,
    status           TEXT NOT NULL,
    url_key          TEXT NOT NULL UNIQUE,
    service_address  TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    invited_at       INTEGER,
    linked_at        INTEGER
);
CREATE INDEX invites_by_tenant ON invites (tenant_id, seq);
CREATE INDEX invites_by_user ON invites (user_id);
CREATE INDEX invites_by_age ON invites (created_at);

CREATE TABLE invite_logs (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    invite_id  TEXT NOT NULL REFERENCES invites (id) ON DELETE CASCADE,
    status     TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX invite_logs_by_invite ON invite_logs (invite_id, seq);

-- E-mails that are to be sent, one an invite; the lease says which process sends it. What is in it is made of the invite.
CREATE TABLE mails (
    id          TEXT PRIMARY KEY,
    invite_id   TEXT NOT NULL UNIQUE REFERENCES invites (id) ON DELETE CASCADE,
    attempts    INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER
);
CREATE INDEX mails_by_time ON mails (due_at);

-- Wink templates get versions: an edit adds one, and a session and a receipt remember which they showed. A deleted
-- template keeps its versions for them.
CREATE TABLE wink_templates (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    tenant_id  TEXT NOT NULL REFERENCES tenants (id),
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
);
CREATE INDEX wink_templates_by_tenant ON wink_templates (tenant_id, seq);

CREATE TABLE wink_template_versions (
    template_id TEXT NOT NULL REFERENCES wink_templates (id),
    version     INTEGER NOT NULL,
    name        TEXT NOT NULL,
    look        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (template_id, version)
);

INSERT INTO wink_templates (id, tenant_id, version, created_at, updated_at)
SELECT id, tenant_id, 1, created_at, created_at FROM templates ORDER BY created_at, id;
INSERT INTO wink_template_versions (template_id, version, name, look, created_at)
SELECT id, 1, id, look, created_at FROM templates;
DROP TABLE templates;

ALTER TABLE sessions ADD COLUMN template_version BIGINT;
UPDATE sessions SET template_version = 1 WHERE template_id IS NOT NULL;
ALTER TABLE consents ADD COLUMN template_id TEXT;
ALTER TABLE consents ADD COLUMN template_version BIGINT;
