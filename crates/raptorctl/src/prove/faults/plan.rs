//! What happens in a run: who comes, how they pay, and what breaks when. All of it follows from the seed.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use serde::Serialize;

use super::fault::{self, Fault};
use super::lines;

/// How a founder deals with the payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payer {
    /// Pays at once and watches.
    Prompt,
    /// Fails, and pays a second order.
    Again,
    /// Fails, and pays the same order after all.
    Late,
    /// Pays and does not come back to the page: only the provider and the reconcile job can tell.
    Absent,
    /// Pays; for a while the provider does not say so.
    Unseen,
    /// Never pays, while webhooks say so.
    Never,
    /// Pays another amount than was asked, or another order, as far as the provider's answers go.
    Doubtful,
}

impl Payer {
    /// Whether they get in.
    pub fn pays(self) -> bool {
        match self {
            Self::Prompt | Self::Again | Self::Late | Self::Absent | Self::Unseen => true,
            Self::Never | Self::Doubtful => false,
        }
    }

    fn draw(dice: &mut StdRng) -> Self {
        match dice.random_range(0..20) {
            0..9 => Self::Prompt,
            9..12 => Self::Again,
            12..14 => Self::Late,
            14..16 => Self::Absent,
            16..18 => Self::Unseen,
            18 => Self::Never,
            _ => Self::Doubtful,
        }
    }
}

/// One who comes.
#[derive(Debug, Clone, Copy)]
pub struct Founder {
    pub number: usize,
    pub payer: Payer,
    /// For everything else that they decide.
    pub seed: u64,
}

impl Founder {
    /// Through how many stations they go.
    pub fn stations(self) -> usize {
        if self.payer.pays() { STATIONS } else { STATIONS_WITHOUT_PAYMENT }
    }
}

/// Sign-up, payment, session, 23 steps, a look at what is foreign, finalize, manifest.
const STATIONS: usize = 29;
/// Sign-up, payment, a closed door.
const STATIONS_WITHOUT_PAYMENT: usize = 3;

/// Something that breaks.
#[derive(Debug, Clone, Serialize)]
pub struct Strike {
    /// When this many stations were entered by all founders together.
    pub at: usize,
    /// So much later than that.
    pub delay_ms: u64,
    /// How long it lasts, where somebody has to mend it.
    pub hold_ms: u64,
    #[serde(flatten)]
    pub fault: Fault,
}

impl Strike {
    pub fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }

    pub fn hold(&self) -> Duration {
        Duration::from_millis(self.hold_ms)
    }
}

#[derive(Debug)]
pub struct Plan {
    pub seed: u64,
    pub founders: Vec<Founder>,
    pub strikes: Vec<Strike>,
}

impl Plan {
    pub fn draw(seed: u64, founders: usize, faults: usize) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let founders: Vec<Founder> = (0..founders)
            .map(|number| Founder { number, payer: Payer::draw(&mut dice), seed: dice.random() })
            .collect();
        let stations: usize = founders.iter().map(|founder| founder.stations()).sum();
        let strikes = moments(&mut dice, stations, faults)
            .into_iter()
            .zip(deck(&mut dice, faults))
            .map(|(at, fault)| Strike {
                at,
                delay_ms: dice.random_range(0..120),
                hold_ms: dice.random_range(300..2500),
                fault,
            })
            .collect();
        Self { seed, founders, strikes }
    }
}

/// One moment in each of so many equal parts of the run; the last tenth is left for what broke to be seen.
fn moments(dice: &mut StdRng, stations: usize, faults: usize) -> Vec<usize> {
    let end = stations * 9 / 10;
    let moment = |part: usize| {
        let (from, to) = (end * part / faults, end * (part + 1) / faults);
        dice.random_range(from..to.max(from + 1))
    };
    (0..faults).map(moment).collect()
}

/// The faults that every run has come first; the rest is drawn without repeats as far as it goes.
fn deck(dice: &mut StdRng, faults: usize) -> Vec<Fault> {
    let mut drawn = Vec::new();
    while drawn.len() < faults {
        drawn.extend(Fault::CORE);
        let mut others = fault::others();
        for trouble in lines::Trouble::ALL {
            others.extend(lines::ALL.choose(dice).map(|line| Fault::Line { line: *line, trouble }));
        }
        others.shuffle(dice);
        drawn.extend(others);
    }
    drawn.truncate(faults);
    drawn.shuffle(dice);
    drawn
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn told(plan: &Plan) -> String {
        serde_json::to_string(&plan.strikes).unwrap()
    }

    #[test]
    fn a_seed_repeats_its_run_and_another_one_does_not() {
        let plan = Plan::draw(7, 40, 20);
        assert_eq!(told(&plan), told(&Plan::draw(7, 40, 20)));
        assert_ne!(told(&plan), told(&Plan::draw(8, 40, 20)));
    }

    #[test]
    fn a_short_run_has_every_core_fault_and_strikes_in_order_before_the_end() {
        let plan = Plan::draw(1, 40, 20);
        let names: BTreeSet<String> = plan.strikes.iter().map(|strike| strike.fault.name()).collect();
        assert!(Fault::CORE.iter().all(|fault| names.contains(&fault.name())), "{names:?}");
        let stations: usize = plan.founders.iter().map(|founder| founder.stations()).sum();
        assert!(plan.strikes.is_sorted_by(|one, next| one.at < next.at));
        assert!(plan.strikes.iter().all(|strike| strike.at < stations));
    }

    #[test]
    fn a_long_run_has_every_kind_of_fault() {
        let plan = Plan::draw(1, 2000, 500);
        let names: BTreeSet<String> = plan.strikes.iter().map(|strike| strike.fault.name()).collect();
        for fault in fault::others().iter().chain(&Fault::CORE) {
            assert!(names.contains(&fault.name()), "{}", fault.name());
        }
        assert!(lines::Trouble::ALL.iter().all(|trouble| names.contains(trouble.name())));
    }
}
