use contracts::auth::v1 as wire;

use crate::harness::{Answer, AuthService, Founder, answer, refused};

async fn update(auth: &AuthService, by: &Founder, request: wire::UpdateMeRequest) -> Answer<wire::Profile> {
    Ok(answer(auth.client().update_me(auth.by(by, request)).await)?.profile.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn users_change_what_is_theirs_and_absent_members_stay() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let first = wire::UpdateMeRequest {
        full_name: Some(" आदा ".to_owned()),
        avatar_url: Some("https://example.com/ada.png".to_owned()),
        bio: Some("Writes\nprograms".to_owned()),
        time_zone: Some("europe/london".to_owned()),
        preferences: Some(br#"{"theme":"dark"}"#.to_vec()),
    };
    let changed = update(&auth, &ada, first).await.unwrap();
    assert_eq!(changed.full_name.as_deref(), Some("आदा"));
    assert_eq!(changed.time_zone, "Europe/London");
    let cleared = wire::UpdateMeRequest { bio: Some(String::new()), ..wire::UpdateMeRequest::default() };
    let changed = update(&auth, &ada, cleared).await.unwrap();
    assert_eq!(changed.bio, None);
    assert_eq!(changed.avatar_url.as_deref(), Some("https://example.com/ada.png"));
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&changed.preferences).unwrap()["theme"], "dark");
    assert_eq!(auth.me(&ada).await.unwrap(), changed);
    let nothing = update(&auth, &ada, wire::UpdateMeRequest::default()).await.unwrap();
    assert_eq!(nothing, changed);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_rule_is_told_by_pointer_and_nothing_changes() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let before = auth.me(&ada).await.unwrap();
    let request = wire::UpdateMeRequest {
        full_name: Some("x".repeat(256)),
        avatar_url: Some("ftp://example.com/x".to_owned()),
        bio: Some("a\0b".to_owned()),
        time_zone: Some("Atlantis".to_owned()),
        preferences: Some(b"[1]".to_vec()),
    };
    let refusal = refused(update(&auth, &ada, request).await, 422, "VALIDATION_ERROR");
    let broken: Vec<_> =
        refusal.broken.iter().map(|(pointer, code)| (pointer.as_str(), code.as_str())).collect();
    assert_eq!(
        broken,
        [
            ("/full_name", "TOO_LONG"),
            ("/avatar_url", "INVALID_URL"),
            ("/bio", "INVALID_CHARACTER"),
            ("/time_zone", "NOT_IN_ENUM"),
            ("/preferences", "WRONG_TYPE")
        ]
    );
    assert_eq!(auth.me(&ada).await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_shows_the_platform_role_and_lets_nobody_change_it() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    assert_eq!(auth.me(&ada).await.unwrap().platform_role(), wire::PlatformRole::User);
    auth.sql("UPDATE users SET platform_role = 'support'").await;
    assert_eq!(auth.me(&ada).await.unwrap().platform_role(), wire::PlatformRole::Support);
}
