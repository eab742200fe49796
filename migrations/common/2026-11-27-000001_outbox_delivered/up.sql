-- For housekeeping, which looks for what was delivered long ago. Not concurrently: that waits for every other session of the
-- database, also for one that waits for its turn to migrate.
CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;
