-- What was shown: the attention level of each segment when it changed, from the approved records up to a label.
-- Derived, and outside the chain: names, points and ids of records, no words of theirs. The postgres folder holds the same
-- tables under the same number.
CREATE TABLE assessment_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    day INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    method_digest TEXT NOT NULL
) STRICT;
INSERT INTO assessment_head (id, number, epoch, day, seq, method_digest) VALUES (1, 0, '', 0, 0, '');

CREATE TABLE assessment (
    label TEXT NOT NULL CHECK (label IN ('public', 'internal', 'restricted')),
    segment TEXT NOT NULL,
    number INTEGER NOT NULL,
    day INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    method_version TEXT NOT NULL,
    method_digest TEXT NOT NULL,
    class TEXT NOT NULL,
    tenths INTEGER NOT NULL,
    inspection_state TEXT NOT NULL,
    terms TEXT NOT NULL,
    PRIMARY KEY (label, segment, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX assessment_number ON assessment (number);
