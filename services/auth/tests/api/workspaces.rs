use contracts::auth::v1 as wire;
use primitives::{Role, WorkspaceId};

use crate::harness::{Answer, AuthService, Founder, answer, refused};

async fn list(auth: &AuthService, by: &Founder) -> Vec<wire::Workspace> {
    let request = auth.by(by, wire::ListWorkspacesRequest {});
    answer(auth.client().list_workspaces(request).await).unwrap().workspaces
}

async fn update(
    auth: &AuthService,
    by: &Founder,
    as_member: (WorkspaceId, Role),
    request: wire::UpdateWorkspaceRequest,
) -> Answer<wire::Workspace> {
    let request = auth.by_member(by, as_member, request);
    Ok(answer(auth.client().update_workspace(request).await)?.workspace.unwrap())
}

async fn switch(auth: &AuthService, by: &Founder, id: &str) -> Answer<wire::Workspace> {
    let request = auth.by(by, wire::SwitchWorkspaceRequest { workspace_id: id.to_owned() });
    Ok(answer(auth.client().switch_workspace(request).await)?.workspace.unwrap())
}

async fn resolve(
    auth: &AuthService,
    of: &Founder,
    named: Option<&str>,
) -> Answer<wire::ResolveMembershipResponse> {
    let request = wire::ResolveMembershipRequest {
        user_id: of.user.to_string(),
        workspace_id: named.map(str::to_owned),
    };
    answer(auth.client().resolve_membership(auth.by_anybody(request)).await)
}

/// Makes somebody a member of somebody else's workspace.
async fn invite(auth: &AuthService, guest: &Founder, to: &Founder, role: Role) {
    let (workspace, guest) = (to.workspace.unwrap(), guest.user);
    auth.sql(&format!("INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ('{workspace}', '{guest}', '{role}')"))
        .await;
}

fn renamed() -> wire::UpdateWorkspaceRequest {
    wire::UpdateWorkspaceRequest {
        name: Some("Lovelace & Co".to_owned()),
        ..wire::UpdateWorkspaceRequest::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_and_admins_change_a_workspace_and_members_do_not() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let (admin, member) = (auth.founder("admin@example.com").await, auth.founder("member@example.com").await);
    invite(&auth, &admin, &ada, Role::Admin).await;
    invite(&auth, &member, &ada, Role::Member).await;
    let id = ada.workspace.unwrap();
    let request = wire::UpdateWorkspaceRequest {
        name: Some(" Lovelace & Co ".to_owned()),
        description: Some("Engines".to_owned()),
        industry: Some("technology".to_owned()),
        time_zone: Some("Asia/Kolkata".to_owned()),
        settings: Some(br#"{"week":"monday"}"#.to_vec()),
    };
    let changed = update(&auth, &ada, ada.owns(), request).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.industry.as_deref()), ("Lovelace & Co", Some("technology")));
    assert!(changed.current, "a single workspace is the current one");
    let changed = update(&auth, &admin, (id, Role::Admin), renamed()).await.unwrap();
    assert_eq!((changed.role(), changed.description.as_deref()), (wire::Role::Admin, Some("Engines")));
    refused(update(&auth, &member, (id, Role::Member), renamed()).await, 403, "FORBIDDEN");
    assert_eq!(auth.count("SELECT count(*) FROM audit_log WHERE action = 'workspace.updated'").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrongly_attested_membership_changes_nothing() {
    let auth = AuthService::start().await;
    let (ada, stranger) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    // the gateway was fooled; the database is not
    refused(update(&auth, &stranger, ada.owns(), renamed()).await, 404, "WORKSPACE_NOT_FOUND");
    let request = wire::DeleteWorkspaceRequest { confirmation: list(&auth, &ada).await[0].slug.clone() };
    let request = auth.by_member(&stranger, ada.owns(), request);
    refused(answer(auth.client().delete_workspace(request).await), 404, "WORKSPACE_NOT_FOUND");
    invite(&auth, &stranger, &ada, Role::Member).await;
    refused(update(&auth, &stranger, ada.owns(), renamed()).await, 403, "FORBIDDEN");
    let request = wire::DeleteWorkspaceRequest { confirmation: list(&auth, &ada).await[0].slug.clone() };
    let request = auth.by_member(&stranger, ada.owns(), request);
    refused(answer(auth.client().delete_workspace(request).await), 403, "FORBIDDEN");
    assert_eq!(list(&auth, &ada).await[0].name, "ada's Workspace");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_rule_is_told_by_pointer() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let request = wire::UpdateWorkspaceRequest {
        name: Some("  ".to_owned()),
        description: Some("x".repeat(2001)),
        industry: Some("alchemy".to_owned()),
        time_zone: Some("Nowhere".to_owned()),
        settings: Some(b"7".to_vec()),
    };
    let refusal = refused(update(&auth, &ada, ada.owns(), request).await, 422, "VALIDATION_ERROR");
    let mut pointers: Vec<_> = refusal.broken.iter().map(|(pointer, _)| pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!(pointers, ["/description", "/industry", "/name", "/settings", "/time_zone"]);
    let unseen =
        wire::UpdateWorkspaceRequest { name: Some("\u{200b}\u{2060}".to_owned()), ..Default::default() };
    let refusal = refused(update(&auth, &ada, ada.owns(), unseen).await, 422, "VALIDATION_ERROR");
    assert_eq!(refusal.broken, [("/name".to_owned(), "REQUIRED".to_owned())]);
    assert_eq!(list(&auth, &ada).await[0].name, "ada's Workspace");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_deletes_a_workspace_and_only_by_its_slug() {
    let auth = AuthService::start().await;
    let (ada, admin) = (auth.founder("ada@example.com").await, auth.founder("admin@example.com").await);
    invite(&auth, &admin, &ada, Role::Admin).await;
    let id = ada.workspace.unwrap();
    let slug = list(&auth, &ada).await[0].slug.clone();
    let delete = async |by: &Founder, role: Role, confirmation: &str| {
        let request = wire::DeleteWorkspaceRequest { confirmation: confirmation.to_owned() };
        answer(auth.client().delete_workspace(auth.by_member(by, (id, role), request)).await)
    };
    refused(delete(&admin, Role::Admin, &slug).await, 403, "FORBIDDEN");
    refused(delete(&ada, Role::Owner, "something else").await, 400, "CONFIRMATION_REQUIRED");
    delete(&ada, Role::Owner, &slug).await.unwrap();
    refused(delete(&ada, Role::Owner, &slug).await, 404, "WORKSPACE_NOT_FOUND");
    assert!(list(&auth, &ada).await.is_empty());
    refused(resolve(&auth, &ada, None).await, 422, "PROFILE_INCOMPLETE");
    assert_eq!(list(&auth, &admin).await.len(), 1);
    let ensured =
        answer(auth.client().ensure_profile(auth.by(&ada, wire::EnsureProfileRequest {})).await).unwrap();
    assert_ne!(ensured.workspace_id, id.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_mean_the_named_workspace_else_the_chosen_else_the_only_one() {
    let auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    let (hers, his) = (ada.workspace.unwrap().to_string(), bob.workspace.unwrap().to_string());
    let only = resolve(&auth, &ada, None).await.unwrap();
    assert_eq!((only.workspace_id.as_str(), only.role()), (hers.as_str(), wire::Role::Owner));
    assert!(only.workspace_slug.starts_with("ada-"));
    refused(resolve(&auth, &ada, Some(&his)).await, 404, "WORKSPACE_NOT_FOUND");
    refused(resolve(&auth, &ada, Some("nonsense")).await, 400, "WORKSPACE_INVALID");
    refused(switch(&auth, &ada, &his).await, 404, "WORKSPACE_NOT_FOUND");
    refused(switch(&auth, &ada, "nonsense").await, 400, "WORKSPACE_INVALID");
    invite(&auth, &ada, &bob, Role::Member).await;
    refused(resolve(&auth, &ada, None).await, 400, "WORKSPACE_REQUIRED");
    let named = resolve(&auth, &ada, Some(&his)).await.unwrap();
    assert_eq!((named.workspace_id.as_str(), named.role()), (his.as_str(), wire::Role::Member));
    assert!(switch(&auth, &ada, &his).await.unwrap().current);
    assert_eq!(resolve(&auth, &ada, None).await.unwrap().workspace_id, his);
    switch(&auth, &ada, &hers).await.unwrap();
    assert_eq!(resolve(&auth, &ada, None).await.unwrap().workspace_id, hers);
    let current: Vec<_> = list(&auth, &ada).await.into_iter().filter(|workspace| workspace.current).collect();
    assert_eq!(current.len(), 1);
    auth.sql("UPDATE workspace_members SET is_active = false WHERE role = 'member'").await;
    refused(resolve(&auth, &ada, Some(&his)).await, 404, "WORKSPACE_NOT_FOUND");
}
