DROP TABLE bcm_heads;
