DROP TABLE users CASCADE;
DROP FUNCTION is_platform_staff();
DROP FUNCTION platform_role_of(uuid);
DROP FUNCTION users_limit_self();
DROP FUNCTION users_identify();
DROP SEQUENCE user_identification_seq;
DROP TABLE accounts CASCADE;
