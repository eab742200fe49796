use serde::{Deserialize, Serialize};

/// Something that goes wrong in an SMTP conversation, once, a few times or until it is cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// When.
    pub stage: Stage,
    /// What.
    pub action: Action,
    /// Only for this recipient; of use from the recipient stage on.
    #[serde(default)]
    pub to: Option<String>,
    /// How often; until cleared when left out.
    #[serde(default)]
    pub times: Option<u32>,
}

/// Where in the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before the greeting.
    Connect,
    /// At `MAIL FROM`.
    Sender,
    /// At `RCPT TO`.
    Recipient,
    /// At `DATA`.
    Data,
    /// At the end of the message, before it is kept.
    Message,
    /// At the end of the message, after it was kept: the client cannot know that it was.
    Kept,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// A reply of 4xx for "later" or 5xx for "never".
    Refuse {
        /// SMTP reply code.
        code: u16,
        /// The words after it.
        #[serde(default = "refusal")]
        text: String,
    },
    /// The conversation goes on after a while.
    Slow {
        /// Real time.
        milliseconds: u64,
    },
    /// The connection ends without a reply.
    Drop,
}

fn refusal() -> String {
    "refused on demand".to_owned()
}

impl Fault {
    /// Until it is cleared.
    pub fn at(stage: Stage, action: Action) -> Self {
        Self { stage, action, to: None, times: None }
    }

    /// Only the next time.
    #[must_use]
    pub fn once(self) -> Self {
        Self { times: Some(1), ..self }
    }

    fn concerns(&self, stage: Stage, recipients: &[String]) -> bool {
        let meant = |only: &String| recipients.iter().any(|to| to.eq_ignore_ascii_case(only));
        self.stage == stage && self.to.as_ref().is_none_or(meant)
    }
}

impl Action {
    /// Refuses with this code.
    pub fn refuse(code: u16) -> Self {
        Self::Refuse { code, text: refusal() }
    }
}

/// Takes the fault planned for this moment.
pub fn take(faults: &mut Vec<Fault>, stage: Stage, recipients: &[String]) -> Option<Action> {
    let index = faults.iter().position(|fault| fault.concerns(stage, recipients))?;
    let action = faults[index].action.clone();
    match &mut faults[index].times {
        None => {}
        Some(times) if *times > 1 => *times -= 1,
        Some(_) => {
            faults.remove(index);
        }
    }
    Some(action)
}
