DROP TABLE refresh_tokens, sessions CASCADE;
