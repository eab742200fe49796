//! Who is answered what, for every method of the services.

use contracts::{auth::v1 as auth, bcm::v1 as bcm, onboarding::v1 as onboarding, payments::v1 as payments};
use principal::ServiceName::{self, Auth, Bcm, Gateway, Onboarding, Payments};
use prost::Message;
use tonic::{Code, Status};
use uuid::Uuid;

use super::super::cast::Target;
use super::caller::Caller;

/// Whom a method serves.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    Services(&'static [ServiceName]),
    /// Whatever the state of the account.
    AnyState,
    SignedIn,
    Member,
    /// Owner or admin.
    Manager,
    Owner,
}

pub struct Rule {
    pub service: ServiceName,
    pub name: &'static str,
    pub message: fn(&Target) -> Vec<u8>,
    who: Who,
    /// Codes that the kind of caller alone does not decide.
    answers: &'static [(Caller, &'static str)],
}

use Who::{AnyState, Manager, Member, Owner, Services, SignedIn};

const EVERY: &[ServiceName] = &[Gateway, Auth, Payments, Onboarding, Bcm];
const NO_CREDENTIAL: &str = "UNAUTHENTICATED";
const FORBIDDEN: &str = "FORBIDDEN";

impl Rule {
    const fn of(service: ServiceName, name: &'static str, who: Who) -> Self {
        Self { service, name, message: |_| Vec::new(), who, answers: &[] }
    }

    const fn sent(self, message: fn(&Target) -> Vec<u8>) -> Self {
        Self { message, ..self }
    }

    const fn answers(self, answers: &'static [(Caller, &'static str)]) -> Self {
        Self { answers, ..self }
    }

    /// The code that the caller has to be told; `None` where nothing speaks against the caller.
    pub fn expected(&self, caller: Caller) -> Option<&'static str> {
        if let Some((_, code)) = self.answers.iter().find(|(named, _)| *named == caller) {
            return Some(code);
        }
        let in_workspace = matches!(self.who, Member | Manager | Owner);
        match caller {
            Caller::Nobody
            | Caller::BareToken
            | Caller::WrongKey
            | Caller::WrongAudience
            | Caller::Expired
            | Caller::Unsigned
            | Caller::ForgedToken
            | Caller::UnsignedToken => Some(NO_CREDENTIAL),
            Caller::Ended => Some("SESSION_ENDED"),
            Caller::NoToken => match self.who {
                Services(allowed) => (!allowed.contains(&Gateway)).then_some(FORBIDDEN),
                AnyState | SignedIn | Member | Manager | Owner => Some(NO_CREDENTIAL),
            },
            Caller::OtherService => self.other_service().map(|_| FORBIDDEN),
            Caller::Banned => (in_workspace || matches!(self.who, SignedIn)).then_some("ACCOUNT_BANNED"),
            Caller::Member => matches!(self.who, Manager | Owner).then_some(FORBIDDEN),
            Caller::Impostor => in_workspace.then_some(FORBIDDEN),
            Caller::Trespasser => None,
        }
    }

    /// A service that must not call a method which is for services.
    pub fn other_service(&self) -> Option<ServiceName> {
        let Services(allowed) = self.who else { return None };
        EVERY.iter().copied().find(|service| !allowed.contains(service))
    }
}

/// In what an answer differs from a refusal with this code that tells nothing.
pub fn breach(code: &str, answer: &Result<Vec<u8>, Status>, markers: &[String]) -> Option<String> {
    let status = match answer {
        Ok(message) => return Some(format!("{} bytes in place of {code}", message.len())),
        Err(status) => status,
    };
    let class = match code {
        "UNAUTHENTICATED" | "SESSION_ENDED" => Code::Unauthenticated,
        "FORBIDDEN" | "ACCOUNT_BANNED" => Code::PermissionDenied,
        _ => Code::NotFound,
    };
    if status.code() != class || problem::code_of(status).as_deref() != Some(code) {
        return Some(format!("{status} in place of {code}"));
    }
    let told = format!("{} {}", status.message(), String::from_utf8_lossy(status.details()));
    let marker = markers.iter().find(|marker| told.contains(*marker))?;
    Some(format!("the refusal tells {marker}"))
}

fn bytes(message: &impl Message) -> Vec<u8> {
    message.encode_to_vec()
}

fn text(id: Uuid) -> String {
    id.to_string()
}

const ELSEWHERE: &[(Caller, &str)] = &[(Caller::Trespasser, "SESSION_NOT_FOUND")];
/// A completed session is closed to plain members.
const COMPLETED: &[(Caller, &str)] =
    &[(Caller::Trespasser, "SESSION_NOT_FOUND"), (Caller::Member, FORBIDDEN)];
const ORDERS: &[(Caller, &str)] = &[(Caller::Trespasser, "TRANSACTION_NOT_FOUND")];
const WORKSPACES: &[(Caller, &str)] = &[(Caller::Trespasser, "WORKSPACE_NOT_FOUND")];
const ANY: Who = Services(EVERY);
const KEY: &str = "tried-by-somebody-else";

pub const RULES: &[Rule] = &[
    Rule::of(Auth, "SignUp", ANY)
        .sent(|at| bytes(&auth::SignUpRequest { email: at.email.clone(), ..Default::default() })),
    Rule::of(Auth, "LogIn", ANY).sent(|at| {
        let (email, password) = (at.email.clone(), at.password.clone());
        bytes(&auth::LogInRequest { email, password, client: None })
    }),
    Rule::of(Auth, "RefreshSession", ANY),
    Rule::of(Auth, "LogOut", AnyState),
    Rule::of(Auth, "ListSessions", SignedIn),
    Rule::of(Auth, "EndSession", SignedIn)
        .sent(|at| bytes(&auth::EndSessionRequest { session_id: text(at.session) }))
        .answers(&[(Caller::Trespasser, "NOT_FOUND")]),
    Rule::of(Auth, "EnsureProfile", SignedIn),
    Rule::of(Auth, "VerifyProfile", AnyState)
        .sent(|at| {
            bytes(&auth::VerifyProfileRequest { workspace_id: Some(text(at.workspace)), afresh: true })
        })
        .answers(WORKSPACES),
    Rule::of(Auth, "GetMe", SignedIn),
    Rule::of(Auth, "UpdateMe", SignedIn)
        .sent(|_| bytes(&auth::UpdateMeRequest { bio: Some("x".to_owned()), ..Default::default() })),
    Rule::of(Auth, "DeactivateMe", SignedIn).sent(|at| {
        let confirmation = "delete my account".to_owned();
        bytes(&auth::DeactivateMeRequest { confirmation, password: Some(at.password.clone()) })
    }),
    Rule::of(Auth, "ReactivateMe", AnyState).answers(&[(Caller::Banned, "ACCOUNT_BANNED")]),
    Rule::of(Auth, "ListWorkspaces", SignedIn),
    Rule::of(Auth, "UpdateWorkspace", Manager)
        .sent(|_| bytes(&auth::UpdateWorkspaceRequest { name: Some("x".to_owned()), ..Default::default() })),
    Rule::of(Auth, "DeleteWorkspace", Owner)
        .sent(|at| bytes(&auth::DeleteWorkspaceRequest { confirmation: at.slug.clone() })),
    Rule::of(Auth, "SwitchWorkspace", SignedIn)
        .sent(|at| bytes(&auth::SwitchWorkspaceRequest { workspace_id: text(at.workspace) }))
        .answers(WORKSPACES),
    Rule::of(Auth, "ForgotPassword", ANY)
        .sent(|at| bytes(&auth::ForgotPasswordRequest { email: at.email.clone(), client: None })),
    Rule::of(Auth, "ResetPassword", ANY),
    Rule::of(Auth, "ChangePassword", SignedIn).sent(|at| {
        let (current, new) = (at.password.clone(), "a long way to go by night".to_owned());
        bytes(&auth::ChangePasswordRequest { current, new })
    }),
    Rule::of(Auth, "VerifyEmail", ANY),
    Rule::of(Auth, "ResendVerification", SignedIn),
    Rule::of(Auth, "GetJwks", ANY),
    Rule::of(Auth, "VerifyAccessToken", ANY).sent(|at| {
        let (user_id, session_id) = (text(at.user), text(at.session));
        bytes(&auth::VerifyAccessTokenRequest { user_id, session_id, epoch: 0 })
    }),
    Rule::of(Auth, "ResolveMembership", Services(&[Gateway])).sent(|at| {
        let workspace_id = Some(text(at.workspace));
        bytes(&auth::ResolveMembershipRequest { user_id: text(at.user), workspace_id })
    }),
    Rule::of(Auth, "GetContact", Services(&[Payments])).sent(|at| {
        let whom = auth::get_contact_request::Whom::UserId(text(at.user));
        bytes(&auth::GetContactRequest { whom: Some(whom) })
    }),
    Rule::of(Auth, "EndSessions", Services(&[Payments])).sent(|at| {
        let whose = auth::end_sessions_request::Whose::UserId(text(at.user));
        bytes(&auth::EndSessionsRequest { whose: Some(whose), reason: "x".to_owned() })
    }),
    Rule::of(Payments, "ListPlans", Services(&[Gateway, Auth, Onboarding])),
    Rule::of(Payments, "Initiate", Manager).sent(|_| {
        let (plan, idempotency_key) = ("soar".to_owned(), KEY.to_owned());
        bytes(&payments::InitiateRequest { plan, idempotency_key, ..Default::default() })
    }),
    Rule::of(Payments, "GetStatus", Member)
        .sent(|at| bytes(&payments::GetStatusRequest { merchant_order_id: at.order.clone() }))
        .answers(ORDERS),
    Rule::of(Payments, "Verify", Member)
        .sent(|at| bytes(&payments::VerifyRequest { merchant_order_id: at.order.clone() }))
        .answers(ORDERS),
    Rule::of(Payments, "Cancel", Manager)
        .sent(|at| bytes(&payments::CancelRequest { merchant_order_id: at.order.clone() }))
        .answers(ORDERS),
    Rule::of(Payments, "GetCurrentSubscription", Member),
    Rule::of(Payments, "ListTransactions", Manager),
    Rule::of(Payments, "IngestWebhook", Services(&[Gateway])),
    Rule::of(Payments, "GetAccess", Services(&[Auth, Onboarding, Gateway]))
        .sent(|at| bytes(&payments::GetAccessRequest { workspace_id: text(at.workspace) })),
    Rule::of(Payments, "EraseWorkspace", Services(&[Auth]))
        .sent(|at| bytes(&payments::EraseWorkspaceRequest { workspace_id: text(at.workspace) })),
    Rule::of(Onboarding, "DescribeSteps", ANY),
    Rule::of(Onboarding, "CreateSession", Member)
        .sent(|_| bytes(&onboarding::CreateSessionRequest { client_name: "x".to_owned(), restart: true }))
        .answers(&[(Caller::Member, FORBIDDEN)]),
    Rule::of(Onboarding, "GetCurrent", Member),
    Rule::of(Onboarding, "GetSession", Member)
        .sent(|at| bytes(&onboarding::GetSessionRequest { session_id: text(at.onboarding) }))
        .answers(ELSEWHERE),
    Rule::of(Onboarding, "GetSummary", Member)
        .sent(|at| bytes(&onboarding::GetSummaryRequest { session_id: text(at.onboarding) }))
        .answers(ELSEWHERE),
    Rule::of(Onboarding, "PreviewManifest", Member)
        .sent(|at| bytes(&onboarding::PreviewManifestRequest { session_id: text(at.onboarding) }))
        .answers(ELSEWHERE),
    Rule::of(Onboarding, "GetProgress", Member)
        .sent(|at| bytes(&onboarding::GetProgressRequest { session_id: text(at.onboarding) }))
        .answers(ELSEWHERE),
    Rule::of(Onboarding, "GetStep", Member)
        .sent(|at| bytes(&onboarding::GetStepRequest { session_id: text(at.onboarding), n: 1 }))
        .answers(ELSEWHERE),
    Rule::of(Onboarding, "SaveStep", Member)
        .sent(|at| {
            let (session_id, data) = (text(at.onboarding), at.answer(1).to_string().into_bytes());
            bytes(&onboarding::SaveStepRequest { session_id, n: 1, data, expected_version: 1, draft: true })
        })
        .answers(COMPLETED),
    Rule::of(Onboarding, "PatchStep", Member)
        .sent(|at| {
            let (session_id, patch) = (text(at.onboarding), br#"{"headquarters":"x"}"#.to_vec());
            bytes(&onboarding::PatchStepRequest { session_id, n: 1, patch, expected_version: 1 })
        })
        .answers(COMPLETED),
    Rule::of(Onboarding, "CompleteStep", Member)
        .sent(|at| {
            let session_id = text(at.onboarding);
            bytes(&onboarding::CompleteStepRequest { session_id, n: 1, data: None, expected_version: 1 })
        })
        .answers(COMPLETED),
    Rule::of(Onboarding, "SkipStep", Member)
        .sent(|at| bytes(&onboarding::SkipStepRequest { session_id: text(at.onboarding), n: 21 }))
        .answers(COMPLETED),
    Rule::of(Onboarding, "RunAssist", Member)
        .sent(|at| {
            let (session_id, n) = (text(at.onboarding), at.suggested_step.into());
            bytes(&onboarding::RunAssistRequest { session_id, n, assist: String::new(), engine: 0 })
        })
        .answers(COMPLETED),
    Rule::of(Onboarding, "DecideSuggestion", Member)
        .sent(|at| {
            bytes(&onboarding::DecideSuggestionRequest {
                session_id: text(at.onboarding),
                n: at.suggested_step.into(),
                suggestion_id: text(at.suggestion),
                decision: onboarding::Decision::Reject.into(),
                value: None,
            })
        })
        .answers(COMPLETED),
    Rule::of(Onboarding, "Finalize", Member)
        .sent(|at| {
            let (session_id, idempotency_key) = (text(at.onboarding), KEY.to_owned());
            bytes(&onboarding::FinalizeRequest { session_id, force: true, idempotency_key })
        })
        .answers(COMPLETED),
    Rule::of(Onboarding, "ResumeSession", Member)
        .sent(|at| bytes(&onboarding::ResumeSessionRequest { session_id: text(at.onboarding) }))
        .answers(ELSEWHERE),
    Rule::of(Onboarding, "ResetSession", Manager)
        .sent(|at| bytes(&onboarding::ResetSessionRequest { session_id: text(at.onboarding) }))
        .answers(ELSEWHERE),
    Rule::of(Onboarding, "DeleteSession", Manager)
        .sent(|at| bytes(&onboarding::DeleteSessionRequest { session_id: text(at.onboarding) }))
        .answers(ELSEWHERE),
    Rule::of(Onboarding, "GetStatus", Services(&[Auth, Gateway]))
        .sent(|at| bytes(&onboarding::GetStatusRequest { workspace_id: text(at.workspace) })),
    Rule::of(Onboarding, "EraseWorkspace", Services(&[Auth]))
        .sent(|at| bytes(&onboarding::EraseWorkspaceRequest { workspace_id: text(at.workspace) })),
    Rule::of(Bcm, "Build", Services(&[Onboarding]))
        .sent(|at| bytes(&bcm::BuildRequest { workspace_id: text(at.workspace), ..Default::default() })),
    Rule::of(Bcm, "SubmitContext", Services(&[Onboarding])).sent(|at| {
        bytes(&bcm::SubmitContextRequest { workspace_id: text(at.workspace), ..Default::default() })
    }),
    Rule::of(Bcm, "MarkStale", Services(&[Onboarding])).sent(|at| {
        bytes(&bcm::MarkStaleRequest { workspace_id: text(at.workspace), reason: "x".to_owned() })
    }),
    Rule::of(Bcm, "Preview", Services(&[Onboarding]))
        .sent(|at| bytes(&bcm::PreviewRequest { workspace_id: text(at.workspace), context: Vec::new() })),
    Rule::of(Bcm, "EraseWorkspace", Services(&[Onboarding]))
        .sent(|at| bytes(&bcm::EraseWorkspaceRequest { workspace_id: text(at.workspace) })),
    Rule::of(Bcm, "GetManifest", Member),
    Rule::of(Bcm, "Rebuild", Manager).sent(|_| {
        let (reason, idempotency_key) = ("x".to_owned(), KEY.to_owned());
        bytes(&bcm::RebuildRequest { force: true, reason, idempotency_key })
    }),
    Rule::of(Bcm, "ListHistory", Member).sent(|_| bytes(&bcm::ListHistoryRequest { limit: 10 })),
    Rule::of(Bcm, "GetVersion", Member)
        .sent(|at| bytes(&bcm::GetVersionRequest { version: at.version.clone() })),
    Rule::of(Bcm, "Restore", Manager).sent(|at| bytes(&bcm::RestoreRequest { version: at.version.clone() })),
    Rule::of(Bcm, "Export", Member),
    Rule::of(Bcm, "GetStats", Manager),
];
