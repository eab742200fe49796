DROP TABLE password_tries CASCADE;
