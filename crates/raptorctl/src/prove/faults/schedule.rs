//! Holds founders and faults together: a fault strikes when its moment has come, and nobody gets past that moment before.

use tokio::sync::watch;

use super::plan::Strike;

const OVER: usize = usize::MAX;

/// Counts the stations that founders enter.
#[derive(Debug)]
pub struct Schedule {
    entered: watch::Sender<usize>,
    /// The first station that has to wait.
    barrier: watch::Sender<usize>,
}

impl Schedule {
    pub fn new(strikes: &[Strike]) -> Self {
        let first = strikes.first().map_or(usize::MAX, |strike| strike.at);
        Self { entered: watch::Sender::new(0), barrier: watch::Sender::new(first) }
    }

    /// Enters the next station, when no fault is due before it.
    pub async fn enter(&self) {
        let mut station = 0;
        self.entered.send_modify(|entered| {
            station = *entered;
            *entered += 1;
        });
        let _ = self.barrier.subscribe().wait_for(|barrier| station < *barrier).await;
    }

    /// Waits until somebody stands before this station; `false` when nobody comes that far any more.
    pub async fn reached(&self, station: usize) -> bool {
        let mut entered = self.entered.subscribe();
        entered.wait_for(|entered| *entered > station).await.is_ok_and(|entered| *entered != OVER)
    }

    /// All founders are back.
    pub fn close(&self) {
        self.entered.send_replace(OVER);
    }

    /// Lets founders go on to the next fault.
    pub fn open(&self, next: Option<&Strike>) {
        self.barrier.send_replace(next.map_or(usize::MAX, |strike| strike.at));
    }
}
