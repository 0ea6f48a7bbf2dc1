-- What a session's texts are in: as the host page asked for, and the best that the person's browser asked for.
ALTER TABLE sessions ADD COLUMN host_language TEXT;
ALTER TABLE sessions ADD COLUMN browser_language TEXT;
