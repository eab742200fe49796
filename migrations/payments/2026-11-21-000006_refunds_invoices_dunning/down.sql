DROP TABLE dunning_actions, invoices, refunds;
