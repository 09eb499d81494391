-- Alerts that go out: where to, how far the log was looked through for them, and what became of each.
-- The postgres folder holds the same tables under the same number; only types differ.

-- Where alerts are sent to. A target that was ended stays, so that who set it and who ended it can be told.
CREATE TABLE alert_target (
    id         BLOB    NOT NULL PRIMARY KEY,
    title      TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    -- Signs what is sent; taken away when the target is ended.
    secret     TEXT    NOT NULL,
    -- Words, with commas between them.
    kinds      TEXT    NOT NULL,
    -- Whose records; null for all.
    unit       TEXT,
    label      TEXT    NOT NULL,
    unapproved INTEGER NOT NULL,
    -- What the log held before concerns it not.
    from_seq   INTEGER NOT NULL,
    made_at    INTEGER NOT NULL,
    made_by    TEXT    NOT NULL,
    ended_at   INTEGER,
    ended_by   TEXT
) STRICT;

-- How far the log was looked through, and who does it: one process at a time, until its lease runs out.
CREATE TABLE alert_cursor (
    one        INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch      TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    -- The last day that was looked through for what became overdue.
    day        INTEGER NOT NULL,
    holder     BLOB    NOT NULL,
    held_until INTEGER NOT NULL
) STRICT;

-- One alert for one target.
CREATE TABLE alert_delivery (
    id         BLOB    NOT NULL PRIMARY KEY,
    target     BLOB    NOT NULL,
    -- What happened, by a name that is the same whenever the log is looked through.
    alert      TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    record     BLOB    NOT NULL,
    layer      TEXT    NOT NULL,
    feature    TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    tries      INTEGER NOT NULL,
    made_at    INTEGER NOT NULL,
    -- When it was begun to be sent, anew where it was replayed.
    since      INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    done_at    INTEGER,
    status     INTEGER,
    error      TEXT,
    UNIQUE (target, alert)
) STRICT;
CREATE INDEX alert_delivery_due ON alert_delivery (next_at) WHERE state = 'pending';
CREATE INDEX alert_delivery_made ON alert_delivery (target, made_at);
