//! A workspace, its checkouts, and everybody who acts on them. Rows are kept in memory; every decision is the product's.

use std::{
    collections::{BTreeSet, HashSet},
    sync::LazyLock,
};

use primitives::{Money, UserId, WorkspaceId};
use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

use super::{
    first,
    truth::{Fate, LIFE, MERCHANT, Order, PRICE, Truth},
};
use crate::domain::{
    Choice, Cycle, OrderId, PlanCode, Purpose, Subscription, SubscriptionId, Transaction, TransactionId,
    checkout::{self, Pending, Wanted},
    outcome::{self, Occasion},
    schedule,
    subscription::{self, Effect},
    transaction::{State, Status},
    webhook::{Credential, Notice},
};

pub const START: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);
/// Between two events.
const STEP: Duration = Duration::seconds(2);
/// How long a late webhook was under way.
const LATE: Duration = Duration::minutes(10);
/// The provider is asked for a caller no more often.
const PAUSE: Duration = Duration::seconds(3);
const GRACE: Duration = Duration::days(21);
const RENEWAL_WINDOW: Duration = Duration::days(7);

/// What the provider puts into `Authorization`, and what a stranger would.
static CREDENTIAL: LazyLock<(Credential, String)> = LazyLock::new(|| {
    let header = hex::encode(Sha256::digest("username:password1"));
    (Credential::new("username", "password1"), header)
});
const FORGED: &str = "bc842c31a9e54efe320d30d948be61291f3ceee4766e36ab25fa65243cd76e0e";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Delivered,
    Duplicated,
    Late,
    Forged,
    Lost,
    Polled,
    Returned,
    Cancelled,
    Expired,
    Changed,
}

impl Event {
    pub const ALL: [Self; 10] = [
        Self::Delivered,
        Self::Duplicated,
        Self::Late,
        Self::Forged,
        Self::Lost,
        Self::Polled,
        Self::Returned,
        Self::Cancelled,
        Self::Expired,
        Self::Changed,
    ];
}

/// A payment as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    payment: Transaction,
    next_check: Option<OffsetDateTime>,
    last_checked: Option<OffsetDateTime>,
}

/// What people were told about a checkout.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Told {
    pub completed: u32,
    pub failed: u32,
    /// It was given up for them, or by them.
    pub given_up: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Caller,
    Job,
    Webhook,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct World {
    now: OffsetDateTime,
    pub orders: Vec<Order>,
    rows: Vec<Row>,
    pub told: Vec<Told>,
    pub held: Option<Subscription>,
    pub activations: u32,
    /// How many of the next questions the provider leaves without an answer.
    silent: u8,
    has_job: bool,
    known: BTreeSet<String>,
    under_way: Option<(usize, Vec<u8>)>,
}

/// A checkout that was begun at `now`.
pub fn checkout(
    number: usize,
    (purpose, follows): (Purpose, Option<OffsetDateTime>),
    state: State,
    now: OffsetDateTime,
) -> Transaction {
    let id = u8::try_from(number).unwrap();
    let shown = matches!(state, State::Open { .. });
    Transaction {
        id: TransactionId(Uuid::from_u128(id.into())),
        workspace: WorkspaceId(Uuid::nil()),
        user: UserId(Uuid::nil()),
        order: OrderId::new(START, [0, 0, id]),
        purpose,
        choice: Choice { plan: PlanCode::Glide, cycle: Cycle::Monthly },
        amount: Money::from_paise(PRICE),
        follows,
        provider_order: shown.then(|| format!("OMO{number}")),
        state,
        method: None,
        refunded: Money::from_paise(0),
        duplicate: false,
        created_at: now,
        expires_at: now + LIFE,
    }
}

impl World {
    pub fn new(fate: Fate, has_job: bool) -> Self {
        let mut world = Self {
            now: START,
            orders: Vec::new(),
            rows: Vec::new(),
            told: Vec::new(),
            held: None,
            activations: 0,
            silent: 0,
            has_job,
            known: BTreeSet::new(),
            under_way: None,
        };
        world.begin(fate, first(fate));
        world
    }

    pub fn checkouts(&self) -> impl Iterator<Item = (&Order, &Transaction)> {
        self.orders.iter().zip(self.rows.iter().map(|row| &row.payment))
    }

    /// What comes of an event; then what was under way arrives.
    pub fn after(&self, event: Event, which: usize) -> Self {
        let mut world = self.clone();
        let arriving = world.under_way.take();
        world.pass(STEP);
        world.happen(event, which);
        if let Some((which, body)) = arriving {
            world.pass(LATE);
            world.receive(&CREDENTIAL.1, &body, which);
        }
        world
    }

    /// The next questions get no answer.
    pub fn silenced(&self, questions: u8) -> Self {
        Self { silent: questions, ..self.clone() }
    }

    pub fn later(&self, span: Duration) -> Self {
        let mut world = self.clone();
        world.pass(span);
        world
    }

    /// A checkout is asked for, and opened if nothing stands in its way.
    pub fn wished(&self, choice: Choice, fate: Fate) -> Self {
        let mut world = self.clone();
        world.pass(STEP);
        while let Some(which) = world.pending() {
            let wanted = world.wanted(choice);
            match checkout::consider(&world.rows[which].payment, &wanted, world.now) {
                Pending::Reuse { .. } | Pending::Wait | Pending::UnderReview => return world,
                Pending::Replace | Pending::Resolve if world.silent > 0 => {
                    world.silent -= 1;
                    return world;
                }
                Pending::Replace | Pending::Resolve => {
                    world.settle(which, false);
                    let is_paid = world.orders[which].truth == Truth::Paid;
                    if is_paid && world.rows[which].payment.state.is_watched() {
                        return world;
                    }
                    world.give_up(which);
                }
            }
        }
        if let Ok(aim) = world.wanted(choice).aim {
            let open = State::Open { url: "u".to_owned() };
            let payment = checkout(world.rows.len(), (aim.purpose, aim.follows), open, world.now);
            world.begin(fate, Transaction { choice, ..payment });
        }
        world
    }

    /// Everything arrives and every check is made until none is due any more. `None` when that end is one of those `known`.
    pub fn at_rest(mut self, known: &mut HashSet<Self>) -> Option<Self> {
        self.has_job = true;
        if let Some((which, body)) = self.under_way.take() {
            self.pass(LATE);
            self.receive(&CREDENTIAL.1, &body, which);
        }
        let mut checks = 0;
        while let Some(due) = self.due() {
            if !known.insert(self.clone()) {
                return None;
            }
            let span = (self.rows[due].next_check? - self.now).max(Duration::ZERO);
            self.pass(span);
            checks += 1;
            assert!(checks < 5_000, "it is looked at without end: {self:#?}");
        }
        Some(self)
    }

    fn begin(&mut self, fate: Fate, payment: Transaction) {
        self.orders.push(Order::new(fate, self.rows.len(), self.now));
        let next_check = schedule::next_check(&payment, self.now);
        self.rows.push(Row { payment, next_check, last_checked: None });
        self.told.push(Told::default());
    }

    fn wanted(&self, choice: Choice) -> Wanted {
        let held = self.held();
        let aim = subscription::aim(held.as_ref(), choice, (self.now, RENEWAL_WINDOW));
        Wanted { choice, price: Money::from_paise(PRICE), aim }
    }

    fn held(&self) -> Option<Subscription> {
        self.held.clone().map(|held| held.seen_at(self.now, GRACE))
    }

    fn pending(&self) -> Option<usize> {
        self.rows.iter().position(|row| row.payment.state.status() == Status::Pending)
    }

    /// The next to be looked at.
    fn due(&self) -> Option<usize> {
        let due = self.rows.iter().enumerate().filter_map(|(which, row)| Some((row.next_check?, which)));
        due.min().map(|(_, which)| which)
    }

    /// Time goes by, and the job does what falls due.
    fn pass(&mut self, span: Duration) {
        let until = self.now + span;
        while let Some(due) = self.due().filter(|_| self.has_job)
            && let Some(at) = self.rows[due].next_check.filter(|at| *at <= until)
        {
            self.see(at.max(self.now));
            self.ask(due, Asked::Job);
        }
        self.see(until);
    }

    fn see(&mut self, now: OffsetDateTime) {
        self.now = now;
        self.orders.iter_mut().for_each(|order| order.see(now));
    }

    fn happen(&mut self, event: Event, which: usize) {
        let payment = &self.rows[which].payment;
        let body = self.orders[which].announcement(&payment.order);
        match event {
            Event::Delivered => self.receive(&CREDENTIAL.1, &body, which),
            Event::Duplicated => {
                self.receive(&CREDENTIAL.1, &body, which);
                self.receive(&CREDENTIAL.1, &body, which);
            }
            Event::Late => self.under_way = Some((which, body)),
            Event::Forged => {
                let before = self.clone();
                self.receive(FORGED, &body, which);
                assert_eq!(*self, before, "a forged webhook was listened to");
            }
            Event::Lost => {}
            Event::Polled if schedule::poll_after(payment, self.now).is_zero() => {}
            Event::Returned if !payment.state.is_watched() => {}
            Event::Polled | Event::Returned => self.hint(which),
            Event::Cancelled if payment.state.clone().cancel(self.now).is_err() => {}
            Event::Cancelled => {
                self.give_up(which);
                self.hint(which);
            }
            Event::Expired => self.pass((self.orders[which].expires_at() - self.now).max(Duration::ZERO)),
            Event::Changed => self.orders[which].change(),
        }
    }

    fn give_up(&mut self, which: usize) {
        let row = &mut self.rows[which];
        if let Ok(state) = row.payment.state.clone().cancel(self.now)
            && state != row.payment.state
        {
            row.payment.state = state;
            row.next_check = schedule::next_check(&row.payment, self.now);
            self.told[which].given_up = true;
        }
    }

    fn hint(&mut self, which: usize) {
        let asked = self.rows[which].last_checked;
        if asked.is_none_or(|asked| asked <= self.now - PAUSE) {
            self.ask(which, Asked::Caller);
        }
    }

    fn receive(&mut self, header: &str, body: &[u8], which: usize) {
        if !CREDENTIAL.0.matches(header) {
            return;
        }
        let notice = Notice::parse(body).unwrap();
        if self.known.insert(notice.dedupe_key()) && !notice.is_foreign(Some(MERCHANT)) {
            assert_eq!(notice.payment().as_ref(), Some(&self.rows[which].payment.order));
            self.ask(which, Asked::Webhook);
        }
    }

    fn ask(&mut self, which: usize, asked: Asked) {
        if asked != Asked::Webhook {
            self.rows[which].last_checked = Some(self.now);
        }
        if self.silent == 0 {
            self.settle(which, asked == Asked::Webhook);
            return;
        }
        self.silent -= 1;
        let (row, now) = (&mut self.rows[which], self.now);
        match asked {
            Asked::Job => row.next_check = schedule::after_silence(&row.payment, now),
            Asked::Webhook if row.payment.state.is_watched() => {
                row.next_check.get_or_insert(now + schedule::CALM);
            }
            Asked::Webhook | Asked::Caller => {}
        }
    }

    fn settle(&mut self, which: usize, by_webhook: bool) {
        let payment = &self.rows[which].payment;
        if !payment.state.is_watched() {
            return;
        }
        let (held, answer) = (self.held(), self.orders[which].answer());
        let occasion = Occasion { merchant: Some(MERCHANT), by_webhook, now: self.now };
        let outcome = outcome::conclude(payment, held.as_ref(), answer.as_ref(), &occasion);
        if let Some(Effect::Paid { period, .. }) = outcome.effect {
            let fresh = SubscriptionId(Uuid::nil());
            self.held = Some(Subscription::paid(fresh, held.as_ref(), &outcome.payment, period));
            self.activations += 1;
        }
        let changed = outcome.payment.state != payment.state;
        let status = outcome.payment.state.status();
        self.told[which].completed += u32::from(changed && status == Status::Completed);
        self.told[which].failed += u32::from(changed && status == Status::Failed);
        let row = &mut self.rows[which];
        (row.payment, row.next_check) = (outcome.payment, outcome.next_check);
        if let Some(Effect::Paid { .. }) = outcome.effect
            && let Some(other) = self.pending()
        {
            self.give_up(other);
        }
    }
}
