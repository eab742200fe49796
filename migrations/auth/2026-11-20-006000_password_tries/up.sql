-- Wrong passwords by address, whether or not it has an account. The address is kept as a keyed hash.
CREATE TABLE password_tries (
    address_hash bytea PRIMARY KEY CONSTRAINT password_tries_hash CHECK (length(address_hash) = 32),
    tries integer NOT NULL,
    -- Of the first try, or of the one that locked the address.
    since timestamptz NOT NULL
);
CREATE INDEX password_tries_since ON password_tries (since);
ALTER TABLE password_tries ENABLE ROW LEVEL SECURITY;
ALTER TABLE password_tries FORCE ROW LEVEL SECURITY;
CREATE POLICY password_tries_service ON password_tries USING (app_service() = 'auth') WITH CHECK (app_service() = 'auth');
