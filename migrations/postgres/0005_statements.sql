-- Statements: what is said about a record (approval, withdrawal, another label) is a record of its own. `target` is the
-- record that a row is about, as its body says; it is there to be looked up by.
-- The sqlite folder holds the same tables under the same number; only types differ.
ALTER TABLE record    ADD COLUMN target UUID;
ALTER TABLE contender ADD COLUMN target UUID;
UPDATE record SET target = (body::json ->> 'patrol')::uuid WHERE type = 'track' AND body IS NOT NULL;
UPDATE contender SET target = (body::json ->> 'patrol')::uuid WHERE type = 'track' AND body IS NOT NULL;
CREATE INDEX record_target      ON record (target)      WHERE target IS NOT NULL;
CREATE INDEX contender_target   ON contender (target)   WHERE target IS NOT NULL;
CREATE INDEX record_corrects    ON record (corrects)    WHERE corrects IS NOT NULL;
CREATE INDEX contender_corrects ON contender (corrects) WHERE corrects IS NOT NULL;
