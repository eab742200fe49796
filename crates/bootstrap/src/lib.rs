//! What every process needs to start, answer and stop: settings, shutdown, health, outbound clients.
