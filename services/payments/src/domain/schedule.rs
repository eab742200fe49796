use time::{Duration, OffsetDateTime};

use crate::domain::{Transaction, transaction::State};

/// After the first check: how often, and for how long.
const EAGER: [(Duration, Duration); 4] = [
    (Duration::seconds(3), Duration::seconds(30)),
    (Duration::seconds(6), Duration::seconds(60)),
    (Duration::seconds(10), Duration::seconds(60)),
    (Duration::seconds(30), Duration::seconds(60)),
];
/// Until the checkout expires.
const STEADY: Duration = Duration::minutes(1);
/// For a day after that; and once more when a webhook comes for what is not watched any more.
pub const CALM: Duration = Duration::minutes(15);
const CALM_FOR: Duration = Duration::hours(24);
/// And then, until it is given up; and on, while there is no answer.
const RARE: Duration = Duration::hours(1);
const WATCHED_FOR: Duration = Duration::days(7);
/// Failed and cancelled payments.
const SETTLED_WATCHED_FOR: Duration = Duration::hours(48);
/// The first check comes this long after the start, and up to five seconds later.
const FIRST: Duration = Duration::seconds(20);
const SPREAD_MILLIS: u128 = 5001;

/// When the provider is asked about a payment again; never, when there is no news to come.
pub fn next_check(payment: &Transaction, now: OffsetDateTime) -> Option<OffsetDateTime> {
    match &payment.state {
        State::Opening { .. } | State::Open { .. } => pending(payment, now),
        // Its page may still be open in front of the customer.
        State::Cancelled { at } if now < payment.expires_at => Some(on_grid(*at, STEADY, now)),
        State::Failed { at, .. } | State::Cancelled { at } => settled(*at, now),
        State::Review | State::Completed { .. } | State::Refunded { .. } => None,
    }
}

/// The same after an answer. A webhook that is ahead of the answer is not the last word, even when the watch was over.
pub fn after_answer(payment: &Transaction, by_webhook: bool, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let again = (by_webhook && payment.state.is_watched()).then_some(now + CALM);
    next_check(payment, now).or(again)
}

/// The same when there was no answer, which is no news: the schedule goes on, past its end if need be.
pub fn after_silence(payment: &Transaction, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let again = payment.state.is_watched().then_some(now + RARE);
    next_check(payment, now).or(again)
}

fn pending(payment: &Transaction, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let spread = i64::try_from(payment.id.0.as_u128() % SPREAD_MILLIS).unwrap_or(0);
    let first = payment.created_at + FIRST + Duration::milliseconds(spread);
    if now < first {
        return Some(first);
    }
    let mut start = first;
    for (step, length) in EAGER {
        if now < start + length {
            return Some(on_grid(start, step, now));
        }
        start += length;
    }
    // The minute in which it expires still belongs to the steady part, so that the end is seen soon.
    let minute = on_grid(start, STEADY, now);
    if minute < payment.expires_at + STEADY {
        return Some(minute);
    }
    let calm_end = payment.expires_at + CALM_FOR;
    if now < calm_end {
        return Some(on_grid(payment.expires_at, CALM, now));
    }
    let next = on_grid(calm_end, RARE, now);
    (next <= payment.created_at + WATCHED_FOR).then_some(next)
}

fn settled(at: OffsetDateTime, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let next = if now < at + CALM_FOR { on_grid(at, CALM, now) } else { on_grid(at + CALM_FOR, RARE, now) };
    (next <= at + SETTLED_WATCHED_FOR).then_some(next)
}

/// The first of `start + step`, `start + 2 step`, … that lies after `now`.
fn on_grid(start: OffsetDateTime, step: Duration, now: OffsetDateTime) -> OffsetDateTime {
    let passed = (now - start).max(Duration::ZERO);
    let steps = passed.whole_milliseconds() / step.whole_milliseconds() + 1;
    start + step * i32::try_from(steps).unwrap_or(i32::MAX)
}

/// How long a client that polls should wait; 0 when it need not ask again.
pub fn poll_after(payment: &Transaction, now: OffsetDateTime) -> Duration {
    let age = now - payment.created_at;
    match &payment.state {
        State::Opening { .. } | State::Open { .. } if age < Duration::minutes(1) => Duration::seconds(2),
        State::Opening { .. } | State::Open { .. } if age < Duration::minutes(5) => Duration::seconds(5),
        State::Review | State::Opening { .. } | State::Open { .. } => Duration::seconds(10),
        State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } | State::Refunded { .. } => {
            Duration::ZERO
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{TransactionId, transaction};

    const START: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);

    fn open() -> Transaction {
        transaction::fixture(START, State::Open { url: "u".to_owned() })
    }

    /// Every check, when each comes at its time, as seconds since the start.
    fn checks(payment: &Transaction) -> Vec<i64> {
        let mut now = START;
        let mut seconds = Vec::new();
        while let Some(next) = next_check(payment, now) {
            assert!(next > now);
            seconds.push((next - START).whole_seconds());
            now = next;
        }
        seconds
    }

    #[test]
    fn a_pending_payment_is_checked_as_the_provider_demands() {
        let seconds = checks(&open());
        assert_eq!(seconds[0], 20);
        assert_eq!(seconds[1..11], [23, 26, 29, 32, 35, 38, 41, 44, 47, 50]);
        assert_eq!(seconds[11..21], [56, 62, 68, 74, 80, 86, 92, 98, 104, 110]);
        assert_eq!(seconds[21..27], [120, 130, 140, 150, 160, 170]);
        assert_eq!(seconds[27..29], [200, 230]);
        assert_eq!(seconds[29..31], [290, 350]);
        let expiry = 1800;
        let steady: Vec<i64> = seconds[29..].iter().copied().take_while(|at| *at < expiry + 60).collect();
        assert!(steady.windows(2).all(|pair| pair[1] - pair[0] == 60));
        assert_eq!(steady.last(), Some(&1850));
        let calm: Vec<i64> =
            seconds.iter().copied().filter(|at| (expiry + 60..=expiry + 86_400).contains(at)).collect();
        assert_eq!(calm.len(), 96);
        assert_eq!(calm[0], expiry + 900);
        let rare: Vec<i64> = seconds.iter().copied().filter(|at| *at > expiry + 86_400).collect();
        assert!(rare.windows(2).all(|pair| pair[1] - pair[0] == 3600));
        assert_eq!(rare.first(), Some(&(expiry + 86_400 + 3600)));
        assert!(rare.last().is_some_and(|last| (7 * 86_400 - 3600..=7 * 86_400).contains(last)));
    }

    #[test]
    fn what_failed_or_was_cancelled_is_looked_at_for_two_days() {
        let failed = transaction::fixture(START, State::Failed { at: START, code: "ZM".to_owned() });
        let seconds = checks(&failed);
        assert_eq!(seconds[0], 900);
        assert_eq!(seconds.len(), 96 + 24);
        assert_eq!(seconds.last(), Some(&(48 * 3600)));
        let cancelled = transaction::fixture(START, State::Cancelled { at: START });
        let seconds = checks(&cancelled);
        assert_eq!(seconds[..30].to_vec(), (1..=30).map(|n| n * 60).collect::<Vec<_>>());
        assert_eq!(seconds[30], 2700);
        assert_eq!(seconds.last(), Some(&(48 * 3600)));
    }

    #[test]
    fn nothing_is_asked_about_a_payment_that_is_settled_or_under_review() {
        for state in [
            State::Review,
            State::Completed { at: START, provider_transaction: None },
            State::Refunded { at: START, provider_transaction: None },
        ] {
            assert_eq!(next_check(&transaction::fixture(START, state), START), None);
        }
    }

    proptest! {
        #[test]
        fn the_first_check_comes_within_20_to_25_seconds(id: u128) {
            let payment = Transaction { id: TransactionId(Uuid::from_u128(id)), ..open() };
            let first = next_check(&payment, START).unwrap() - START;
            prop_assert!((Duration::seconds(20)..=Duration::seconds(25)).contains(&first));
        }

        #[test]
        fn a_late_job_finds_its_way_back_to_the_schedule(late in 0i64..700_000, id: u128) {
            let payment = Transaction { id: TransactionId(Uuid::from_u128(id)), ..open() };
            let now = START + Duration::seconds(late);
            if let Some(next) = next_check(&payment, now) {
                prop_assert!(next > now);
                prop_assert!(next - now <= Duration::hours(1));
            } else {
                prop_assert!(late > 7 * 86_400 - 3600);
            }
        }
    }
}
