//! The two things a rule needs from outside to stay a pure function: the time and fresh ids.

use primitives::format_timestamp;
use time::OffsetDateTime;
use uuid::Uuid;

/// The moment of a save or run, and ids for what it makes.
pub struct FreshValues<'a> {
    pub now: OffsetDateTime,
    ids: &'a mut dyn FnMut() -> Uuid,
}

impl<'a> FreshValues<'a> {
    pub fn new(now: OffsetDateTime, ids: &'a mut dyn FnMut() -> Uuid) -> Self {
        Self { now, ids }
    }

    pub(super) fn id(&mut self) -> String {
        (self.ids)().to_string()
    }

    pub(super) fn time(&self) -> String {
        format_timestamp(self.now)
    }
}
