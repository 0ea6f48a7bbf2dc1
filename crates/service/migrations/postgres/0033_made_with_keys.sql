-- With which API key a link token, the session that it opened, or a webhook was made: revoking the key reaches them. Rows
-- from before have one where their tenant has had one key of their mode; where it has had several, it is not known.
ALTER TABLE link_tokens ADD COLUMN api_key TEXT;
UPDATE link_tokens SET api_key = (SELECT CASE WHEN count(*) = 1 THEN min(key) END FROM api_keys
    WHERE api_keys.tenant_id = link_tokens.tenant_id AND api_keys.mode = link_tokens.mode);
CREATE INDEX link_tokens_by_key ON link_tokens (api_key);
ALTER TABLE sessions ADD COLUMN api_key TEXT;
UPDATE sessions SET api_key = (SELECT CASE WHEN count(*) = 1 THEN min(key) END FROM api_keys
    WHERE api_keys.tenant_id = sessions.tenant_id AND api_keys.mode = sessions.mode);
CREATE INDEX sessions_by_key ON sessions (api_key);
ALTER TABLE webhooks ADD COLUMN api_key TEXT;
UPDATE webhooks SET api_key = (SELECT CASE WHEN count(*) = 1 THEN min(key) END FROM api_keys
    WHERE api_keys.tenant_id = webhooks.tenant_id AND api_keys.mode = webhooks.mode);
CREATE INDEX webhooks_by_key ON webhooks (api_key);
