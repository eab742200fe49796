use serde_json::Value;
use tonic::{Response, Status};
use tonic_types::StatusExt as _;

/// What a call ended in.
pub type Answer<T> = Result<T, Refusal>;

/// A refusal as the gateway reads it.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    /// Pointer and code of every broken rule.
    pub broken: Vec<(String, String)>,
    pub retry_after: Option<u64>,
    pub members: Value,
}

impl From<Status> for Refusal {
    fn from(status: Status) -> Self {
        let info = status.get_details_error_info().unwrap_or_else(|| panic!("no details in {status:?}"));
        let said = |name: &str| info.metadata.get(name).map(String::as_str);
        let broken = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
        Self {
            status: said("http_status").unwrap().parse().unwrap(),
            broken: broken.into_iter().map(|rule| (rule.field, rule.reason)).collect(),
            retry_after: said("retry_after_ms").map(|wait| wait.parse::<u64>().unwrap().div_ceil(1000)),
            members: said("members").map_or(Value::Null, |members| serde_json::from_str(members).unwrap()),
            code: info.reason,
        }
    }
}

pub fn answer<T>(answer: Result<Response<T>, Status>) -> Answer<T> {
    Ok(answer?.into_inner())
}

/// What is expected of a refused call.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(answer: Answer<T>, status: u16, code: &str) -> Refusal {
    let refusal = answer.expect_err("the call was accepted");
    assert_eq!((refusal.status, refusal.code.as_str()), (status, code), "{refusal:?}");
    refusal
}
