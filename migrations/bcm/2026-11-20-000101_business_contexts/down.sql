DROP TABLE business_contexts;
