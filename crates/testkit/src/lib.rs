//! For tests only: a database per test, Redis, a fixed clock, signed-in callers.
