//! Who asks the database for rows of a tenant.

use uuid::Uuid;

/// A workspace with its people.
#[derive(Debug, Clone, Copy)]
pub struct Tenant {
    pub workspace: Uuid,
    pub owner: Uuid,
    pub admin: Uuid,
    pub member: Uuid,
}

/// Two tenants, and the staff of the platform.
#[derive(Debug, Clone, Copy)]
pub struct Cast {
    pub tenants: [Tenant; 2],
    pub support: Uuid,
    pub billing_admin: Uuid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// No setting at all.
    Nobody,
    /// The owner of the other workspace.
    Stranger,
    Owner,
    Admin,
    Member,
    Support,
    BillingAdmin,
    /// The service over all tenants.
    Service,
    /// The service at work on this workspace.
    ServiceHere,
    /// The service at work on the other workspace.
    ServiceElsewhere,
}

/// Values of `app.user_id`, `app.workspace_id`, `app.role` and `app.service`.
pub type Settings = [(&'static str, String); 4];

impl Subject {
    pub const ALL: [Self; 10] = [
        Self::Nobody,
        Self::Stranger,
        Self::Owner,
        Self::Admin,
        Self::Member,
        Self::Support,
        Self::BillingAdmin,
        Self::Service,
        Self::ServiceHere,
        Self::ServiceElsewhere,
    ];

    /// What a transaction of this subject sets when `tenant` is the one whose rows are asked for.
    pub fn settings(self, cast: &Cast, tenant: usize, service: &str) -> Settings {
        let (here, elsewhere) = (cast.tenants[tenant], cast.tenants[1 - tenant]);
        let (user, workspace, role, service) = match self {
            Self::Nobody => (None, None, "", ""),
            Self::Stranger => (Some(elsewhere.owner), Some(elsewhere.workspace), "owner", ""),
            Self::Owner => (Some(here.owner), Some(here.workspace), "owner", ""),
            Self::Admin => (Some(here.admin), Some(here.workspace), "admin", ""),
            Self::Member => (Some(here.member), Some(here.workspace), "member", ""),
            Self::Support => (Some(cast.support), None, "support", ""),
            Self::BillingAdmin => (Some(cast.billing_admin), None, "billing_admin", ""),
            Self::Service => (None, None, "", service),
            Self::ServiceHere => (None, Some(here.workspace), "", service),
            Self::ServiceElsewhere => (None, Some(elsewhere.workspace), "", service),
        };
        let text = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        [
            ("app.user_id", text(user)),
            ("app.workspace_id", text(workspace)),
            ("app.role", role.to_owned()),
            ("app.service", service.to_owned()),
        ]
    }
}
