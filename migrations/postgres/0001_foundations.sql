-- What every later table builds on: records, the change log over them, its head, contenders, derived places.
-- The sqlite folder holds the same tables under the same number; only types differ.
-- Times are milliseconds since 1970-01-01T00:00:00Z. There are no foreign keys between records: a reading may
-- arrive before its hazard.

CREATE EXTENSION IF NOT EXISTS postgis;

-- One row: the place where numbers are given out. Every write locks it first.
CREATE TABLE chain_head (
    one   BIGINT PRIMARY KEY CHECK (one = 1),
    epoch TEXT    NOT NULL,
    seq   BIGINT NOT NULL,
    hash  BYTEA    NOT NULL
);

-- What was asserted, as asserted, one row a revision; rows are never changed. A review or an edit is a further
-- revision with an entry of its own, so the chain keeps verifying. `location` and `body` are JSON for people and
-- tools; digests are made from the typed values, never from this text. What lawful erasure takes away may be null.
CREATE TABLE record (
    id             UUID    NOT NULL,
    type           TEXT    NOT NULL,
    form           BIGINT NOT NULL,
    rev            BIGINT NOT NULL,
    key            TEXT,
    event_at       BIGINT,
    received_at    BIGINT NOT NULL,
    skew_ms        BIGINT,
    device         TEXT,
    person         TEXT,
    unit           TEXT,
    label          TEXT    NOT NULL CHECK (label IN ('public', 'internal', 'restricted')),
    review_state   TEXT    NOT NULL CHECK (review_state IN ('draft', 'submitted', 'approved', 'returned')),
    line           TEXT,
    location_basis TEXT    NOT NULL CHECK (location_basis IN ('observed', 'referenced', 'none')),
    location       TEXT,
    corrects       UUID ,
    import_id      UUID ,
    body           TEXT,
    order_key      BIGINT NOT NULL,
    content_digest BYTEA,
    salt           BYTEA,
    PRIMARY KEY (id, rev)
);
CREATE UNIQUE INDEX record_key ON record (type, key) WHERE key IS NOT NULL AND rev = 1;

-- Another content for an id that is taken: kept until a person resolves.
CREATE TABLE contender (
    id             UUID     NOT NULL,
    type           TEXT    NOT NULL,
    form           BIGINT NOT NULL,
    rev            BIGINT NOT NULL,
    key            TEXT,
    event_at       BIGINT,
    received_at    BIGINT NOT NULL,
    skew_ms        BIGINT,
    device         TEXT,
    person         TEXT,
    unit           TEXT,
    label          TEXT    NOT NULL,
    review_state   TEXT    NOT NULL,
    line           TEXT,
    location_basis TEXT    NOT NULL,
    location       TEXT,
    corrects       UUID ,
    import_id      UUID ,
    body           TEXT,
    order_key      BIGINT NOT NULL,
    content_digest BYTEA    NOT NULL,
    salt           BYTEA,
    PRIMARY KEY (id, content_digest)
);

-- The chain. Rows are only ever appended. An entry that covers a block of rows (an import) names no single record.
CREATE TABLE change_log (
    seq       BIGINT PRIMARY KEY,
    format    BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    operation TEXT    NOT NULL,
    record_id UUID,
    rev       BIGINT,
    actor     TEXT    NOT NULL,
    payload   BYTEA    NOT NULL,
    hash      BYTEA    NOT NULL
);
CREATE INDEX change_log_record ON change_log (record_id);

-- Derived places: can be rebuilt from records and lines at any time.
CREATE TABLE placement (
    record_id    UUID  NOT NULL,
    line         TEXT NOT NULL,
    line_version TEXT NOT NULL,
    method       TEXT NOT NULL,
    from_m       DOUBLE PRECISION,
    to_m         DOUBLE PRECISION,
    lon          DOUBLE PRECISION NOT NULL,
    lat          DOUBLE PRECISION NOT NULL,
    accuracy_m   DOUBLE PRECISION,
    -- For QGIS and other readers of PostGIS; our own code reads lon and lat.
    geom         geometry(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED,
    PRIMARY KEY (record_id, line, line_version)
);
CREATE INDEX placement_geom ON placement USING gist (geom);
