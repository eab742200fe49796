//! What the tests of the whole system share: the rules of the house as a check, and a running system to go through.

pub mod architecture;
pub mod system;
