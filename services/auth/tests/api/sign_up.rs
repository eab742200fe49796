use contracts::auth::v1 as wire;
use primitives::{Email, UserId};

use crate::harness::{AuthService, PASSWORD, answer, client, refused};

#[tokio::test(flavor = "multi_thread")]
async fn signing_up_opens_account_profile_workspace_and_session() {
    let auth = AuthService::start().await;
    let request = wire::SignUpRequest {
        email: " Ada.Lovelace@Example.com ".to_owned(),
        password: PASSWORD.to_owned(),
        full_name: Some(" Ada Lovelace ".to_owned()),
        client: client(),
    };
    let signed_up = answer(auth.client().sign_up(auth.by_anybody(request)).await).unwrap();
    assert_eq!(signed_up.identification_number, "U100000");
    let ada = auth.log_in("ada.lovelace@example.com", PASSWORD).await.unwrap();
    assert_eq!(ada.user.to_string(), signed_up.user_id);
    assert_eq!(ada.workspace.unwrap().to_string(), signed_up.workspace_id);
    let me = auth.me(&ada).await.unwrap();
    assert_eq!(me.full_name.as_deref(), Some("Ada Lovelace"));
    assert_eq!((me.email.as_str(), me.email_verified), ("ada.lovelace@example.com", false));
    assert_eq!(me.time_zone, "Asia/Kolkata");
    let of =
        answer(auth.client().list_workspaces(auth.by(&ada, wire::ListWorkspacesRequest {})).await).unwrap();
    let [workspace] = of.workspaces.as_slice() else { panic!("one workspace") };
    assert_eq!(workspace.name, "Ada Lovelace's Workspace");
    assert!(workspace.slug.starts_with("ada-lovelace-"), "{}", workspace.slug);
    assert_eq!(workspace.role(), wire::Role::Owner);
    assert_eq!((workspace.max_icp_profiles, workspace.max_campaigns, workspace.max_team_members), (3, 5, 1));
    assert!(workspace.current);
    assert_eq!(auth.audited(ada.user).await, ["account.opened"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_ids_are_assigned_in_order_and_never_edited() {
    let auth = AuthService::start().await;
    let (one, two) = (auth.founder("one@example.com").await, auth.founder("two@example.com").await);
    let number = async |founder| auth.me(founder).await.unwrap().identification_number;
    assert_eq!((number(&one).await.as_str(), number(&two).await.as_str()), ("U100000", "U100001"));
    let versions = "SELECT count(*) FROM workspaces WHERE substr(id::text, 15, 1) <> '7'";
    assert_eq!(auth.count(versions).await, 0);
    let mut owner = auth.database.owner().await;
    let edit = diesel::sql_query("UPDATE users SET identification_number = 'U999999'");
    let error = diesel_async::RunQueryDsl::execute(edit, &mut owner).await.unwrap_err();
    assert!(error.to_string().contains("not edited"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_can_be_used_only_once_however_it_is_spelled() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    refused(auth.sign_up(" ADA@example.com", PASSWORD).await, 409, "EMAIL_TAKEN");
    let racing = futures::future::join_all((0..8).map(|_| auth.sign_up("bob@example.com", PASSWORD))).await;
    assert_eq!(racing.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(auth.count("SELECT count(*) FROM accounts").await, 2);
    assert_eq!(auth.count("SELECT count(*) FROM workspaces").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_long_enough_and_not_known_to_attackers() {
    let auth = AuthService::start().await;
    let short = refused(auth.sign_up("a@example.com", "only 11 ch.").await, 422, "VALIDATION_ERROR");
    assert_eq!(short.broken, [("/password".to_owned(), "TOO_SHORT".to_owned())]);
    refused(auth.sign_up("a@example.com", &"ab ".repeat(43)).await, 422, "VALIDATION_ERROR");
    for known in
        ["Password1234", "123456789012", "passwordpassword", "ada.lovelace@example.com", "RaptorFlow!!!"]
    {
        let refusal =
            refused(auth.sign_up("ada.lovelace@example.com", known).await, 422, "PASSWORD_COMPROMISED");
        assert_eq!(refusal.broken[0].0, "/password");
    }
    assert_eq!(auth.count("SELECT count(*) FROM accounts").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_or_no_name_is_told_by_pointer() {
    let auth = AuthService::start().await;
    let request = wire::SignUpRequest {
        email: "ada@".to_owned(),
        password: PASSWORD.to_owned(),
        full_name: Some("x".repeat(256)),
        client: None,
    };
    let refusal =
        refused(answer(auth.client().sign_up(auth.by_anybody(request)).await), 422, "VALIDATION_ERROR");
    let pointers: Vec<_> =
        refusal.broken.iter().map(|(pointer, code)| (pointer.as_str(), code.as_str())).collect();
    assert_eq!(pointers, [("/full_name", "TOO_LONG"), ("/email", "INVALID_EMAIL")]);
    refused(auth.sign_up("", PASSWORD).await, 422, "VALIDATION_ERROR");
    let request = wire::SignUpRequest {
        email: "ada@example.com".to_owned(),
        password: PASSWORD.to_owned(),
        full_name: Some("Ada\r\nBcc: eve@example.com".to_owned()),
        client: None,
    };
    let refusal =
        refused(answer(auth.client().sign_up(auth.by_anybody(request)).await), 422, "VALIDATION_ERROR");
    assert_eq!(refusal.broken, [("/full_name".to_owned(), "INVALID_CHARACTER".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_hashed_with_argon2id_and_stored_nowhere_else() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    let stored = auth.rows("SELECT * FROM accounts").await;
    assert!(stored[0]["password_hash"].as_str().unwrap().starts_with("$argon2id$v=19$"));
    for table in ["accounts", "users", "outbox", "audit_log", "sessions", "refresh_tokens"] {
        let rows = auth.rows(&format!("SELECT * FROM {table}")).await;
        assert!(!serde_json::to_string(&rows).unwrap().contains(PASSWORD), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_very_long_name_still_gives_a_workspace_and_a_strange_address_a_slug() {
    let auth = AuthService::start().await;
    let request = wire::SignUpRequest {
        email: format!("{}+röck@example.com", "a.b_".repeat(14)),
        password: PASSWORD.to_owned(),
        full_name: Some("नमस्ते ".repeat(36).trim().to_owned()),
        client: None,
    };
    answer(auth.client().sign_up(auth.by_anybody(request)).await).unwrap();
    let row = &auth.rows("SELECT name, slug FROM workspaces").await[0];
    assert!(row["name"].as_str().unwrap().chars().count() <= 255);
    assert!(row["name"].as_str().unwrap().ends_with("'s Workspace"));
    let slug = row["slug"].as_str().unwrap();
    assert_eq!(slug.len(), 63);
    assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_addresses_must_be_verified_first_nobody_is_signed_in_before() {
    let auth = AuthService::start_with(|settings| settings.require_email_verification = true).await;
    let signed_up = auth.sign_up("ada@example.com", PASSWORD).await.unwrap();
    assert_eq!(signed_up.tokens, None);
    for _ in 0..11 {
        refused(auth.log_in("ada@example.com", PASSWORD).await, 403, "EMAIL_NOT_VERIFIED");
    }
    refused(auth.log_in("ada@example.com", "wrong password!").await, 401, "INVALID_CREDENTIALS");
    let token = auth.mailed_token("ada@example.com", "Confirm").await;
    let request = auth.by_anybody(wire::VerifyEmailRequest { token });
    answer(auth.client().verify_email(request).await).unwrap();
    let ada = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    assert_eq!(ada.user, signed_up.user_id.parse::<UserId>().unwrap());
    assert!(Email::try_from(ada.email).is_ok());
}
