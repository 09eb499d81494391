-- How people come in: sessions that end when they are not used and can be told apart, passwords for one use that run
-- out, and who is known elsewhere (OpenID Connect).
-- The sqlite folder holds the same tables under the same number; only types differ.

-- Whoever was logged in before this came logs in once more.
DELETE FROM browser_session;
ALTER TABLE browser_session ADD COLUMN id UUID NOT NULL;
ALTER TABLE browser_session ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;
-- What the browser calls itself, for its owner to know it by.
ALTER TABLE browser_session ADD COLUMN agent TEXT NOT NULL DEFAULT '';
-- Where somebody was known, who did not log in here.
ALTER TABLE browser_session ADD COLUMN issuer TEXT;

-- When a password for one use runs out.
ALTER TABLE account ADD COLUMN password_expires BIGINT;

-- Who somebody is at an issuer of OpenID Connect: by its lasting subject, never by a name.
CREATE TABLE account_link (
    issuer  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    account UUID   NOT NULL,
    linked  BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
