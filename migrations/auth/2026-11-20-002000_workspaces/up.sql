CREATE TABLE workspaces (
    id uuid PRIMARY KEY,
    name text NOT NULL CONSTRAINT workspaces_name CHECK (length(name) BETWEEN 1 AND 255),
    slug text NOT NULL CONSTRAINT workspaces_slug_key UNIQUE CONSTRAINT workspaces_slug CHECK (slug ~ '^[a-z0-9-]{3,63}$'),
    description text CONSTRAINT workspaces_description CHECK (length(description) <= 2000),
    owner_id uuid NOT NULL CONSTRAINT workspaces_owner REFERENCES users,
    industry text,
    time_zone text NOT NULL DEFAULT 'Asia/Kolkata',
    max_icp_profiles integer NOT NULL DEFAULT 3 CONSTRAINT workspaces_max_icp_profiles CHECK (max_icp_profiles >= 0),
    max_campaigns integer NOT NULL DEFAULT 5 CONSTRAINT workspaces_max_campaigns CHECK (max_campaigns >= 0),
    max_team_members integer NOT NULL DEFAULT 1 CONSTRAINT workspaces_max_team_members CHECK (max_team_members >= 0),
    is_active boolean NOT NULL DEFAULT true,
    -- Erased 30 days after this.
    deleted_at timestamptz CONSTRAINT workspaces_deleted CHECK (is_active = (deleted_at IS NULL)),
    settings jsonb NOT NULL DEFAULT '{}' CONSTRAINT workspaces_settings CHECK (jsonb_typeof(settings) = 'object'),
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX workspaces_owner_id ON workspaces (owner_id);
CREATE INDEX workspaces_erasable ON workspaces (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE TRIGGER workspaces_touch BEFORE UPDATE ON workspaces FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE TABLE workspace_members (
    workspace_id uuid NOT NULL CONSTRAINT workspace_members_workspace REFERENCES workspaces ON DELETE CASCADE,
    user_id uuid NOT NULL CONSTRAINT workspace_members_user REFERENCES users ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT workspace_members_role CHECK (role IN ('owner', 'admin', 'member')),
    permissions jsonb NOT NULL DEFAULT '{}',
    is_active boolean NOT NULL DEFAULT true,
    -- The one meant by requests that name no workspace.
    is_current boolean NOT NULL DEFAULT false,
    invited_at timestamptz,
    joined_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, user_id)
);
CREATE UNIQUE INDEX workspace_members_one_owner ON workspace_members (workspace_id) WHERE role = 'owner' AND is_active;
CREATE UNIQUE INDEX workspace_members_one_current ON workspace_members (user_id) WHERE is_current;
CREATE INDEX workspace_members_user_id ON workspace_members (user_id);
CREATE TRIGGER workspace_members_touch BEFORE UPDATE ON workspace_members FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- In two parts for the reason given at platform_role_of.
CREATE FUNCTION role_of(somebody uuid, workspace uuid) RETURNS text LANGUAGE sql STABLE SET app.service = 'auth'
    AS $$ SELECT m.role FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
          WHERE m.workspace_id = workspace AND m.user_id = somebody AND m.is_active AND w.is_active $$;
CREATE FUNCTION my_role(workspace uuid) RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT CASE WHEN app_service() IS NULL THEN role_of(app_user_id(), workspace) END $$;

ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
CREATE POLICY workspaces_members ON workspaces FOR SELECT USING (my_role(id) IS NOT NULL);
CREATE POLICY workspaces_managers ON workspaces FOR UPDATE
    USING (my_role(id) IN ('owner', 'admin')) WITH CHECK (my_role(id) IN ('owner', 'admin'));
CREATE POLICY workspaces_service ON workspaces USING (app_serves(id)) WITH CHECK (app_serves(id));

-- The owner's own membership is out of reach of everybody but the service: ownership is handed over, not edited.
ALTER TABLE workspace_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_members FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace_members_members ON workspace_members FOR SELECT USING (my_role(workspace_id) IS NOT NULL);
CREATE POLICY workspace_members_invite ON workspace_members FOR INSERT
    WITH CHECK (my_role(workspace_id) IN ('owner', 'admin') AND role <> 'owner');
CREATE POLICY workspace_members_edit ON workspace_members FOR UPDATE
    USING (my_role(workspace_id) IN ('owner', 'admin') AND role <> 'owner')
    WITH CHECK (my_role(workspace_id) IN ('owner', 'admin') AND role <> 'owner');
CREATE POLICY workspace_members_remove ON workspace_members FOR DELETE
    USING (my_role(workspace_id) IN ('owner', 'admin') AND role <> 'owner');
CREATE POLICY workspace_members_service ON workspace_members USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));
