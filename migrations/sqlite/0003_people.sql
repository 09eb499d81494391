-- Accounts, units, devices, tokens and sessions. Secrets are kept as digests only: passwords by Argon2id, the rest,
-- which is random, by SHA-256.
-- The postgres folder holds the same tables under the same number; only types differ. Days are counted from 1970-01-01.

-- One row: number and hash of the last change. Every change locks it first, and every instance looks at it to learn
-- that something changed.
CREATE TABLE people_head (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL,
    hash    BLOB    NOT NULL
) STRICT;

-- Who changed what about whom, chained like the change log. Only ever appended.
CREATE TABLE people_log (
    version INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    what    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    hash    BLOB    NOT NULL
) STRICT;

CREATE TABLE people_unit (
    key        TEXT NOT NULL PRIMARY KEY,
    title      TEXT NOT NULL,
    parent     TEXT,
    valid_from INTEGER,
    valid_to   INTEGER,
    successor  TEXT
) STRICT;

CREATE TABLE account (
    id          BLOB    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    title       TEXT    NOT NULL,
    password    TEXT,
    must_change INTEGER NOT NULL,
    disabled    INTEGER NOT NULL,
    created     INTEGER NOT NULL
) STRICT;

-- What somebody is where; without a unit, over all of them. `stretches` as `VN-LA:140..160,VN-CN`.
CREATE TABLE membership (
    id         BLOB NOT NULL PRIMARY KEY,
    account    BLOB NOT NULL,
    role       TEXT NOT NULL,
    unit       TEXT,
    stretches  TEXT NOT NULL,
    valid_from INTEGER,
    valid_to   INTEGER
) STRICT;

CREATE TABLE device (
    id       BLOB    NOT NULL PRIMARY KEY,
    title    TEXT    NOT NULL,
    unit     TEXT    NOT NULL,
    revoked  INTEGER NOT NULL,
    enrolled INTEGER NOT NULL
) STRICT;

CREATE TABLE access_token (
    id      BLOB    NOT NULL PRIMARY KEY,
    account BLOB,
    device  BLOB,
    title   TEXT    NOT NULL,
    digest  BLOB    NOT NULL UNIQUE,
    scope   TEXT    NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER NOT NULL
) STRICT;

CREATE TABLE browser_session (
    digest  BLOB    NOT NULL PRIMARY KEY,
    account BLOB    NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
