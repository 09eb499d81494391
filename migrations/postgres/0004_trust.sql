-- Trust: what erasures say of themselves, how far the log was verified, and who read restricted records.
-- The sqlite folder holds the same tables under the same number; only types differ.

-- The words of an entry `erase`: its payload digest is made of the salt, the reason and what remains of the rows.
CREATE TABLE erasure (
    seq    BIGINT PRIMARY KEY,
    reason TEXT   NOT NULL,
    salt   BYTEA  NOT NULL
);

-- How far the log was verified, and what was counted up to there: an incremental verify goes on from the last row.
-- Whoever can write here can move it; against that stands a signed checkpoint that is kept elsewhere.
CREATE TABLE checkpoint (
    seq        BIGINT PRIMARY KEY,
    epoch      TEXT   NOT NULL,
    hash       BYTEA  NOT NULL,
    taken_at   BIGINT NOT NULL,
    records    BIGINT NOT NULL,
    contenders BIGINT NOT NULL,
    erased     BIGINT NOT NULL
);

-- Who read restricted records: a chain of its own, so that reading neither waits for writing nor shows in the log.
CREATE TABLE read_head (
    one  BIGINT PRIMARY KEY CHECK (one = 1),
    seq  BIGINT NOT NULL,
    hash BYTEA  NOT NULL
);
INSERT INTO read_head (one, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE TABLE read_log (
    seq   BIGINT PRIMARY KEY,
    at    BIGINT NOT NULL,
    who   TEXT   NOT NULL,
    route TEXT   NOT NULL,
    label TEXT   NOT NULL,
    count BIGINT NOT NULL,
    hash  BYTEA  NOT NULL
);
