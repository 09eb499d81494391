-- What each target of alerts was told to be overdue and still is: so it is told of once, and again when it is overdue anew.
CREATE TABLE alert_overdue (
    target BLOB NOT NULL PRIMARY KEY,
    -- Names, one a line.
    things TEXT NOT NULL
) STRICT;
