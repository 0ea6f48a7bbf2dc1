-- What is known of documents: the pieces that a file's content is made of, who gave a document, what it was taken
-- for, why it was not read, and what a host found when somebody looked at it.

-- Each piece is an object of its own in the storage of files; a file's content is what its pieces hold, in order.
CREATE TABLE archive_pieces (
    file_id      TEXT NOT NULL REFERENCES archive_files (id) ON DELETE CASCADE,
    offset_bytes BIGINT NOT NULL,
    size_bytes   BIGINT NOT NULL,
    name         TEXT NOT NULL,
    PRIMARY KEY (file_id, offset_bytes)
);

ALTER TABLE archives ADD COLUMN given_by TEXT NOT NULL DEFAULT 'USER';
ALTER TABLE archives ADD COLUMN classification TEXT;
ALTER TABLE archives ADD COLUMN unsupported TEXT;
ALTER TABLE archives ADD COLUMN manual_result TEXT;
ALTER TABLE archive_files ADD COLUMN sub_type TEXT;

-- A piece may be on its way while its file is deleted, so a doomed file is looked for once more after a while.
ALTER TABLE doomed_files ADD COLUMN doomed_at BIGINT NOT NULL DEFAULT 0;
