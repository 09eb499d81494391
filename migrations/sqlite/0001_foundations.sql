-- What every later table builds on: records, the change log over them, its head, contenders, derived places.
-- The postgres folder holds the same tables under the same number; only types differ.
-- Times are milliseconds since 1970-01-01T00:00:00Z. There are no foreign keys between records: a reading may
-- arrive before its hazard.

-- One row: the place where numbers are given out. Every write locks it first.
CREATE TABLE chain_head (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT    NOT NULL,
    seq   INTEGER NOT NULL,
    hash  BLOB    NOT NULL
) STRICT;

-- What was asserted, as asserted, one row a revision; rows are never changed. A review or an edit is a further
-- revision with an entry of its own, so the chain keeps verifying. `location` and `body` are JSON for people and
-- tools; digests are made from the typed values, never from this text. What lawful erasure takes away may be null.
CREATE TABLE record (
    id             BLOB    NOT NULL,
    type           TEXT    NOT NULL,
    form           INTEGER NOT NULL,
    rev            INTEGER NOT NULL,
    key            TEXT,
    event_at       INTEGER,
    received_at    INTEGER NOT NULL,
    skew_ms        INTEGER,
    device         TEXT,
    person         TEXT,
    unit           TEXT,
    label          TEXT    NOT NULL CHECK (label IN ('public', 'internal', 'restricted')),
    review_state   TEXT    NOT NULL CHECK (review_state IN ('draft', 'submitted', 'approved', 'returned')),
    line           TEXT,
    location_basis TEXT    NOT NULL CHECK (location_basis IN ('observed', 'referenced', 'none')),
    location       TEXT,
    corrects       BLOB,
    import_id      BLOB,
    body           TEXT,
    order_key      INTEGER NOT NULL,
    content_digest BLOB,
    salt           BLOB,
    PRIMARY KEY (id, rev)
) STRICT;
CREATE UNIQUE INDEX record_key ON record (type, key) WHERE key IS NOT NULL AND rev = 1;

-- Another content for an id that is taken: kept until a person resolves.
CREATE TABLE contender (
    id             BLOB    NOT NULL,
    type           TEXT    NOT NULL,
    form           INTEGER NOT NULL,
    rev            INTEGER NOT NULL,
    key            TEXT,
    event_at       INTEGER,
    received_at    INTEGER NOT NULL,
    skew_ms        INTEGER,
    device         TEXT,
    person         TEXT,
    unit           TEXT,
    label          TEXT    NOT NULL,
    review_state   TEXT    NOT NULL,
    line           TEXT,
    location_basis TEXT    NOT NULL,
    location       TEXT,
    corrects       BLOB,
    import_id      BLOB,
    body           TEXT,
    order_key      INTEGER NOT NULL,
    content_digest BLOB    NOT NULL,
    salt           BLOB,
    PRIMARY KEY (id, content_digest)
) STRICT;

-- The chain. Rows are only ever appended. An entry that covers a block of rows (an import) names no single record.
CREATE TABLE change_log (
    seq       INTEGER PRIMARY KEY,
    format    INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    operation TEXT    NOT NULL,
    record_id BLOB,
    rev       INTEGER,
    actor     TEXT    NOT NULL,
    payload   BLOB    NOT NULL,
    hash      BLOB    NOT NULL
) STRICT;
CREATE INDEX change_log_record ON change_log (record_id);

-- Derived places: can be rebuilt from records and lines at any time.
CREATE TABLE placement (
    record_id    BLOB NOT NULL,
    line         TEXT NOT NULL,
    line_version TEXT NOT NULL,
    method       TEXT NOT NULL,
    from_m       REAL,
    to_m         REAL,
    lon          REAL NOT NULL,
    lat          REAL NOT NULL,
    accuracy_m   REAL,
    PRIMARY KEY (record_id, line, line_version)
) STRICT;
