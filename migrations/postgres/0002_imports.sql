-- Imports. Rows go into `record` block by block under one import_id, long before the log knows of them; the final
-- transaction appends an entry for each block and the import's own record, and from then on they count. Rows of an
-- import that was cancelled, or whose program died, are deleted: no entry ever named them.
-- The sqlite folder holds the same tables under the same number; only types differ.

-- Which block of its import a row belongs to, and the digest of what it says: the entry covers the whole block.
ALTER TABLE record ADD COLUMN block   BIGINT;
ALTER TABLE record ADD COLUMN payload BYTEA;
-- Never filled there; the two tables keep the same columns.
ALTER TABLE contender ADD COLUMN block   BIGINT;
ALTER TABLE contender ADD COLUMN payload BYTEA;
CREATE INDEX record_import ON record (import_id, block) WHERE import_id IS NOT NULL;
-- Lines and markers are read before everything else; revisions decide what counts.
CREATE INDEX record_register ON record (type) WHERE type IN ('boundary_line', 'marker', 'import');
CREATE INDEX record_revised ON record (id) WHERE rev > 1;

-- Imports that are under way or ended. `beat` is when the last block went in: an import whose program died shows by it.
CREATE TABLE import_run (
    import_id UUID    NOT NULL PRIMARY KEY,
    state     TEXT    NOT NULL CHECK (state IN ('staging', 'applied', 'cancelled')),
    beat      BIGINT NOT NULL,
    rows      BIGINT NOT NULL
);
-- One at a time: two could claim the same marker.
CREATE UNIQUE INDEX import_run_staging ON import_run (state) WHERE state = 'staging';

CREATE TABLE import_block (
    import_id UUID    NOT NULL,
    block     BIGINT NOT NULL,
    payload   BYTEA    NOT NULL,
    PRIMARY KEY (import_id, block)
);

-- How far each record moved when a line or a marker did. Derived: a report for people.
CREATE TABLE relocation (
    import_id    UUID NOT NULL,
    record_id    UUID NOT NULL,
    type         TEXT NOT NULL,
    key          TEXT,
    line         TEXT NOT NULL,
    from_version TEXT NOT NULL,
    to_version   TEXT NOT NULL,
    from_method  TEXT,
    to_method    TEXT,
    from_lon     DOUBLE PRECISION,
    from_lat     DOUBLE PRECISION,
    to_lon       DOUBLE PRECISION,
    to_lat       DOUBLE PRECISION,
    metres       DOUBLE PRECISION,
    PRIMARY KEY (import_id, record_id)
);
