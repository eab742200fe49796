DROP TABLE workspace_members CASCADE;
DROP TABLE workspaces CASCADE;
DROP FUNCTION my_role(uuid);
DROP FUNCTION role_of(uuid, uuid);
