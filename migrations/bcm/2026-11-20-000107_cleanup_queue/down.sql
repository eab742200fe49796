DROP TABLE bcm_cleanup_queue;
