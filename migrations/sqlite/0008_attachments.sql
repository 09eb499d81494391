-- Files that hang on records: what a record names, what lies in the data folder, and what is on its way in.
-- The postgres folder holds the same tables under the same number; only types differ.

-- The manifest as JSON text; null where a record has no files. Part of what its maker asserted, and of the digests.
ALTER TABLE record ADD COLUMN attachments TEXT;
ALTER TABLE contender ADD COLUMN attachments TEXT;
CREATE INDEX record_attachments ON record (id, rev) WHERE attachments IS NOT NULL;

-- One row: the number of the last change to blobs. Every change locks it first, so that whoever asks for what is beyond a
-- number misses nothing.
CREATE TABLE blob_head (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    change INTEGER NOT NULL
) STRICT;
INSERT INTO blob_head (one, change) VALUES (1, 0);

-- A file under its digest. Rows stay when the file goes: other processes learn of it by the number.
CREATE TABLE blob (
    sha256     BLOB PRIMARY KEY,
    bytes      INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('stored', 'swapped', 'gone')),
    stored_at  INTEGER NOT NULL,
    -- What the picture itself says (EXIF): where and when it was taken. Null where it does not.
    lon        REAL,
    lat        REAL,
    taken_at   INTEGER,
    change     INTEGER NOT NULL
) STRICT;
CREATE INDEX blob_change ON blob (change);

-- Who sent a file whole, and so knows it. Whoever names a file in a record has to be one of them before it is shown by that
-- record: a digest alone opens nothing.
CREATE TABLE blob_holder (
    sha256 BLOB NOT NULL,
    who    TEXT NOT NULL,
    at     INTEGER NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (sha256, who)
) STRICT;
CREATE INDEX blob_holder_change ON blob_holder (change);

-- A file on its way in. `received` is never more than what is durably on disk.
CREATE TABLE upload (
    id         BLOB PRIMARY KEY,
    who        TEXT NOT NULL,
    sha256     BLOB NOT NULL,
    bytes      INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    received   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX upload_who ON upload (who);
