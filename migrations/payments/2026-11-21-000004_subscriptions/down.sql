DROP TABLE subscription_events, subscriptions;
