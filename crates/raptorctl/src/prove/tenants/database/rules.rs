//! Who reaches the rows of a tenant: the table of product section 6.5, written out for every table.

use super::subject::Subject::{
    self, Admin, BillingAdmin, Member, Owner, Service, ServiceElsewhere, ServiceHere, Support,
};

/// Everybody who is not named must reach nothing.
#[derive(Debug)]
pub struct Rule {
    pub schema: &'static str,
    pub table: &'static str,
    /// Finds the rows of a tenant; `{workspace}`, `{owner}` and `{member}` stand for ids.
    pub rows: &'static str,
    /// The column that says whose a row is.
    pub key: Option<&'static str>,
    /// A change that harms nothing.
    pub touch: &'static str,
    pub read: &'static [Subject],
    pub insert: &'static [Subject],
    pub update: &'static [Subject],
    pub delete: &'static [Subject],
}

const NONE: &[Subject] = &[];
const SERVICE: &[Subject] = &[Service, ServiceHere];
const ANY_SERVICE: &[Subject] = &[Service, ServiceHere, ServiceElsewhere];
const SELF: &[Subject] = &[Owner, Service, ServiceHere, ServiceElsewhere];
const PROFILES: &[Subject] = &[Owner, Support, BillingAdmin, Service, ServiceHere, ServiceElsewhere];
const MANAGERS: &[Subject] = &[Owner, Admin, Service, ServiceHere];
const MEMBERS: &[Subject] = &[Owner, Admin, Member, Service, ServiceHere];
const MONEY: &[Subject] = &[Owner, Admin, BillingAdmin, Service, ServiceHere];
const SUBSCRIPTION: &[Subject] = &[Owner, Admin, Support, BillingAdmin, Service, ServiceHere];
const MONEY_TRAIL: &[Subject] = &[BillingAdmin, Service, ServiceHere];

impl Rule {
    pub fn is_of(&self, schema: &str, table: &str) -> bool {
        self.schema == schema && self.table == table
    }

    /// Rows that carry their workspace, which the service alone reads and writes.
    const fn of(schema: &'static str, table: &'static str) -> Self {
        Self {
            schema,
            table,
            rows: "workspace_id = '{workspace}'",
            key: Some("workspace_id"),
            touch: "created_at = now()",
            read: SERVICE,
            insert: SERVICE,
            update: SERVICE,
            delete: SERVICE,
        }
    }

    const fn rows(self, rows: &'static str, key: Option<&'static str>) -> Self {
        Self { rows, key, ..self }
    }

    const fn touch(self, touch: &'static str) -> Self {
        Self { touch, ..self }
    }

    const fn read(self, read: &'static [Subject]) -> Self {
        Self { read, ..self }
    }

    const fn write(self, write: &'static [Subject]) -> Self {
        Self { insert: write, update: write, delete: write, ..self }
    }

    const fn all(self, all: &'static [Subject]) -> Self {
        self.read(all).write(all)
    }

    const fn update(self, update: &'static [Subject]) -> Self {
        Self { update, ..self }
    }

    const fn insert(self, insert: &'static [Subject]) -> Self {
        Self { insert, ..self }
    }

    const fn delete(self, delete: &'static [Subject]) -> Self {
        Self { delete, ..self }
    }

    /// What is never changed afterwards.
    const fn appended(self) -> Self {
        self.update(NONE).delete(NONE)
    }
}

/// What is said about a table; more than one where its rows differ.
pub fn of<'a>(schema: &'a str, table: &'a str) -> impl Iterator<Item = &'static Rule> + use<'a> {
    RULES.iter().filter(move |rule| rule.is_of(schema, table))
}

const AUTH: &str = "rf_auth";
const PAYMENTS: &str = "rf_payments";
const ONBOARDING: &str = "rf_onboarding";
const BCM: &str = "rf_bcm";
const OWN: &str = "user_id = '{owner}'";

pub const RULES: &[Rule] = &[
    Rule::of(AUTH, "accounts").rows("id = '{owner}'", Some("id")).read(SELF).write(ANY_SERVICE),
    Rule::of(AUTH, "users")
        .rows("id = '{owner}'", Some("id"))
        .touch("bio = 'x'")
        .read(PROFILES)
        .write(ANY_SERVICE)
        .update(SELF),
    Rule::of(AUTH, "sessions").rows(OWN, Some("user_id")).read(SELF).write(ANY_SERVICE),
    Rule::of(AUTH, "refresh_tokens").rows(OWN, Some("user_id")).read(SELF).write(ANY_SERVICE),
    Rule::of(AUTH, "one_time_tokens").rows(OWN, Some("user_id")).read(SELF).write(ANY_SERVICE),
    Rule::of(AUTH, "password_tries").rows("true", None).touch("since = now()").all(ANY_SERVICE),
    Rule::of(AUTH, "provisioning_failures")
        .rows("account_id = '{owner}'", Some("account_id"))
        .all(ANY_SERVICE),
    Rule::of(AUTH, "workspaces").rows("id = '{workspace}'", Some("id")).read(MEMBERS).update(MANAGERS),
    Rule::of(AUTH, "workspace_members")
        .rows("workspace_id = '{workspace}' AND user_id = '{member}'", Some("workspace_id"))
        .read(MEMBERS)
        .write(MANAGERS),
    Rule::of(PAYMENTS, "payment_transactions").read(MONEY),
    Rule::of(PAYMENTS, "payment_audit_log").read(MONEY_TRAIL).appended(),
    // kept for a year, then forgotten
    Rule::of(PAYMENTS, "payment_audit_log")
        .rows("workspace_id = '{workspace}' AND created_at = '2020-01-01'", Some("workspace_id"))
        .read(MONEY_TRAIL)
        .update(NONE),
    Rule::of(PAYMENTS, "payment_security_events").read(MONEY_TRAIL).update(NONE),
    Rule::of(PAYMENTS, "payment_security_events")
        .rows("workspace_id IS NULL AND created_at = '2020-01-01'", None)
        .read(&[BillingAdmin, Service, ServiceHere, ServiceElsewhere])
        .insert(ANY_SERVICE)
        .update(NONE)
        .delete(ANY_SERVICE),
    Rule::of(PAYMENTS, "subscriptions").read(SUBSCRIPTION),
    Rule::of(PAYMENTS, "subscription_events").read(SUBSCRIPTION),
    Rule::of(PAYMENTS, "webhook_events")
        .rows("true", None)
        .touch("received_at = now()")
        .read(&[BillingAdmin, Service])
        .write(&[Service]),
    Rule::of(PAYMENTS, "refunds").read(MONEY),
    Rule::of(PAYMENTS, "invoices").read(MONEY),
    Rule::of(PAYMENTS, "dunning_actions").read(MONEY_TRAIL),
    Rule::of(ONBOARDING, "onboarding_status").read(MEMBERS),
    Rule::of(ONBOARDING, "onboarding_sessions").all(MEMBERS),
    Rule::of(ONBOARDING, "onboarding_steps").all(MEMBERS),
    Rule::of(ONBOARDING, "step_journal").read(MEMBERS).insert(MEMBERS).update(NONE).delete(SERVICE),
    Rule::of(ONBOARDING, "assist_runs").all(MEMBERS),
    Rule::of(ONBOARDING, "suggestions").all(MEMBERS),
    Rule::of(BCM, "business_contexts").read(MEMBERS),
    Rule::of(BCM, "business_context_manifests").read(MEMBERS),
    Rule::of(BCM, "bcm_heads").read(MEMBERS),
    Rule::of(BCM, "bcm_version_history").read(MEMBERS).update(NONE),
    Rule::of(BCM, "bcm_access_logs"),
    Rule::of(BCM, "bcm_metrics"),
    Rule::of(BCM, "bcm_cleanup_queue"),
    Rule::of(AUTH, "outbox"),
    Rule::of(AUTH, "email_log"),
    Rule::of(AUTH, "idempotency_keys"),
    Rule::of(AUTH, "audit_log").read(MANAGERS).appended(),
    Rule::of(PAYMENTS, "outbox"),
    Rule::of(PAYMENTS, "email_log"),
    Rule::of(PAYMENTS, "idempotency_keys"),
    Rule::of(PAYMENTS, "audit_log").read(MANAGERS).appended(),
    Rule::of(ONBOARDING, "outbox"),
    Rule::of(ONBOARDING, "email_log"),
    Rule::of(ONBOARDING, "idempotency_keys"),
    Rule::of(ONBOARDING, "audit_log").read(MANAGERS).appended(),
    Rule::of(BCM, "outbox"),
    Rule::of(BCM, "email_log"),
    Rule::of(BCM, "idempotency_keys"),
    Rule::of(BCM, "audit_log").read(MANAGERS).appended(),
];
