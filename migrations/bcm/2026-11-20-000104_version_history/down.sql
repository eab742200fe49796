DROP TABLE bcm_version_history;
