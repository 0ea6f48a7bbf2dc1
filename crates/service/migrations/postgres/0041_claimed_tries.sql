-- Until when an answer to an account's challenge is being checked at the source, or another challenge requested: nobody else
-- asks the source meanwhile. `claims` counts these. `login_key` is a keyed hash of the provider and the login name, under which
-- the login counts until the source admits or refuses the person.
ALTER TABLE accounts ADD COLUMN claimed_until BIGINT;
ALTER TABLE accounts ADD COLUMN claims BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN login_key TEXT;
-- What a session has done is counted.
CREATE INDEX missing_employers_by_session ON missing_employers (session_id);
