-- The Wink templates that a page may choose from, as a JSON list of their ids; any of the tenant's where there is none.
ALTER TABLE link_tokens ADD COLUMN template_ids TEXT;
CREATE INDEX consents_by_session ON consents (session_id);
