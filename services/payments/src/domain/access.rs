use time::OffsetDateTime;

use crate::domain::{
    Limits, PlanCode, Plans, Subscription,
    subscription::{State, Status},
    transaction::Status as PaymentStatus,
};

/// Whether a workspace may be used, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    pub plan: Option<PlanCode>,
    pub status: Status,
    /// Until when it may be used without another payment; nothing when it may not.
    pub valid_until: Option<OffsetDateTime>,
    pub has_completed_payment: bool,
    pub limits: Limits,
    /// Of the newest payment.
    pub last_payment: Option<PaymentStatus>,
}

impl Access {
    /// What `subscription`, as of `now`, allows.
    pub fn of(
        subscription: Option<&Subscription>,
        plans: &Plans,
        last_payment: Option<PaymentStatus>,
        now: OffsetDateTime,
    ) -> Self {
        let valid_until = subscription.and_then(|held| held.state.usable_until(now));
        let plan = subscription.map(|held| held.choice.plan);
        let known = plan.filter(|_| valid_until.is_some()).and_then(|plan| plans.find(plan));
        Self {
            plan,
            status: subscription.map_or(Status::None, |held| held.state.status()),
            valid_until,
            // Only a payment gives a workspace a period.
            has_completed_payment: subscription.is_some_and(|held| held.state.period().is_some()),
            limits: known.map_or(Limits::FLOORS, |plan| plan.limits),
            last_payment,
        }
    }

    pub fn needs_payment(&self) -> bool {
        self.valid_until.is_none()
    }
}

/// When a workspace made at `created_at`, by a clock that may be ahead, stops being on trial, if it still is.
pub fn trial_end(created_at: OffsetDateTime, days: u16, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let end = created_at + time::Duration::days(i64::from(days));
    (days > 0 && now < end).then_some(end)
}

impl State {
    /// Whether the subscription has ever been active: before that, a checkout shows none.
    pub fn has_been_active(&self) -> bool {
        self.period().is_some()
    }
}

#[cfg(test)]
mod tests {
    use primitives::{Money, WorkspaceId};
    use time::{Duration, macros::datetime};
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Choice, Cycle, Period, Plan, SubscriptionId};

    const NOW: OffsetDateTime = datetime!(2026-03-10 10:00 UTC);

    fn glide() -> Plans {
        Plans::new(vec![Plan {
            code: PlanCode::Glide,
            rank: 2,
            name: "Glide".to_owned(),
            monthly: Money::from_paise(700_000),
            yearly: Money::from_paise(7_000_000),
            popular: true,
            limits: Limits { icps: 10, ..Limits::FLOORS },
            features: Vec::new(),
            on_sale: true,
        }])
    }

    fn access(state: State) -> Access {
        let held = Subscription {
            id: SubscriptionId(Uuid::nil()),
            workspace: WorkspaceId(Uuid::nil()),
            choice: Choice { plan: PlanCode::Glide, cycle: Cycle::Monthly },
            state,
            pending: None,
            last_transaction: None,
        };
        Access::of(Some(&held), &glide(), Some(PaymentStatus::Pending), NOW)
    }

    #[test]
    fn a_workspace_without_a_usable_plan_runs_on_its_floors() {
        let nothing = Access::of(None, &glide(), None, NOW);
        assert_eq!((nothing.status, nothing.plan, nothing.needs_payment()), (Status::None, None, true));
        assert_eq!((nothing.limits.icps, nothing.limits.campaigns, nothing.limits.team_seats), (3, 5, 1));
        let incomplete = access(State::Incomplete);
        assert_eq!((incomplete.plan, incomplete.limits), (Some(PlanCode::Glide), Limits::FLOORS));
        assert!(!incomplete.has_completed_payment);
    }

    #[test]
    fn a_paid_workspace_has_the_limits_of_its_plan_until_its_period_ends() {
        let period = Period::starting(NOW, Cycle::Monthly);
        let paid = access(State::Active { period });
        assert_eq!((paid.limits.icps, paid.valid_until), (10, Some(period.end)));
        assert!(paid.has_completed_payment && !paid.needs_payment());
    }

    #[test]
    fn a_trial_lasts_its_days_from_the_making_of_the_workspace() {
        let made = NOW - Duration::days(3);
        assert_eq!(trial_end(made, 7, NOW), Some(made + Duration::days(7)));
        assert_eq!(trial_end(made, 3, NOW), None);
        assert_eq!(trial_end(NOW + Duration::seconds(1), 0, NOW), None);
    }
}
