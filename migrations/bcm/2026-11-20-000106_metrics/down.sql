DROP TABLE bcm_metrics;
