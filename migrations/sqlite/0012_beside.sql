-- What wrote a row is looked up by record, revision and operation: by record alone, all blocks of an import were gone
-- through for each of its rows.
-- The postgres folder holds the same index under the same number, and checks that numbers begin with 1: SQLite cannot add
-- that to a table that is there; `audit verify` names an entry that stands beside the numbers on both.
CREATE INDEX change_log_written ON change_log (record_id, rev, operation);
DROP INDEX change_log_record;
