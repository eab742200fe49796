-- Accounts say who may sign in, users who somebody is.
--
-- The mail address is plain text and not citext: creating that extension takes rights that the owner of a hosted schema
-- may not have. Addresses arrive trimmed, NFC and in lower case, so equal addresses are equal texts; the check below
-- catches a writer that forgot to.
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT accounts_email_key UNIQUE
        CONSTRAINT accounts_email_normal CHECK (email ~ '^[^A-Z[:space:]]+@[^A-Z[:space:]]+$' AND length(email) <= 254),
    email_verified_at timestamptz,
    password_hash text,
    password_changed_at timestamptz,
    token_epoch bigint NOT NULL DEFAULT 0 CONSTRAINT accounts_token_epoch CHECK (token_epoch >= 0),
    state text NOT NULL DEFAULT 'active'
        CONSTRAINT accounts_state CHECK (state IN ('active', 'suspended', 'banned', 'deactivated')),
    state_reason text,
    -- Erased 30 days after this.
    deactivated_at timestamptz CONSTRAINT accounts_deactivated CHECK ((state = 'deactivated') = (deactivated_at IS NOT NULL)),
    last_login_at timestamptz,
    -- What was said at sign-up, for the bootstrap and its repair.
    sign_up_name text CONSTRAINT accounts_sign_up_name CHECK (length(sign_up_name) BETWEEN 1 AND 255),
    sign_up_workspace_name text CONSTRAINT accounts_sign_up_workspace_name CHECK (length(sign_up_workspace_name) BETWEEN 1 AND 255),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX accounts_erasable ON accounts (deactivated_at) WHERE deactivated_at IS NOT NULL;
CREATE INDEX accounts_closed ON accounts (id) WHERE state <> 'active';
CREATE TRIGGER accounts_touch BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY accounts_self ON accounts FOR SELECT USING (id = app_user_id());
CREATE POLICY accounts_service ON accounts USING (app_service() = 'auth') WITH CHECK (app_service() = 'auth');

CREATE SEQUENCE user_identification_seq AS bigint MINVALUE 100000 START WITH 100000 INCREMENT BY 1 NO MAXVALUE NO CYCLE;

CREATE TABLE users (
    id uuid PRIMARY KEY CONSTRAINT users_account REFERENCES accounts ON DELETE CASCADE,
    identification_number varchar(20) NOT NULL CONSTRAINT users_identification_number_key UNIQUE
        CONSTRAINT users_identification_number CHECK (identification_number ~ '^U[0-9]{6,}$'),
    full_name text CONSTRAINT users_full_name CHECK (length(full_name) <= 255),
    avatar_url text CONSTRAINT users_avatar_url CHECK (length(avatar_url) <= 2048),
    bio text CONSTRAINT users_bio CHECK (length(bio) <= 500),
    platform_role text NOT NULL DEFAULT 'user'
        CONSTRAINT users_platform_role CHECK (platform_role IN ('user', 'support', 'billing_admin', 'admin', 'super_admin')),
    time_zone text NOT NULL DEFAULT 'Asia/Kolkata',
    preferences jsonb NOT NULL DEFAULT '{}' CONSTRAINT users_preferences CHECK (jsonb_typeof(preferences) = 'object'),
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Assigned once, here, whatever the statement says, and never edited.
CREATE FUNCTION users_identify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.identification_number = 'U' || lpad(nextval('user_identification_seq')::text, 6, '0');
    ELSIF NEW.identification_number IS DISTINCT FROM OLD.identification_number THEN
        RAISE EXCEPTION 'identification numbers are not edited'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'users_identification_number_fixed', TABLE = 'users';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER users_identify BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_identify();

-- Row-level security decides on rows; which columns users may change of their own row is decided here.
CREATE FUNCTION users_limit_self() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own CONSTANT text[] = ARRAY['full_name', 'avatar_url', 'bio', 'time_zone', 'preferences', 'updated_at'];
BEGIN
    IF app_user_id() IS NOT NULL AND app_service() IS DISTINCT FROM 'auth' AND to_jsonb(NEW) - own IS DISTINCT FROM to_jsonb(OLD) - own THEN
        RAISE EXCEPTION 'users change only what is theirs'
            USING ERRCODE = 'insufficient_privilege', TABLE = 'users';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER users_limit_self BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_limit_self();

-- A function that names the service while it looks, so that a policy can ask about rows its reader must not see. The
-- policies call it through a second one that answers nothing to the service itself, or it would call itself forever.
CREATE FUNCTION platform_role_of(somebody uuid) RETURNS text LANGUAGE sql STABLE SET app.service = 'auth'
    AS $$ SELECT platform_role FROM users WHERE id = somebody $$;
CREATE FUNCTION is_platform_staff() RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT CASE WHEN app_service() IS NULL THEN coalesce(platform_role_of(app_user_id()) <> 'user', false) ELSE false END $$;

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY users_self ON users FOR SELECT USING (id = app_user_id());
CREATE POLICY users_staff ON users FOR SELECT USING (is_platform_staff());
CREATE POLICY users_edit_self ON users FOR UPDATE USING (id = app_user_id()) WITH CHECK (id = app_user_id());
CREATE POLICY users_service ON users USING (app_service() = 'auth') WITH CHECK (app_service() = 'auth');
