//! The onboarding service: the founder's journey through 23 steps to a business context.

mod domain;
