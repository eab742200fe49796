use primitives::{Email, PlatformRole, UserId};
use principal::AccountState;
use problem::Violation;
use serde_json::Value;
use time::OffsetDateTime;

use super::input::{self, Change};

/// Who somebody is.
#[derive(Debug, Clone)]
pub struct Profile {
    pub user: UserId,
    pub email: Email,
    pub email_verified: bool,
    pub identification_number: String,
    pub full_name: Option<String>,
    pub avatar_url: Option<String>,
    pub bio: Option<String>,
    pub time_zone: String,
    pub preferences: Value,
    pub platform_role: PlatformRole,
    pub state: AccountState,
    pub created_at: OffsetDateTime,
}

/// What users change of their own profile.
#[derive(Debug, Default)]
pub struct ProfileEdit {
    pub full_name: Change,
    pub avatar_url: Change,
    pub bio: Change,
    pub time_zone: Option<String>,
    pub preferences: Option<Value>,
}

/// The same as it was sent.
#[derive(Debug, Default)]
pub struct SentProfile {
    pub full_name: Option<String>,
    pub avatar_url: Option<String>,
    pub bio: Option<String>,
    pub time_zone: Option<String>,
    pub preferences: Option<Vec<u8>>,
}

pub const NAME_CHARACTERS: usize = 255;

impl Profile {
    /// How mails address them.
    pub fn display_name(&self) -> &str {
        self.full_name.as_deref().unwrap_or_else(|| self.email.local_part())
    }
}

impl TryFrom<SentProfile> for ProfileEdit {
    type Error = Vec<Violation>;

    fn try_from(sent: SentProfile) -> Result<Self, Vec<Violation>> {
        let mut broken = Vec::new();
        let edit = Self {
            full_name: input::clearable_line("/full_name", sent.full_name, NAME_CHARACTERS, &mut broken),
            avatar_url: input::clearable_url("/avatar_url", sent.avatar_url, &mut broken),
            bio: input::clearable("/bio", sent.bio, 500, &mut broken),
            time_zone: input::time_zone("/time_zone", sent.time_zone, &mut broken),
            preferences: input::object("/preferences", sent.preferences, &mut broken),
        };
        if broken.is_empty() { Ok(edit) } else { Err(broken) }
    }
}
