-- Tokens that go out by mail. Only hashes are kept; a token is used up by the statement that checks it.
CREATE TABLE one_time_tokens (
    id uuid PRIMARY KEY,
    purpose text NOT NULL CONSTRAINT one_time_tokens_purpose CHECK (purpose IN ('email_verify', 'password_reset')),
    token_hash bytea NOT NULL CONSTRAINT one_time_tokens_hash_key UNIQUE
        CONSTRAINT one_time_tokens_hash CHECK (length(token_hash) = 32),
    user_id uuid NOT NULL CONSTRAINT one_time_tokens_account REFERENCES accounts ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id, purpose, created_at);
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);
ALTER TABLE one_time_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE one_time_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY one_time_tokens_self ON one_time_tokens FOR SELECT USING (user_id = app_user_id());
CREATE POLICY one_time_tokens_service ON one_time_tokens USING (app_service() = 'auth') WITH CHECK (app_service() = 'auth');
