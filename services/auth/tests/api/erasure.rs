use contracts::auth::v1 as wire;
use testkit::eventually;
use time::Duration;

use crate::harness::{AuthService, Founder, PASSWORD, answer, refused};

pub async fn delete(auth: &AuthService, by: &Founder) {
    let of =
        answer(auth.client().list_workspaces(auth.by(by, wire::ListWorkspacesRequest {})).await).unwrap();
    let request = wire::DeleteWorkspaceRequest { confirmation: of.workspaces[0].slug.clone() };
    answer(auth.client().delete_workspace(auth.by_member(by, by.owns(), request)).await).unwrap();
}

pub async fn deactivate(auth: &AuthService, by: &Founder) {
    let request = wire::DeactivateMeRequest {
        confirmation: "delete my account".to_owned(),
        password: Some(PASSWORD.to_owned()),
    };
    answer(auth.client().deactivate_me(auth.by(by, request)).await).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_workspace_is_erased_everywhere_after_thirty_days() {
    let mut auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let id = ada.workspace.unwrap();
    delete(&auth, &ada).await;
    auth.later(Duration::days(30) - Duration::SECOND);
    auth.restart().await;
    auth.mail("ada@example.com", "Welcome").await;
    assert_eq!(auth.count("SELECT count(*) FROM workspaces").await, 1);
    assert!(auth.neighbours.erased().is_empty());
    auth.later(Duration::SECOND);
    auth.restart().await;
    eventually("the workspace is gone", async || {
        (auth.count("SELECT count(*) FROM workspaces").await == 0).then_some(())
    })
    .await;
    assert_eq!(auth.neighbours.erased(), [format!("payments:{id}"), format!("onboarding:{id}")]);
    assert_eq!(auth.count("SELECT count(*) FROM users").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_account_and_all_it_owns_are_erased_after_thirty_days() {
    let mut auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    deactivate(&auth, &ada).await;
    auth.mail("ada@example.com", "Welcome").await;
    auth.later(Duration::days(30));
    refused(auth.refresh(&ada.refresh).await, 401, "SESSION_ENDED");
    let back = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    let request = auth.by(&back, wire::ReactivateMeRequest {});
    refused(answer(auth.client().reactivate_me(request).await), 403, "ACCOUNT_DEACTIVATED");
    auth.restart().await;
    let id = ada.workspace.unwrap();
    eventually("the workspace is gone", async || {
        (auth.count(&format!("SELECT count(*) FROM workspaces WHERE id = '{id}'")).await == 0).then_some(())
    })
    .await;
    auth.restart().await;
    eventually("the account is gone", async || {
        (auth.count(&format!("SELECT count(*) FROM accounts WHERE id = '{}'", ada.user)).await == 0)
            .then_some(())
    })
    .await;
    for (table, column) in
        [("users", "id"), ("sessions", "user_id"), ("refresh_tokens", "user_id"), ("email_log", "user_id")]
    {
        let left = format!("SELECT count(*) FROM {table} WHERE {column} = '{}'", ada.user);
        assert_eq!(auth.count(&left).await, 0, "{table}");
    }
    assert_eq!(auth.count(&format!("SELECT count(*) FROM users WHERE id = '{}'", bob.user)).await, 1);
    refused(auth.log_in("ada@example.com", PASSWORD).await, 401, "INVALID_CREDENTIALS");
    auth.founder("ada@example.com").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_cannot_be_erased_keeps_no_other_from_it() {
    let mut auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    deactivate(&auth, &ada).await;
    auth.later(Duration::SECOND);
    deactivate(&auth, &bob).await;
    auth.later(Duration::days(30));
    auth.restart().await;
    eventually("the workspaces are gone", async || {
        (auth.count("SELECT count(*) FROM workspaces").await == 0).then_some(())
    })
    .await;
    auth.sql("CREATE TABLE holds (account uuid REFERENCES accounts)").await;
    auth.sql(&format!("INSERT INTO holds VALUES ('{}')", ada.user)).await;
    auth.restart().await;
    eventually("the other account is gone", async || {
        (auth.count(&format!("SELECT count(*) FROM accounts WHERE id = '{}'", bob.user)).await == 0)
            .then_some(())
    })
    .await;
    assert_eq!(auth.count("SELECT count(*) FROM accounts").await, 1);
}
