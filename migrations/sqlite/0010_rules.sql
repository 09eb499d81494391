-- Rules of units: what passes without its commander, what raises an alert, and what ends either.
-- The postgres folder holds the same under the same number.

CREATE INDEX record_rules ON record (unit) WHERE type = 'approval_rule';
CREATE INDEX record_rule_ends ON record (id) WHERE type = 'rule_end';
-- What a unit sent as finished: a rule that comes later looks among it.
CREATE INDEX record_sent ON record (unit, event_at) WHERE review_state = 'submitted';
CREATE INDEX contender_sent ON contender (unit, event_at) WHERE review_state = 'submitted';
