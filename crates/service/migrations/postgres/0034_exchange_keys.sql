-- The key that the widget sent with a link token, hashed, and the session that the token opened: the same token and key
-- answer with that session again.
ALTER TABLE link_tokens ADD COLUMN exchange_key_sha256 TEXT;
ALTER TABLE link_tokens ADD COLUMN session_id TEXT;
-- Which key its token was signed with, so that the token can be signed again. It is missing in sessions from before.
ALTER TABLE sessions ADD COLUMN signed_with BIGINT;
