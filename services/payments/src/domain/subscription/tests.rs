use proptest::prelude::*;
use time::macros::datetime;
use uuid::Uuid;

use super::*;
use crate::domain::transaction;

const NOW: OffsetDateTime = datetime!(2026-03-10 10:00 UTC);
const WINDOW: Duration = Duration::days(7);
const GRACE: Duration = Duration::days(21);
const GLIDE: Choice = Choice { plan: PlanCode::Glide, cycle: Cycle::Monthly };

/// A payment for `choice`, started when the period of `held` was the last one.
fn paying(held: Option<&Subscription>, purpose: Purpose, choice: Choice) -> Transaction {
    let follows = held.and_then(|held| held.state.period()).map(|period| period.end);
    let open = transaction::State::Open { url: "u".to_owned() };
    Transaction { purpose, choice, follows, ..transaction::fixture(NOW, open) }
}

fn having(state: State) -> Subscription {
    Subscription {
        id: SubscriptionId(Uuid::nil()),
        workspace: WorkspaceId(Uuid::nil()),
        choice: GLIDE,
        state,
        pending: None,
        last_transaction: None,
    }
}

fn ends_in(duration: Duration) -> Period {
    Period { start: NOW - Duration::days(20), end: NOW + duration, anchor_day: 31 }
}

fn wish(state: State, plan: PlanCode) -> Result<Purpose, AlreadySubscribed> {
    aim(Some(&having(state)), Choice { plan, ..GLIDE }, (NOW, WINDOW)).map(|aim| aim.purpose)
}

#[test]
fn the_table_of_usability_holds() {
    let period = ends_in(Duration::days(3));
    let over = Period { end: NOW, ..period };
    let soon = NOW + Duration::days(1);
    let usable = |state: State| state.usable_until(NOW);
    assert_eq!(usable(State::Active { period }), Some(period.end));
    assert_eq!(usable(State::Trial { ends_at: soon }), Some(soon));
    assert_eq!(usable(State::Trial { ends_at: NOW }), None);
    assert_eq!(usable(State::PastDue { period: over, grace_ends_at: soon }), Some(soon));
    assert_eq!(usable(State::PastDue { period: over, grace_ends_at: NOW }), None);
    assert_eq!(usable(State::Canceled { period, at: NOW }), Some(period.end));
    assert_eq!(usable(State::Canceled { period: over, at: NOW }), None);
    for state in
        [State::Unpaid { period }, State::Incomplete, State::IncompleteExpired, State::Paused { period }]
    {
        assert_eq!(usable(state), None);
    }
}

#[test]
fn an_unpaid_end_of_period_is_noticed_without_anybody_writing_it_down() {
    let period = ends_in(Duration::ZERO);
    let grace_ends_at = period.end + GRACE;
    assert_eq!(State::Active { period }.seen_at(NOW, GRACE), State::PastDue { period, grace_ends_at });
    assert_eq!(State::Active { period }.seen_at(grace_ends_at, GRACE), State::Unpaid { period });
}

#[test]
fn both_spellings_are_read() {
    assert_eq!("trialing".parse(), Ok(Status::Trial));
    assert_eq!("cancelled".parse(), Ok(Status::Canceled));
    assert!("whatever".parse::<Status>().is_err());
}

#[test]
fn the_first_payment_is_new_and_the_next_one_waits_for_its_window() {
    assert_eq!(aim(None, GLIDE, (NOW, WINDOW)), Ok(Aim { purpose: Purpose::New, follows: None }));
    for state in [State::Incomplete, State::IncompleteExpired, State::Trial { ends_at: NOW }] {
        assert_eq!(wish(state, PlanCode::Glide), Ok(Purpose::New));
    }
    let early = State::Active { period: ends_in(WINDOW + Duration::seconds(1)) };
    assert_eq!(wish(early, PlanCode::Glide), Err(AlreadySubscribed));
    let due = State::Active { period: ends_in(WINDOW) };
    assert_eq!(wish(due, PlanCode::Glide), Ok(Purpose::Renewal));
    for other in [PlanCode::Ascent, PlanCode::Soar] {
        assert_eq!(wish(due, other), Err(AlreadySubscribed));
    }
}

#[test]
fn whoever_is_late_may_choose_any_plan() {
    let period = Period { end: NOW - Duration::days(1), ..ends_in(Duration::ZERO) };
    let late = State::PastDue { period, grace_ends_at: NOW + Duration::days(20) };
    for state in [late, State::Unpaid { period }, State::Canceled { period, at: NOW }] {
        for plan in [PlanCode::Ascent, PlanCode::Soar] {
            assert_eq!(wish(state, plan), Ok(Purpose::Renewal));
        }
    }
}

#[test]
fn a_renewal_joins_the_running_period_and_otherwise_starts_at_payment() {
    let period = ends_in(Duration::days(2));
    let renewed = |state| {
        let held = having(state);
        pay(Some(&held), &paying(Some(&held), Purpose::Renewal, GLIDE), NOW)
    };
    let joined = Effect::Paid { period: period.next(Cycle::Monthly), event: Event::Renewed };
    assert_eq!(renewed(State::Active { period }), joined);
    assert_eq!(renewed(State::PastDue { period, grace_ends_at: NOW }), joined);
    let anew = Effect::Paid { period: Period::starting(NOW, Cycle::Monthly), event: Event::Reactivated };
    assert_eq!(renewed(State::Unpaid { period }), anew);
    assert_eq!(renewed(State::Canceled { period, at: NOW }), anew);
}

#[test]
fn a_second_first_payment_goes_back() {
    let held = having(State::Active { period: ends_in(Duration::days(20)) });
    let payment = paying(None, Purpose::New, GLIDE);
    assert_eq!(pay(Some(&held), &payment, NOW), Effect::Duplicate);
    let first = Effect::Paid { period: Period::starting(NOW, Cycle::Monthly), event: Event::Activated };
    assert_eq!(pay(None, &payment, NOW), first);
    assert_eq!(pay(Some(&having(State::Incomplete)), &payment, NOW), first);
}

#[test]
fn a_second_renewal_of_the_same_period_goes_back() {
    let held = having(State::Active { period: ends_in(Duration::days(2)) });
    let payment = paying(Some(&held), Purpose::Renewal, GLIDE);
    let Effect::Paid { period, .. } = pay(Some(&held), &payment, NOW) else {
        panic!("the first was a duplicate");
    };
    let renewed = having(State::Active { period });
    assert_eq!(pay(Some(&renewed), &payment, NOW), Effect::Duplicate);
    assert_eq!(pay(Some(&having(State::Unpaid { period })), &payment, NOW), Effect::Duplicate);
}

#[test]
fn an_upgrade_keeps_the_period_and_a_longer_cycle_starts_anew() {
    let period = ends_in(Duration::days(10));
    let held = having(State::Active { period });
    let paid = |purpose, choice| pay(Some(&held), &paying(Some(&held), purpose, choice), NOW);
    let upgraded = paid(Purpose::Upgrade, Choice { plan: PlanCode::Soar, ..GLIDE });
    assert_eq!(upgraded, Effect::Paid { period, event: Event::Upgraded });
    let yearly = paid(Purpose::CycleChange, Choice { cycle: Cycle::Yearly, ..GLIDE });
    let period = Period::starting(NOW, Cycle::Yearly);
    assert_eq!(yearly, Effect::Paid { period, event: Event::Upgraded });
}

proptest! {
    #[test]
    fn whoever_may_pay_again_never_pays_for_nothing(days in -60i64..60, status in 0usize..5) {
        let period = ends_in(Duration::days(days));
        let states = [
            State::Active { period },
            State::PastDue { period, grace_ends_at: period.end + GRACE },
            State::Canceled { period, at: NOW },
            State::Unpaid { period },
            State::Paused { period },
        ];
        let held = having(states[status]).seen_at(NOW, GRACE);
        if let Ok(aim) = aim(Some(&held), GLIDE, (NOW, WINDOW)) {
            let payment = paying(Some(&held), aim.purpose, GLIDE);
            prop_assert_eq!(payment.follows, aim.follows);
            let Effect::Paid { period: paid, .. } = pay(Some(&held), &payment, NOW) else {
                panic!("an allowed payment was a duplicate");
            };
            prop_assert!(paid.end > NOW);
            prop_assert!(paid.end > period.end);
        }
    }
}
