DROP TABLE step_journal;
