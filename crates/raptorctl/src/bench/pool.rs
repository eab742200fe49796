//! Prepared twins, and which of them were used.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Debug)]
pub struct Pool {
    twins: Range<u64>,
    taken: AtomicU64,
    /// Whether it begins again when all were taken.
    round: bool,
}

impl Pool {
    /// Each is taken once.
    pub fn once(twins: Range<u64>) -> Self {
        Self { twins, taken: AtomicU64::new(0), round: false }
    }

    /// Each is taken in its turn, without end.
    pub fn in_turn(twins: Range<u64>) -> Self {
        Self { round: true, ..Self::once(twins) }
    }

    /// The next one, if any is left.
    pub fn take(&self) -> Option<u64> {
        let place = self.taken.fetch_add(1, Ordering::Relaxed);
        let size = self.twins.end - self.twins.start;
        let place = if self.round { place.checked_rem(size)? } else { place };
        (place < size).then(|| self.twins.start + place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_is_used_up_or_begins_again() {
        let taken = |pool: &Pool| (0..4).map(|_| pool.take()).collect::<Vec<_>>();
        assert_eq!(taken(&Pool::once(7..10)), [Some(7), Some(8), Some(9), None]);
        assert_eq!(taken(&Pool::in_turn(7..10)), [Some(7), Some(8), Some(9), Some(7)]);
        assert_eq!(Pool::in_turn(7..7).take(), None);
    }
}
