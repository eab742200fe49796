//! Logs, traces, metrics, and the trace context that crosses processes.
