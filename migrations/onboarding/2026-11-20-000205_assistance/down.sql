DROP TABLE suggestions, assist_runs;
