DROP TABLE payment_transactions;
DROP FUNCTION payment_transactions_keep_money();
