//! A mail server that keeps what it is sent: real SMTP in, JSON and a page to read out.

mod faults;
mod http;
mod inbox;
mod message;
mod page;
mod room;
mod session;
mod smtp;
mod start;

pub use faults::{Action, Fault, Stage};
pub use inbox::{Inbox, InboxError};
pub use message::{Header, Message, Summary};
pub use start::{MailBox, Settings};
