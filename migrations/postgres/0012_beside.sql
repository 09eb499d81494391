-- What wrote a row is looked up by record, revision and operation: by record alone, all blocks of an import were gone
-- through for each of its rows.
-- The sqlite folder holds the same index under the same number.
CREATE INDEX change_log_written ON change_log (record_id, rev, operation);
DROP INDEX change_log_record;

-- Numbers begin with 1; walks begin there. NOT VALID: what somebody put beside them before must not keep the program from
-- starting, since `audit verify` is what names it.
ALTER TABLE change_log ADD CONSTRAINT change_log_numbered CHECK (seq > 0) NOT VALID;
ALTER TABLE read_log ADD CONSTRAINT read_log_numbered CHECK (seq > 0) NOT VALID;
