-- Keys that are replaced from time to time and shared by every process, encrypted with one that is not in the database.
CREATE TABLE rotating_keys (
    kind    TEXT NOT NULL,
    number  BIGINT NOT NULL,
    sealed  TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (kind, number)
);

-- Empty once the secret has been hashed with Argon2, which then stands in the new column.
ALTER TABLE api_keys ADD COLUMN secret_argon2 TEXT;
