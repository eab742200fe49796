//! Who is answered what, for every operation of the API.

use serde_json::{Value, json};

use super::super::api::Answer;
use super::super::cast::Target;
use super::caller::Caller;

/// What is needed to be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Public,
    SignedIn,
    Member,
    /// Owner or admin.
    Manager,
    Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Served,
    /// With this status and code.
    Refused(u16, &'static str),
}

/// Who shows that an operation works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Owner,
    /// Somebody who has not paid yet, in a workspace of their own.
    Newcomer,
    /// Nobody in particular: it is public.
    Anybody,
}

#[derive(Debug)]
pub struct Rule {
    pub id: &'static str,
    pub access: Access,
    /// What is sent; null for nothing.
    pub body: fn(&Target) -> Value,
    pub by: By,
    /// The step that is named; without one that of the suggestion.
    step: Option<u8>,
    /// Answers that the access alone does not decide.
    answers: &'static [(Caller, Expected)],
}

use Caller::{Banned, Ended, Member, Nobody, Stranger, Trespasser};
use Expected::{Refused, Served};

const NO_WORKSPACE: Expected = Refused(404, "WORKSPACE_NOT_FOUND");
const FORBIDDEN: Expected = Refused(403, "FORBIDDEN");
const WRONG_PASSWORD: Expected = Refused(401, "INVALID_CREDENTIALS");

impl Rule {
    const fn of(id: &'static str, access: Access) -> Self {
        let by = if matches!(access, Access::Public) { By::Anybody } else { By::Owner };
        Self { id, access, body: |_| Value::Null, by, step: Some(1), answers: &[] }
    }

    const fn body(self, body: fn(&Target) -> Value) -> Self {
        Self { body, ..self }
    }

    const fn by(self, by: By) -> Self {
        Self { by, ..self }
    }

    const fn on_step(self, step: Option<u8>) -> Self {
        Self { step, ..self }
    }

    const fn answers(self, answers: &'static [(Caller, Expected)]) -> Self {
        Self { answers, ..self }
    }

    pub fn step(&self, target: &Target) -> u8 {
        self.step.unwrap_or(target.suggested_step)
    }

    /// What the caller has to be told; `None` where nothing speaks against the caller.
    pub fn expected(&self, caller: Caller) -> Option<Expected> {
        if let Some((_, expected)) = self.answers.iter().find(|(named, _)| *named == caller) {
            return Some(*expected);
        }
        let in_workspace = matches!(self.access, Access::Member | Access::Manager | Access::Owner);
        match (self.access, caller) {
            (_, Trespasser) | (Access::Public | Access::SignedIn | Access::Member, Member) => None,
            (Access::Public, _) => Some(Served),
            (_, Nobody) => Some(Refused(401, "UNAUTHENTICATED")),
            (_, Ended) => Some(Refused(401, "SESSION_ENDED")),
            (_, Banned) => Some(Refused(403, "ACCOUNT_BANNED")),
            (_, Stranger) => Some(if in_workspace { NO_WORKSPACE } else { Served }),
            (Access::Manager | Access::Owner, Member) => Some(FORBIDDEN),
        }
    }
}

impl Expected {
    /// In what the answer differs, if it does.
    pub fn breach(self, answer: &Answer) -> Option<String> {
        let document = answer.document();
        let as_expected = match self {
            Served => answer.succeeded(),
            Refused(status, code) => {
                answer.status == status
                    && answer.media_type.starts_with("application/problem+json")
                    && document["code"] == code
                    && document["status"] == status
            }
        };
        let Answer { status, media_type, text } = answer;
        (!as_expected).then(|| format!("{status} {media_type} {text} in place of {self:?}"))
    }
}

/// Everybody is answered alike, with a token or without.
const fn to_all(expected: Expected) -> [(Caller, Expected); 4] {
    [(Nobody, expected), (Ended, expected), (Banned, expected), (Stranger, expected)]
}

const TAKEN: &[(Caller, Expected)] = &to_all(Refused(409, "EMAIL_TAKEN"));
const GUESSED_PASSWORD: &[(Caller, Expected)] = &to_all(WRONG_PASSWORD);
const GUESSED_SESSION: &[(Caller, Expected)] = &to_all(Refused(401, "SESSION_ENDED"));
const GUESSED_TOKEN: &[(Caller, Expected)] = &to_all(Refused(400, "TOKEN_EXPIRED"));
const ELSEWHERE: &[(Caller, Expected)] = &[(Trespasser, Refused(404, "SESSION_NOT_FOUND"))];
/// A completed session is closed to plain members.
const COMPLETED: &[(Caller, Expected)] =
    &[(Trespasser, Refused(404, "SESSION_NOT_FOUND")), (Member, FORBIDDEN)];
const ORDERS: &[(Caller, Expected)] = &[(Trespasser, Refused(404, "TRANSACTION_NOT_FOUND"))];
/// Header and query have to name the same workspace.
const IN_QUERY: &[(Caller, Expected)] = &[(Trespasser, Refused(400, "WORKSPACE_INVALID"))];

/// In the order in which the operations are called: what puts an end to something comes last.
pub const RULES: &[Rule] = &[
    Rule::of("list_plans", Access::Public),
    Rule::of("get_payments_health", Access::Public),
    Rule::of("get_context_health", Access::Public),
    Rule::of("get_business_context_schema", Access::Public),
    Rule::of("get_keys", Access::Public),
    Rule::of("describe_steps", Access::Public),
    Rule::of("sign_up", Access::Public)
        .body(|target| json!({ "email": target.email, "password": "a long way to go by night" }))
        .answers(TAKEN),
    Rule::of("log_in", Access::Public)
        .body(|_| json!({ "email": "nobody@example.com", "password": "a long way to go by night" }))
        .answers(GUESSED_PASSWORD),
    Rule::of("refresh", Access::Public)
        .body(|_| json!({ "refresh_token": "guessed" }))
        .answers(GUESSED_SESSION),
    Rule::of("forgot_password", Access::Public).body(|_| json!({ "email": "nobody@example.com" })),
    Rule::of("reset_password", Access::Public)
        .body(|_| json!({ "token": "guessed", "password": "a long way to go by night" }))
        .answers(GUESSED_TOKEN),
    Rule::of("verify_email", Access::Public).body(|_| json!({ "token": "guessed" })).answers(GUESSED_TOKEN),
    Rule::of("ingest_webhook", Access::Public)
        .body(|target| {
            json!({
                "event": "checkout.order.failed",
                "payload": { "merchantOrderId": target.order, "state": "FAILED" },
            })
        })
        .answers(&[
            (Nobody, Refused(401, "MISSING_WEBHOOK_HEADER")),
            (Ended, Refused(401, "INVALID_WEBHOOK_SIGNATURE")),
            (Banned, Refused(401, "INVALID_WEBHOOK_SIGNATURE")),
            (Stranger, Refused(401, "INVALID_WEBHOOK_SIGNATURE")),
        ]),
    Rule::of("get_session", Access::Public).answers(&[(Stranger, NO_WORKSPACE)]),
    Rule::of("verify_profile", Access::SignedIn).answers(&[(Banned, Served), (Stranger, NO_WORKSPACE)]),
    Rule::of("validate", Access::SignedIn),
    Rule::of("ensure_profile", Access::SignedIn),
    Rule::of("resend_verification", Access::SignedIn),
    Rule::of("list_sessions", Access::SignedIn),
    Rule::of("list_workspaces", Access::SignedIn),
    Rule::of("get_me", Access::SignedIn).answers(&[(Stranger, NO_WORKSPACE)]),
    Rule::of("update_me", Access::SignedIn)
        .body(|_| json!({ "bio": "keeps a diary" }))
        .answers(&[(Stranger, NO_WORKSPACE)]),
    Rule::of("get_my_workspace", Access::Member),
    Rule::of("get_my_usage", Access::Member),
    Rule::of("get_my_subscription", Access::Member),
    Rule::of("get_permissions", Access::Member),
    Rule::of("get_my_billing", Access::Manager),
    Rule::of("update_workspace", Access::Manager).body(|_| json!({ "description": "somebody else's" })),
    Rule::of("switch_workspace", Access::SignedIn)
        .body(|target| json!({ "workspace_id": target.workspace }))
        .answers(&[(Stranger, NO_WORKSPACE)]),
    Rule::of("get_current_subscription", Access::Member),
    Rule::of("list_transactions", Access::Manager),
    Rule::of("get_payment_status", Access::Member).answers(ORDERS),
    Rule::of("verify_payment", Access::Member).answers(ORDERS),
    Rule::of("initiate_payment", Access::Manager)
        .body(|_| json!({ "plan": "soar", "billing_cycle": "yearly" }))
        .by(By::Newcomer),
    Rule::of("cancel_payment", Access::Manager).by(By::Newcomer).answers(ORDERS),
    Rule::of("get_current", Access::Member),
    Rule::of("get_onboarding_status", Access::Member),
    Rule::of("get_onboarding_session", Access::Member).answers(ELSEWHERE),
    Rule::of("get_summary", Access::Member).answers(ELSEWHERE),
    Rule::of("preview_manifest", Access::Member).answers(ELSEWHERE),
    Rule::of("get_progress", Access::Member).answers(ELSEWHERE),
    Rule::of("get_step", Access::Member).answers(ELSEWHERE),
    Rule::of("decide_suggestion", Access::Member)
        .body(|_| json!({ "decision": "reject" }))
        .on_step(None)
        .answers(COMPLETED),
    Rule::of("run_assist", Access::Member)
        .body(|_| json!({ "engine": "deterministic" }))
        .on_step(None)
        .answers(COMPLETED),
    Rule::of("save_step", Access::Member)
        .body(|target| json!({ "data": target.answer(1), "draft": true }))
        .answers(COMPLETED),
    Rule::of("patch_step", Access::Member)
        .body(|_| json!({ "headquarters": "Elsewhere" }))
        .answers(COMPLETED),
    Rule::of("complete_step", Access::Member)
        .body(|target| json!({ "data": target.answer(1) }))
        .answers(COMPLETED),
    Rule::of("skip_step", Access::Member).on_step(Some(21)).answers(COMPLETED),
    Rule::of("finalize", Access::Member).body(|_| json!({ "force": true })).answers(COMPLETED),
    Rule::of("get_manifest", Access::Member).answers(IN_QUERY),
    Rule::of("list_history", Access::Member).answers(IN_QUERY),
    Rule::of("get_version", Access::Member).answers(IN_QUERY),
    Rule::of("export", Access::Member).answers(IN_QUERY),
    Rule::of("get_stats", Access::Manager).answers(IN_QUERY),
    Rule::of("rebuild", Access::Manager).body(|_| json!({ "force": true })).answers(IN_QUERY),
    Rule::of("restore", Access::Manager)
        .body(|target| json!({ "version": target.version }))
        .answers(IN_QUERY),
    Rule::of("create_session", Access::Member)
        .body(|_| json!({ "client_name": "Somebody Else", "restart": true }))
        .answers(&[(Member, FORBIDDEN)]),
    Rule::of("reset_session", Access::Manager).answers(ELSEWHERE),
    Rule::of("delete_session", Access::Manager).answers(ELSEWHERE),
    Rule::of("resume_session", Access::Member).answers(ELSEWHERE),
    Rule::of("end_session", Access::SignedIn).answers(&[(Stranger, Refused(404, "NOT_FOUND"))]),
    Rule::of("deactivate_me", Access::SignedIn)
        .body(|target| json!({ "confirmation": "delete my account", "password": target.password }))
        .answers(&[(Stranger, WRONG_PASSWORD)]),
    Rule::of("reactivate_me", Access::SignedIn).answers(&[(Stranger, NO_WORKSPACE)]),
    Rule::of("change_password", Access::SignedIn)
        .body(|target| json!({ "current": target.password, "new": "a long way to go by night" }))
        .answers(&[(Stranger, WRONG_PASSWORD)]),
    Rule::of("delete_workspace", Access::Owner).body(|target| json!({ "confirmation": target.slug })),
    Rule::of("log_out", Access::SignedIn).answers(&[(Banned, Served)]),
];
