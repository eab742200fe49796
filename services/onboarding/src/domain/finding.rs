//! What is wrong with an answer, where, and under which stable code.

use serde::Deserialize;

/// One remark about a step document: a violation (the save is refused), an issue (the step cannot be completed
/// yet) or a warning, depending on where it is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// RFC 6901 pointer into the step data; empty for the whole document.
    pub pointer: String,
    pub code: Code,
    pub message: String,
}

impl Finding {
    pub fn new(pointer: impl Into<String>, code: Code, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code, message: message.into() }
    }
}

/// Stable codes; callers rely on the names of [`Code::as_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    Required,
    TooShort,
    TooLong,
    TooFew,
    TooMany,
    NotInEnum,
    WrongType,
    OutOfRange,
    Pattern,
    InvalidUrl,
    InvalidUuid,
    InvalidDate,
    InvalidCurrency,
    InvalidCharacter,
    Duplicate,
    DuplicateEvidence,
    UnknownReference,
    MissingReference,
    ForcedDecision,
    CriticalIssuesOpen,
    NotConfirmed,
    FactsPending,
    NoVerifiedFact,
    NoUsableEvidence,
    RowsNeedReview,
    NoFocus,
    NoSacrifice,
    NoApprovedSoundbite,
    PrimaryChannels,
    MarketOrder,
    StepIncomplete,
    UnknownField,
    ServerField,
    HypeWord,
    AvoidedChannel,
}

impl Code {
    /// A rule that stops the step, rather than an answer that is still missing (status blocked).
    pub fn blocks(self) -> bool {
        self == Self::CriticalIssuesOpen
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::TooShort => "TOO_SHORT",
            Self::TooLong => "TOO_LONG",
            Self::TooFew => "TOO_FEW",
            Self::TooMany => "TOO_MANY",
            Self::NotInEnum => "NOT_IN_ENUM",
            Self::WrongType => "WRONG_TYPE",
            Self::OutOfRange => "OUT_OF_RANGE",
            Self::Pattern => "PATTERN",
            Self::InvalidUrl => "INVALID_URL",
            Self::InvalidUuid => "INVALID_UUID",
            Self::InvalidDate => "INVALID_DATE",
            Self::InvalidCurrency => "INVALID_CURRENCY",
            Self::InvalidCharacter => "INVALID_CHARACTER",
            Self::Duplicate => "DUPLICATE",
            Self::DuplicateEvidence => "DUPLICATE_EVIDENCE",
            Self::UnknownReference => "UNKNOWN_REFERENCE",
            Self::MissingReference => "MISSING_REFERENCE",
            Self::ForcedDecision => "FORCED_DECISION",
            Self::CriticalIssuesOpen => "CRITICAL_ISSUES_OPEN",
            Self::NotConfirmed => "NOT_CONFIRMED",
            Self::FactsPending => "FACTS_PENDING",
            Self::NoVerifiedFact => "NO_VERIFIED_FACT",
            Self::NoUsableEvidence => "NO_USABLE_EVIDENCE",
            Self::RowsNeedReview => "ROWS_NEED_REVIEW",
            Self::NoFocus => "NO_FOCUS",
            Self::NoSacrifice => "NO_SACRIFICE",
            Self::NoApprovedSoundbite => "NO_APPROVED_SOUNDBITE",
            Self::PrimaryChannels => "PRIMARY_CHANNELS",
            Self::MarketOrder => "MARKET_ORDER",
            Self::StepIncomplete => "STEP_INCOMPLETE",
            Self::UnknownField => "UNKNOWN_FIELD",
            Self::ServerField => "SERVER_FIELD",
            Self::HypeWord => "HYPE_WORD",
            Self::AvoidedChannel => "AVOIDED_CHANNEL",
        }
    }
}
