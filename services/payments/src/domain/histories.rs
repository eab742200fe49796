//! Every order in which things can happen to a checkout, gone through on the rules themselves: whatever came first, was lost,
//! forged or told twice, the end is what the provider says, once the schedule of checks has run.

mod truth;
mod world;

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use time::Duration;

use crate::domain::{
    Choice, Cycle, PlanCode, Purpose, Transaction,
    transaction::{State, Status},
};
use truth::{Fate, Order, Truth};
use world::{Event, World};

/// Events in a row that are tried in every order.
const LENGTH: u32 = 6;

/// Holds at every moment.
fn assert_sound(world: &World) {
    let mut paid_for = 0;
    for (order, payment) in world.checkouts() {
        if payment.state.status() == Status::Completed {
            assert!(order.is_paid_to_us(), "completed without the provider's word");
            paid_for += u32::from(!payment.duplicate);
        }
    }
    assert_eq!(paid_for, world.activations, "what is paid for is what is active");
    assert!(paid_for <= 1, "paid for twice");
    assert!(world.told.iter().all(|told| told.completed <= 1 && told.failed <= 1), "told twice");
    assert_eq!(world.held.is_some(), paid_for == 1);
}

/// Holds when nobody looks any more.
fn assert_as_the_provider_says(world: &World) {
    assert_sound(world);
    for (number, (order, payment)) in world.checkouts().enumerate() {
        let told = &world.told[number];
        let (state, status) = (&payment.state, payment.state.status());
        assert_eq!(u32::from(status == Status::Completed), told.completed);
        match order.truth {
            Truth::Paid if order.is_paid_to_us() => assert_eq!(status, Status::Completed),
            // Nobody is given what was paid to somebody else.
            Truth::Paid if order.fate == Fate::WrongMerchant => {
                assert!(matches!(status, Status::Pending | Status::Failed | Status::Cancelled));
            }
            Truth::Paid => assert_eq!(*state, State::Review),
            Truth::Failed(_) | Truth::Unheard if order.was_never_shown() || told.given_up => {
                assert_eq!(status, Status::Cancelled);
            }
            Truth::Failed(code) if code == truth::BACKED_OUT => assert_eq!(status, Status::Cancelled),
            Truth::Failed(code) => {
                assert!(matches!(state, State::Failed { code: told, .. } if told == code), "{state:?}");
                assert_eq!(told.failed, 1);
            }
            Truth::Pending | Truth::Odd | Truth::Unheard => {
                let expected = if told.given_up { Status::Cancelled } else { Status::Pending };
                assert_eq!(status, expected);
            }
        }
    }
    let paid = world.checkouts().filter(|(order, _)| order.is_paid_to_us()).count();
    let owed_back = world.checkouts().filter(|(_, payment)| payment.duplicate).count();
    assert_eq!(owed_back, paid.saturating_sub(1), "all but one are owed back");
}

/// Goes on from every world in all ways at once; worlds that have become the same are gone on from once.
fn walk(start: World) -> u64 {
    let mut walked = 0;
    let mut level = HashMap::from([(start, (1_u64, Vec::new()))]);
    let mut ended = HashSet::new();
    for _ in 0..LENGTH {
        let mut next: HashMap<World, (u64, Vec<Event>)> = HashMap::new();
        for (world, (ways, story)) in &level {
            for event in Event::ALL {
                let reached = next.entry(world.after(event, 0)).or_insert_with(|| {
                    let mut longer = story.clone();
                    longer.push(event);
                    (0, longer)
                });
                reached.0 += ways;
            }
        }
        for (world, (ways, story)) in &next {
            let checked = std::panic::catch_unwind(|| assert_sound(world));
            assert!(checked.is_ok(), "after {story:?}: {world:#?}");
            if let Some(end) = world.clone().at_rest(&mut ended) {
                let checked = std::panic::catch_unwind(|| assert_as_the_provider_says(&end));
                assert!(checked.is_ok(), "after {story:?} and all checks: {end:#?}");
            }
            walked += ways;
        }
        level = next;
    }
    walked
}

fn all_of(has_job: bool) {
    let ways = u64::try_from(Event::ALL.len()).unwrap();
    let all: u64 = (1..=LENGTH).map(|length| ways.pow(length)).sum();
    assert_eq!(all, 1_111_110);
    for fate in Fate::ALL {
        assert_eq!(walk(World::new(fate, has_job)), all, "{fate:?}");
    }
}

#[test]
fn every_order_of_six_events_ends_as_the_provider_says_while_the_job_looks_on() {
    all_of(true);
}

#[test]
fn every_order_of_six_events_ends_as_the_provider_says_when_the_job_comes_late() {
    all_of(false);
}

#[test]
fn a_world_that_forgets_the_truth_is_noticed() {
    let mut world = World::new(Fate::Paid, false);
    world = world.after(Event::Changed, 0).after(Event::Returned, 0);
    assert_as_the_provider_says(&world);
    let (mut lying, mut twice) = (world.clone(), world);
    lying.orders[0].truth = Truth::Pending;
    assert!(std::panic::catch_unwind(|| assert_sound(&lying)).is_err());
    twice.activations = 2;
    assert!(std::panic::catch_unwind(|| assert_sound(&twice)).is_err());
}

/// Something that happens in a long history.
#[derive(Debug, Clone, Copy)]
enum Turn {
    /// To one of the checkouts.
    Happens(Event, usize),
    /// The provider does not answer these next questions.
    Silence(u8),
    Wait(Duration),
    /// Somebody asks for a checkout of this plan.
    Wish(PlanCode, Fate),
}

fn a_turn() -> impl Strategy<Value = Turn> {
    let event = proptest::sample::select(Event::ALL.to_vec());
    let fate = proptest::sample::select(Fate::SHOWN.to_vec());
    let plan = prop_oneof![Just(PlanCode::Glide), Just(PlanCode::Soar)];
    prop_oneof![
        12 => (event, 0..8_usize).prop_map(|(event, which)| Turn::Happens(event, which)),
        2 => (1..4_u8).prop_map(Turn::Silence),
        2 => (1..30_i64).prop_map(|minutes| Turn::Wait(Duration::minutes(minutes))),
        1 => (plan, fate).prop_map(|(plan, fate)| Turn::Wish(plan, fate)),
    ]
}

fn take(world: &World, turn: Turn) -> World {
    match turn {
        Turn::Happens(event, which) => world.after(event, which % world.orders.len()),
        Turn::Silence(questions) => world.silenced(questions),
        Turn::Wait(span) => world.later(span),
        Turn::Wish(plan, fate) => world.wished(Choice { plan, cycle: Cycle::Monthly }, fate),
    }
}

proptest! {
    #[test]
    fn long_histories_of_several_checkouts_end_as_the_provider_says(
        fate in proptest::sample::select(Fate::ALL.to_vec()),
        turns in proptest::collection::vec(a_turn(), 1..60),
        has_job: bool,
    ) {
        let mut world = World::new(fate, has_job);
        for turn in turns {
            world = take(&world, turn);
            assert_sound(&world);
        }
        if let Some(end) = world.at_rest(&mut HashSet::new()) {
            assert_as_the_provider_says(&end);
        }
    }
}

/// A checkout as it is at the start of every history.
fn first(fate: Fate) -> Transaction {
    let state = if Order::new(fate, 0, world::START).was_never_shown() {
        State::Opening { until: None }
    } else {
        State::Open { url: "u".to_owned() }
    };
    world::checkout(0, (Purpose::New, None), state, world::START)
}
