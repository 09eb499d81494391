-- Accounts, units, devices, tokens and sessions. Secrets are kept as digests only: passwords by Argon2id, the rest,
-- which is random, by SHA-256.
-- The sqlite folder holds the same tables under the same number; only types differ. Days are counted from 1970-01-01.

-- One row: number and hash of the last change. Every change locks it first, and every instance looks at it to learn
-- that something changed.
CREATE TABLE people_head (
    one     BIGINT PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL,
    hash    BYTEA    NOT NULL
);

-- Who changed what about whom, chained like the change log. Only ever appended.
CREATE TABLE people_log (
    version BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT    NOT NULL,
    what    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    hash    BYTEA    NOT NULL
);

CREATE TABLE people_unit (
    key        TEXT NOT NULL PRIMARY KEY,
    title      TEXT NOT NULL,
    parent     TEXT,
    valid_from BIGINT,
    valid_to   BIGINT,
    successor  TEXT
);

CREATE TABLE account (
    id          UUID     NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    title       TEXT    NOT NULL,
    password    TEXT,
    must_change BIGINT NOT NULL,
    disabled    BIGINT NOT NULL,
    created     BIGINT NOT NULL
);

-- What somebody is where; without a unit, over all of them. `stretches` as `VN-LA:140..160,VN-CN`.
CREATE TABLE membership (
    id         UUID  NOT NULL PRIMARY KEY,
    account    UUID  NOT NULL,
    role       TEXT NOT NULL,
    unit       TEXT,
    stretches  TEXT NOT NULL,
    valid_from BIGINT,
    valid_to   BIGINT
);

CREATE TABLE device (
    id       UUID     NOT NULL PRIMARY KEY,
    title    TEXT    NOT NULL,
    unit     TEXT    NOT NULL,
    revoked  BIGINT NOT NULL,
    enrolled BIGINT NOT NULL
);

CREATE TABLE access_token (
    id      UUID     NOT NULL PRIMARY KEY,
    account UUID ,
    device  UUID ,
    title   TEXT    NOT NULL,
    digest  BYTEA    NOT NULL UNIQUE,
    scope   TEXT    NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    revoked BIGINT NOT NULL
);

CREATE TABLE browser_session (
    digest  BYTEA    NOT NULL PRIMARY KEY,
    account UUID     NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
