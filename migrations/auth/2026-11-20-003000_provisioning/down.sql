DROP TRIGGER accounts_bootstrap ON accounts;
DROP FUNCTION accounts_bootstrap();
DROP FUNCTION provision_account(uuid);
DROP FUNCTION note_provisioning(uuid, text, text);
DROP FUNCTION handle_new_workspace(uuid);
DROP FUNCTION handle_new_user_profile(uuid);
DROP FUNCTION display_name(accounts);
DROP FUNCTION new_uuid();
DROP TABLE provisioning_failures CASCADE;
