-- A mode for everything of a tenant: invented and real people's data never meet again. A column's empty default is no
-- mode, so that a row without one is an error where it is read.
--
-- A source has the mode of the session that made it. Where that is gone: what the sandbox's connector read is the
-- sandbox's; anything else is real where the tenant has, or had, a key for real people.
CREATE TABLE live_tenants AS SELECT DISTINCT tenant_id AS id FROM api_keys WHERE mode = 'PRODUCTION';

ALTER TABLE users ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE records ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE exports ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE consents ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE missing_employers ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE consent_templates ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE invite_templates ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE wink_templates ADD COLUMN mode TEXT NOT NULL DEFAULT '';

UPDATE accounts SET mode = COALESCE(
    (SELECT max(sessions.mode) FROM account_starts JOIN sessions ON sessions.id = session_id WHERE account_id = accounts.id),
    CASE WHEN connector <> 'sandbox' AND tenant_id IN (SELECT id FROM live_tenants) THEN 'PRODUCTION' ELSE 'SANDBOX' END);

-- What each user has, of accounts, documents and invites.
CREATE TABLE user_modes AS
    SELECT user_id, mode FROM accounts UNION SELECT user_id, mode FROM archives UNION SELECT user_id, mode FROM invites;

-- Users with both are two from here on. Hosts know real people by their ids, which stay; the data of the sandbox goes to
-- a new user. This table says which, for the host and for the log.
CREATE TABLE split_users (
    live_id    TEXT PRIMARY KEY,
    sandbox_id TEXT NOT NULL,
    tenant_id  TEXT NOT NULL,
    is_logged  BIGINT NOT NULL DEFAULT 0
);
INSERT INTO split_users (live_id, sandbox_id, tenant_id)
SELECT id, id || '-sandbox', tenant_id FROM users
WHERE id IN (SELECT user_id FROM user_modes GROUP BY user_id HAVING count(*) = 2);
INSERT INTO users (id, tenant_id, external_metadata, created_at, mode)
SELECT sandbox_id, users.tenant_id, external_metadata, created_at, 'SANDBOX'
FROM split_users JOIN users ON users.id = live_id;

-- A user who has nothing is what its sessions and link tokens say, else what the tenant's keys say.
UPDATE users SET mode = CASE WHEN id IN (SELECT live_id FROM split_users) THEN 'PRODUCTION' ELSE COALESCE(
    (SELECT max(mode) FROM user_modes WHERE user_id = users.id),
    (SELECT min(mode) FROM sessions WHERE user_id = users.id),
    (SELECT min(mode) FROM link_tokens WHERE user_id = users.id),
    CASE WHEN tenant_id IN (SELECT id FROM live_tenants) THEN 'PRODUCTION' ELSE 'SANDBOX' END) END
WHERE mode = '';

-- Events of what moves name the user too.
UPDATE events SET data = (SELECT replace(events.data, '"userId":"' || live_id || '"', '"userId":"' || sandbox_id || '"')
    FROM split_users JOIN (
        SELECT id, user_id FROM accounts WHERE mode = 'SANDBOX' UNION ALL
        SELECT id, user_id FROM archives WHERE mode = 'SANDBOX' UNION ALL
        SELECT id, user_id FROM invites WHERE mode = 'SANDBOX') AS moved ON moved.user_id = live_id
    WHERE moved.id = events.subject_id)
WHERE subject_id IN (
    SELECT id FROM accounts WHERE mode = 'SANDBOX' AND user_id IN (SELECT live_id FROM split_users) UNION
    SELECT id FROM archives WHERE mode = 'SANDBOX' AND user_id IN (SELECT live_id FROM split_users) UNION
    SELECT id FROM invites WHERE mode = 'SANDBOX' AND user_id IN (SELECT live_id FROM split_users));
UPDATE accounts SET user_id = (SELECT sandbox_id FROM split_users WHERE live_id = user_id)
WHERE mode = 'SANDBOX' AND user_id IN (SELECT live_id FROM split_users);
UPDATE archives SET user_id = (SELECT sandbox_id FROM split_users WHERE live_id = user_id)
WHERE mode = 'SANDBOX' AND user_id IN (SELECT live_id FROM split_users);
UPDATE invites SET user_id = (SELECT sandbox_id FROM split_users WHERE live_id = user_id)
WHERE mode = 'SANDBOX' AND user_id IN (SELECT live_id FROM split_users);
UPDATE sessions SET user_id = (SELECT sandbox_id FROM split_users WHERE live_id = user_id)
WHERE mode = 'SANDBOX' AND user_id IN (SELECT live_id FROM split_users);
UPDATE link_tokens SET user_id = (SELECT sandbox_id FROM split_users WHERE live_id = user_id)
WHERE mode = 'SANDBOX' AND user_id IN (SELECT live_id FROM split_users);

UPDATE records SET
    mode = COALESCE((SELECT mode FROM accounts WHERE accounts.id = source_id), (SELECT mode FROM archives WHERE archives.id = source_id), ''),
    user_id = COALESCE((SELECT user_id FROM accounts WHERE accounts.id = source_id), (SELECT user_id FROM archives WHERE archives.id = source_id), user_id);
UPDATE tasks SET
    mode = COALESCE((SELECT mode FROM accounts WHERE accounts.id = source_id), (SELECT mode FROM archives WHERE archives.id = source_id), ''),
    user_id = COALESCE((SELECT user_id FROM accounts WHERE accounts.id = source_id), (SELECT user_id FROM archives WHERE archives.id = source_id), user_id);
UPDATE records SET mode = (SELECT mode FROM users WHERE users.id = user_id) WHERE mode = '';
UPDATE tasks SET mode = (SELECT mode FROM users WHERE users.id = user_id) WHERE mode = '';
UPDATE exports SET mode = (SELECT mode FROM accounts WHERE accounts.id = account_id);
UPDATE consents SET user_id = (SELECT sandbox_id FROM split_users WHERE live_id = user_id)
WHERE user_id IN (SELECT live_id FROM split_users) AND session_id IN (SELECT id FROM sessions WHERE mode = 'SANDBOX');
UPDATE missing_employers SET user_id = (SELECT sandbox_id FROM split_users WHERE live_id = user_id)
WHERE user_id IN (SELECT live_id FROM split_users) AND session_id IN (SELECT id FROM sessions WHERE mode = 'SANDBOX');
UPDATE consents SET mode = (SELECT mode FROM users WHERE users.id = user_id);
UPDATE missing_employers SET mode = (SELECT mode FROM users WHERE users.id = user_id);

-- Sessions and link tokens of the mode that their user has not.
DELETE FROM sessions WHERE mode <> (SELECT mode FROM users WHERE users.id = user_id);
DELETE FROM link_tokens WHERE mode <> (SELECT mode FROM users WHERE users.id = user_id);

UPDATE events SET mode = COALESCE(
    (SELECT mode FROM accounts WHERE accounts.id = subject_id), (SELECT mode FROM archives WHERE archives.id = subject_id),
    (SELECT mode FROM invites WHERE invites.id = subject_id), (SELECT mode FROM users WHERE users.id = subject_id),
    CASE WHEN tenant_id IN (SELECT id FROM live_tenants) THEN 'PRODUCTION' ELSE 'SANDBOX' END);
-- What a webhook was still to be told of the other mode it is not told any more. An empty lane closes by itself.
DELETE FROM webhook_deliveries WHERE status = 'PENDING' AND EXISTS (
    SELECT 1 FROM webhooks, events
    WHERE webhooks.id = webhook_id AND events.id = event_id AND webhooks.mode <> events.mode);

-- It was not kept with which key a template was made. A tenant with a key for real people keeps its templates for these;
-- where it has one for the sandbox too, that gets copies under ids of its own, which end in `-sandbox`.
UPDATE consent_templates SET mode = CASE WHEN tenant_id IN (SELECT id FROM live_tenants) THEN 'PRODUCTION' ELSE 'SANDBOX' END;
INSERT INTO consent_templates (id, tenant_id, mode, consent_type, title, version, consent_method, consent_text, created_at)
SELECT id || '-sandbox', tenant_id, 'SANDBOX', consent_type, title, version, consent_method, consent_text, created_at FROM consent_templates
WHERE mode = 'PRODUCTION' AND tenant_id IN (SELECT tenant_id FROM api_keys WHERE mode = 'SANDBOX') ORDER BY seq;
UPDATE invite_templates SET mode = CASE WHEN tenant_id IN (SELECT id FROM live_tenants) THEN 'PRODUCTION' ELSE 'SANDBOX' END;
INSERT INTO invite_templates (id, tenant_id, mode, name, texts, created_at, updated_at)
SELECT id || '-sandbox', tenant_id, 'SANDBOX', name, texts, created_at, updated_at FROM invite_templates
WHERE mode = 'PRODUCTION' AND tenant_id IN (SELECT tenant_id FROM api_keys WHERE mode = 'SANDBOX') ORDER BY seq;
UPDATE wink_templates SET mode = CASE WHEN tenant_id IN (SELECT id FROM live_tenants) THEN 'PRODUCTION' ELSE 'SANDBOX' END;
INSERT INTO wink_templates (id, tenant_id, mode, version, created_at, updated_at, deleted_at)
SELECT id || '-sandbox', tenant_id, 'SANDBOX', version, created_at, updated_at, deleted_at FROM wink_templates
WHERE mode = 'PRODUCTION' AND tenant_id IN (SELECT tenant_id FROM api_keys WHERE mode = 'SANDBOX') ORDER BY seq;
INSERT INTO wink_template_versions (template_id, version, name, look, created_at)
SELECT template_id || '-sandbox', version, name, look, created_at FROM wink_template_versions
WHERE template_id || '-sandbox' IN (SELECT id FROM wink_templates WHERE mode = 'SANDBOX');
UPDATE invites SET wink_template_id = wink_template_id || '-sandbox'
WHERE mode = 'SANDBOX' AND wink_template_id || '-sandbox' IN (SELECT id FROM wink_templates WHERE mode = 'SANDBOX');

DROP TABLE user_modes;
DROP TABLE live_tenants;
