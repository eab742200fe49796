CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT sessions_account REFERENCES accounts ON DELETE CASCADE,
    ip text,
    user_agent text,
    last_used_at timestamptz NOT NULL,
    -- The nearer of two ends: unused for too long, or too old.
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text CONSTRAINT sessions_end_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_open ON sessions (user_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TRIGGER sessions_touch BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY sessions_self ON sessions FOR SELECT USING (user_id = app_user_id());
CREATE POLICY sessions_service ON sessions USING (app_service() = 'auth') WITH CHECK (app_service() = 'auth');

CREATE TABLE refresh_tokens (
    token_hash bytea PRIMARY KEY CONSTRAINT refresh_tokens_hash CHECK (length(token_hash) = 32),
    session_id uuid NOT NULL CONSTRAINT refresh_tokens_session REFERENCES sessions ON DELETE CASCADE,
    user_id uuid NOT NULL CONSTRAINT refresh_tokens_account REFERENCES accounts ON DELETE CASCADE,
    generation integer NOT NULL,
    -- Hash of the token that replaced this one.
    successor bytea,
    used_at timestamptz CONSTRAINT refresh_tokens_used CHECK ((used_at IS NULL) = (successor IS NULL)),
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT refresh_tokens_generation UNIQUE (session_id, generation)
);
CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id);
ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY refresh_tokens_self ON refresh_tokens FOR SELECT USING (user_id = app_user_id());
CREATE POLICY refresh_tokens_service ON refresh_tokens USING (app_service() = 'auth') WITH CHECK (app_service() = 'auth');
