-- Each line of the log of people says what the rows it changed are like afterwards: `stated` is a JSON list of table, key and
-- digest. Lines of format 1 were written before and say nothing of rows.
-- The postgres folder holds the same columns under the same number; only types differ.

ALTER TABLE people_log ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE people_log ADD COLUMN stated TEXT NOT NULL DEFAULT '';
