-- How people come in: sessions that end when they are not used and can be told apart, passwords for one use that run
-- out, and who is known elsewhere (OpenID Connect).
-- The postgres folder holds the same tables under the same number; only types differ.

-- Whoever was logged in before this came logs in once more.
DELETE FROM browser_session;
ALTER TABLE browser_session ADD COLUMN id BLOB NOT NULL DEFAULT x'';
ALTER TABLE browser_session ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
-- What the browser calls itself, for its owner to know it by.
ALTER TABLE browser_session ADD COLUMN agent TEXT NOT NULL DEFAULT '';
-- Where somebody was known, who did not log in here.
ALTER TABLE browser_session ADD COLUMN issuer TEXT;

-- When a password for one use runs out.
ALTER TABLE account ADD COLUMN password_expires INTEGER;

-- Who somebody is at an issuer of OpenID Connect: by its lasting subject, never by a name.
CREATE TABLE account_link (
    issuer  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    account BLOB    NOT NULL,
    linked  INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;
