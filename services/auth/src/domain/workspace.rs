use primitives::{Role, WorkspaceId, cut_graphemes};
use problem::Violation;
use serde_json::Value;
use time::OffsetDateTime;

use super::input::{self, Change};

/// A tenant, as one of its members sees it.
#[derive(Debug, Clone)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub name: String,
    pub slug: String,
    pub description: Option<String>,
    pub industry: Option<String>,
    pub time_zone: String,
    pub limits: WorkspaceLimits,
    pub settings: Value,
    /// The member's role.
    pub role: Role,
    /// The one that the member's requests mean when they name none.
    pub chosen: bool,
    pub created_at: OffsetDateTime,
}

/// What a workspace may have until a plan says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkspaceLimits {
    pub icp_profiles: u32,
    pub campaigns: u32,
    pub team_members: u32,
}

/// What owners and admins change.
#[derive(Debug, Default)]
pub struct WorkspaceEdit {
    pub name: Option<String>,
    pub description: Change,
    pub industry: Change,
    pub time_zone: Option<String>,
    pub settings: Option<Value>,
}

/// The same as it was sent.
#[derive(Debug, Default)]
pub struct SentWorkspace {
    pub name: Option<String>,
    pub description: Option<String>,
    pub industry: Option<String>,
    pub time_zone: Option<String>,
    pub settings: Option<Vec<u8>>,
}

/// Why no workspace is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// There is none.
    None,
    /// There are several and none was chosen.
    Several,
    /// The named one is not among them.
    Unknown,
}

const NAME_CHARACTERS: usize = 255;
const DESCRIPTION_CHARACTERS: usize = 2000;
const INDUSTRIES: [&str; 16] = [
    "technology",
    "healthcare",
    "finance",
    "retail",
    "manufacturing",
    "education",
    "real_estate",
    "entertainment",
    "food_beverage",
    "transportation",
    "energy",
    "consulting",
    "media",
    "agriculture",
    "construction",
    "other",
];

/// The name of somebody's first workspace; a long name is cut between two graphemes.
pub fn first_name(display_name: &str) -> String {
    const REST: &str = "'s Workspace";
    format!("{}{REST}", cut_graphemes(display_name, NAME_CHARACTERS - REST.len()))
}

/// The workspace that a request means: the one it names, else the chosen one, else the only one.
pub fn meant(of: &[Workspace], named: Option<WorkspaceId>) -> Result<&Workspace, Unclear> {
    match (named, of) {
        (_, []) => Err(Unclear::None),
        (Some(id), some) => some.iter().find(|workspace| workspace.id == id).ok_or(Unclear::Unknown),
        (None, [only]) => Ok(only),
        (None, several) => several.iter().find(|workspace| workspace.chosen).ok_or(Unclear::Several),
    }
}

/// A single workspace is the current one, chosen or not.
pub fn settle_current(of: &mut [Workspace]) {
    if let [only] = of {
        only.chosen = true;
    }
}

impl TryFrom<SentWorkspace> for WorkspaceEdit {
    type Error = Vec<Violation>;

    fn try_from(sent: SentWorkspace) -> Result<Self, Vec<Violation>> {
        let mut broken = Vec::new();
        let industry = input::clearable("/industry", sent.industry, NAME_CHARACTERS, &mut broken);
        if let Some(Some(word)) = &industry
            && !INDUSTRIES.contains(&word.as_str())
        {
            broken.push(Violation::new("/industry", "NOT_IN_ENUM", "must be one of the known industries"));
        }
        let edit = Self {
            name: sent.name.map(|name| input::required("/name", &name, NAME_CHARACTERS, &mut broken)),
            description: input::clearable(
                "/description",
                sent.description,
                DESCRIPTION_CHARACTERS,
                &mut broken,
            ),
            industry,
            time_zone: input::time_zone("/time_zone", sent.time_zone, &mut broken),
            settings: input::object("/settings", sent.settings, &mut broken),
        };
        if broken.is_empty() { Ok(edit) } else { Err(broken) }
    }
}

#[cfg(test)]
mod tests {
    use primitives::{Clock, code_points};
    use time::macros::datetime;

    use super::*;

    fn workspace(chosen: bool) -> Workspace {
        Workspace {
            id: WorkspaceId::new(&Clock::system()),
            name: "Ada's Workspace".to_owned(),
            slug: "ada-00000000".to_owned(),
            description: None,
            industry: None,
            time_zone: "Asia/Kolkata".to_owned(),
            limits: WorkspaceLimits { icp_profiles: 3, campaigns: 5, team_members: 1 },
            settings: Value::Null,
            role: Role::Owner,
            chosen,
            created_at: datetime!(2026-01-01 00:00 UTC),
        }
    }

    #[test]
    fn the_meant_workspace_is_named_chosen_or_alone() {
        let (a, b, chosen) = (workspace(false), workspace(false), workspace(true));
        let id = |answer: Result<&Workspace, Unclear>| answer.map(|workspace| workspace.id);
        assert_eq!(id(meant(&[], None)), Err(Unclear::None));
        assert_eq!(id(meant(std::slice::from_ref(&a), None)), Ok(a.id));
        assert_eq!(id(meant(&[a.clone(), b.clone()], None)), Err(Unclear::Several));
        assert_eq!(id(meant(&[a.clone(), chosen.clone()], None)), Ok(chosen.id));
        assert_eq!(id(meant(&[a.clone(), chosen], Some(a.id))), Ok(a.id));
        assert_eq!(id(meant(&[a], Some(b.id))), Err(Unclear::Unknown));
    }

    #[test]
    fn a_long_name_leaves_room_for_the_rest() {
        assert_eq!(first_name("Ada"), "Ada's Workspace");
        let long = first_name(&"👩‍💻".repeat(85));
        assert!(code_points(&long) <= 255);
        assert!(long.ends_with("👩‍💻's Workspace"));
    }

    #[test]
    fn a_workspace_keeps_a_name_and_a_known_industry() {
        let sent = SentWorkspace {
            name: Some(" ".to_owned()),
            industry: Some("alchemy".to_owned()),
            ..SentWorkspace::default()
        };
        let broken = WorkspaceEdit::try_from(sent).unwrap_err();
        let pointers: Vec<_> = broken.iter().map(|violation| violation.pointer.as_str()).collect();
        assert_eq!(pointers, ["/industry", "/name"]);
    }
}
