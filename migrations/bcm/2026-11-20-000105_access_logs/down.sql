DROP TABLE bcm_access_logs;
