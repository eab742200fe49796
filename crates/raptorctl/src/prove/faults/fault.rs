//! What can break.

use serde::Serialize;
use sims::mailbox::{Action, Fault as MailFault, Stage as MailStage};
use sims::phonepe::{Authorization, Fault as ProviderFault, FaultKind, Operation, Treatment};

use super::lines::{Line, Trouble};
use crate::stack;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum Fault {
    /// `kill -9`.
    Kill {
        process: &'static str,
    },
    RestartPostgres,
    WipeRedis,
    /// It keeps every connection and answers nobody.
    Hang {
        server: &'static str,
    },
    Line {
        line: Line,
        trouble: Trouble,
    },
    Provider {
        how: Provider,
    },
    Webhooks {
        how: Webhooks,
    },
    Mail {
        how: Mail,
    },
    /// For everything that is stored, and for the provider, it is suddenly later.
    Clock {
        seconds: u32,
    },
    /// Only for the provider.
    ProviderClock {
        seconds: u32,
    },
}

/// What PhonePe does to calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    Refuses,
    ForgetsTokens,
    Fails,
    FailsAfterTheDeed,
    IsAway,
    AnswersWithAPage,
    AnswersNonsense,
    Limits,
    HangsUp,
    HangsUpAfterTheDeed,
    IsSlow,
}

/// What becomes of PhonePe's webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Webhooks {
    Lost,
    Tripled,
    Late,
    Held,
    Forged,
    Unsigned,
    WrongAmount,
}

/// What the mail server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mail {
    RefusesConnections,
    PutsOff,
    IsSlow,
    LosesReceipts,
}

impl Fault {
    /// What no run is without.
    pub const CORE: [Self; 11] = [
        Self::Kill { process: "auth" },
        Self::Kill { process: "payments" },
        Self::Kill { process: "onboarding" },
        Self::Kill { process: "bcm" },
        Self::Kill { process: "gateway" },
        Self::Kill { process: "redis" },
        Self::Kill { process: "postgres" },
        Self::WipeRedis,
        Self::RestartPostgres,
        Self::Hang { server: "redis" },
        Self::Hang { server: "postgres" },
    ];

    /// Its kind, under which it is counted.
    pub fn name(&self) -> String {
        match self {
            Self::Kill { process } => format!("kill -9 {process}"),
            Self::RestartPostgres => "postgres restarted".to_owned(),
            Self::WipeRedis => "redis wiped".to_owned(),
            Self::Hang { server } => format!("{server} paused"),
            Self::Line { trouble, .. } => trouble.name().to_owned(),
            Self::Provider { how } => format!("phonepe {}", how.name()),
            Self::Webhooks { how } => format!("webhooks {}", how.name()),
            Self::Mail { how } => format!("mail server {}", how.name()),
            Self::Clock { .. } => "clock jumps".to_owned(),
            Self::ProviderClock { .. } => "phonepe's clock jumps".to_owned(),
        }
    }

    /// Whether it goes on until it is mended.
    pub fn lasts(&self) -> bool {
        match self {
            Self::Kill { .. }
            | Self::RestartPostgres
            | Self::WipeRedis
            | Self::Clock { .. }
            | Self::ProviderClock { .. } => false,
            Self::Hang { .. } | Self::Line { .. } | Self::Webhooks { .. } | Self::Mail { .. } => true,
            Self::Provider { how } => *how != Provider::ForgetsTokens,
        }
    }
}

/// Everything besides the core and the lines, of which there are too many for one run.
pub fn others() -> Vec<Fault> {
    let provider = Provider::ALL.map(|how| Fault::Provider { how });
    let webhooks = Webhooks::ALL.map(|how| Fault::Webhooks { how });
    let mail = Mail::ALL.map(|how| Fault::Mail { how });
    let rest = [
        Fault::Kill { process: stack::MAILBOX },
        Fault::Clock { seconds: 90 },
        Fault::Clock { seconds: 600 },
        Fault::ProviderClock { seconds: 600 },
    ];
    provider.into_iter().chain(webhooks).chain(mail).chain(rest).collect()
}

impl Provider {
    const ALL: [Self; 11] = [
        Self::Refuses,
        Self::ForgetsTokens,
        Self::Fails,
        Self::FailsAfterTheDeed,
        Self::IsAway,
        Self::AnswersWithAPage,
        Self::AnswersNonsense,
        Self::Limits,
        Self::HangsUp,
        Self::HangsUpAfterTheDeed,
        Self::IsSlow,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Refuses => "answers 401",
            Self::ForgetsTokens => "forgets its tokens",
            Self::Fails => "answers 500",
            Self::FailsAfterTheDeed => "answers 500 after the deed",
            Self::IsAway => "answers 503",
            Self::AnswersWithAPage => "answers with a page",
            Self::AnswersNonsense => "answers nonsense",
            Self::Limits => "answers 429",
            Self::HangsUp => "hangs up",
            Self::HangsUpAfterTheDeed => "hangs up after the deed",
            Self::IsSlow => "is slow",
        }
    }

    /// What the simulator is told; nothing for what is over at once.
    pub fn planned(self) -> Option<ProviderFault> {
        let everywhere = |kind| ProviderFault { operation: None, ..ProviderFault::at(Operation::Pay, kind) };
        Some(match self {
            Self::ForgetsTokens => return None,
            Self::Refuses => everywhere(FaultKind::Unauthorized),
            Self::Fails => everywhere(FaultKind::ServerError),
            Self::FailsAfterTheDeed => everywhere(FaultKind::ServerError).after_commit(),
            Self::IsAway => everywhere(FaultKind::Unavailable),
            Self::AnswersWithAPage => everywhere(FaultKind::Html),
            Self::AnswersNonsense => everywhere(FaultKind::Respond {
                status: 200,
                content_type: "application/json".to_owned(),
                body: "{".to_owned(),
            }),
            Self::Limits => everywhere(FaultKind::TooManyRequests { retry_after: Some(1) }),
            Self::HangsUp => everywhere(FaultKind::Drop),
            Self::HangsUpAfterTheDeed => everywhere(FaultKind::Drop).after_commit(),
            Self::IsSlow => {
                ProviderFault { kind: None, delay_ms: 1500, ..everywhere(FaultKind::ServerError) }
            }
        })
    }
}

impl Webhooks {
    const ALL: [Self; 7] =
        [Self::Lost, Self::Tripled, Self::Late, Self::Held, Self::Forged, Self::Unsigned, Self::WrongAmount];

    fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Tripled => "tripled",
            Self::Late => "late",
            Self::Held => "held back",
            Self::Forged => "with a wrong credential",
            Self::Unsigned => "without a credential",
            Self::WrongAmount => "with a wrong amount",
        }
    }

    pub fn treatment(self) -> Treatment {
        let usual = Treatment::default();
        match self {
            Self::Lost => Treatment { lose: true, ..usual },
            Self::Tripled => Treatment::duplicate(3),
            Self::Late => Treatment { delay_ms: 2000, ..usual },
            Self::Held => Treatment { hold: true, ..usual },
            Self::Forged => Treatment { authorization: Authorization::Wrong, ..usual },
            Self::Unsigned => Treatment { authorization: Authorization::Missing, ..usual },
            Self::WrongAmount => Treatment { amount: Some(100), ..usual },
        }
    }
}

impl Mail {
    const ALL: [Self; 4] = [Self::RefusesConnections, Self::PutsOff, Self::IsSlow, Self::LosesReceipts];

    fn name(self) -> &'static str {
        match self {
            Self::RefusesConnections => "hangs up",
            Self::PutsOff => "puts off",
            Self::IsSlow => "is slow",
            Self::LosesReceipts => "loses receipts",
        }
    }

    pub fn planned(self) -> MailFault {
        match self {
            Self::RefusesConnections => MailFault::at(MailStage::Connect, Action::Drop),
            Self::PutsOff => MailFault::at(MailStage::Recipient, Action::refuse(451)),
            Self::IsSlow => MailFault::at(MailStage::Data, Action::Slow { milliseconds: 1500 }),
            Self::LosesReceipts => MailFault::at(MailStage::Kept, Action::Drop),
        }
    }
}
