//! Everything outside: the payment provider, the auth service, the words of our mails, and the seal on payers' data.

mod contacts;
pub mod mails;
pub mod phonepe;
mod vault;

pub use contacts::{Contact, ContactError, Contacts};
pub use phonepe::{PhonePe, ProviderError};
pub use vault::Vault;
