//! The service's calls, tried on the running service.
