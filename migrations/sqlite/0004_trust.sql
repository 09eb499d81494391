-- Trust: what erasures say of themselves, how far the log was verified, and who read restricted records.
-- The postgres folder holds the same tables under the same number; only types differ.

-- The words of an entry `erase`: its payload digest is made of the salt, the reason and what remains of the rows.
CREATE TABLE erasure (
    seq    INTEGER PRIMARY KEY,
    reason TEXT    NOT NULL,
    salt   BLOB    NOT NULL
) STRICT;

-- How far the log was verified, and what was counted up to there: an incremental verify goes on from the last row.
-- Whoever can write here can move it; against that stands a signed checkpoint that is kept elsewhere.
CREATE TABLE checkpoint (
    seq        INTEGER PRIMARY KEY,
    epoch      TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    taken_at   INTEGER NOT NULL,
    records    INTEGER NOT NULL,
    contenders INTEGER NOT NULL,
    erased     INTEGER NOT NULL
) STRICT;

-- Who read restricted records: a chain of its own, so that reading neither waits for writing nor shows in the log.
CREATE TABLE read_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  INTEGER NOT NULL,
    hash BLOB    NOT NULL
) STRICT;
INSERT INTO read_head (one, seq, hash) VALUES (1, 0, zeroblob(32));

CREATE TABLE read_log (
    seq   INTEGER PRIMARY KEY,
    at    INTEGER NOT NULL,
    who   TEXT    NOT NULL,
    route TEXT    NOT NULL,
    label TEXT    NOT NULL,
    count INTEGER NOT NULL,
    hash  BLOB    NOT NULL
) STRICT;
