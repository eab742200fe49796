//! Operating-system processes: who they are, how they start, stay up and end.

mod identity;
mod records;
mod set;
mod signals;
mod spec;
mod supervised;

pub use identity::Identity;
pub use records::{Record, Records};
pub use set::ProcessSet;
pub use signals::Signals;
pub use spec::{Readiness, Spec, StopBy, Tier};
pub use supervised::{Event, Supervised};
