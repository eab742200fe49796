use std::collections::BTreeSet;

use contracts::onboarding::v1::{OnboardingStatus, StepStatus};
use primitives::Role;
use serde_json::{Value, json};

use crate::{
    answers,
    harness::{Onboarding, note, parsed},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_save_is_in_the_journal_and_in_redis_when_it_is_acknowledged() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    let saved = desk.put(1, 0, &json!({ "company_name": "  Katori " })).await.unwrap();
    assert_eq!((saved.version, saved.status()), (1, StepStatus::InProgress));
    assert_eq!(parsed(&saved.data)["company_name"], "Katori");
    assert!(saved.issues.iter().any(|issue| issue.pointer == "/industry"));
    let journaled = format!(
        "SELECT count(*) FROM step_journal WHERE session_id = '{}' AND step_number = 1 AND version = 1
         AND kind = 'draft' AND data ->> 'company_name' = 'Katori' AND actor_id = '{}'",
        desk.id, founder.user.id
    );
    assert_eq!(onboarding.count(&journaled).await, 1);
    let keys = onboarding.redis.keys("onb:*").await;
    for kind in ["step:1", "draft:1", "progress", "metadata"] {
        assert!(keys.contains(&format!("onb:{{{}}}:{kind}", desk.id)), "{kind} in {keys:?}");
    }
    let status = onboarding.status(founder.workspace).await.unwrap();
    assert_eq!(status.status(), OnboardingStatus::InProgress);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identical_repeat_raises_no_version_however_late_it_comes() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    assert_eq!(desk.put(1, 0, &note("a")).await.unwrap().version, 1);
    assert_eq!(desk.put(1, 0, &note("a")).await.unwrap().version, 1);
    assert_eq!(desk.put(1, 1, &note("a")).await.unwrap().version, 1);
    assert_eq!(desk.put(1, 1, &note("b")).await.unwrap().version, 2);
    assert_eq!(desk.put(1, 0, &note("b")).await.unwrap().version, 2);
    desk.put(1, 7, &note("b")).await.unwrap_err().is(412, "STEP_VERSION_CONFLICT");
    assert_eq!(onboarding.count("SELECT count(*) FROM step_journal").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_save_gets_what_is_stored_and_changes_nothing() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &note("first tab")).await.unwrap();
    let refusal = desk.put(1, 0, &note("second tab")).await.unwrap_err();
    refusal.is(412, "STEP_VERSION_CONFLICT");
    assert_eq!(refusal.members["current_version"], 1);
    assert_eq!(refusal.members["current_data"]["notes"], "first tab");
    let step = desk.step(1).await.unwrap().step.unwrap();
    assert_eq!(parsed(&step.draft.unwrap())["notes"], "first tab");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_carries_even_the_largest_document() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(1).await;
    let text = "ä\"".repeat(499);
    let facts: Vec<Value> =
        (0..100).map(|n| json!({ "category": "proof", "label": n.to_string(), "value": text })).collect();
    let large = json!({ "facts": facts });
    desk.put(2, 0, &large).await.unwrap();
    let refusal = desk.put(2, 0, &json!({ "mission": "x" })).await.unwrap_err();
    refusal.is(412, "STEP_VERSION_CONFLICT");
    assert_eq!(refusal.members["current_data"]["facts"].as_array().unwrap().len(), 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_saves_at_once_one_wins_each_version() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    for version in 0..3 {
        let texts: Vec<Value> = (0..50).map(|n| note(&format!("{version}-{n}"))).collect();
        let answers = futures::future::join_all(texts.iter().map(|text| desk.put(1, version, text))).await;
        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 49));
        assert_eq!(won[0].as_ref().unwrap().version, version + 1);
        lost.into_iter().for_each(|answer| answer.unwrap_err().is(412, "STEP_VERSION_CONFLICT"));
    }
    assert_eq!(onboarding.count("SELECT count(*) FROM step_journal").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn saves_of_different_steps_do_not_disturb_each_other() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(9).await;
    let documents: Vec<(u32, u64)> =
        futures::future::join_all((1..=9).map(async |n| (n, desk.version(n).await))).await;
    let patch = json!({});
    let unchanged =
        futures::future::join_all(documents.iter().map(|(n, version)| desk.patch(*n, *version, &patch)));
    for (answer, (_, version)) in unchanged.await.into_iter().zip(&documents) {
        assert_eq!(answer.unwrap().version, *version);
    }
    let drafts =
        [(2, json!({ "vision": "v" })), (5, json!({ "guarantees": "g" })), (7, json!({ "confirmed": true }))];
    let version = |n| documents.iter().find(|(step, _)| *step == n).unwrap().1;
    let saved = drafts.iter().map(|(n, patch)| desk.patch(*n, version(*n), patch));
    assert!(futures::future::join_all(saved).await.iter().all(Result::is_ok));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patch_changes_named_members_and_null_removes_them() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &json!({ "company_name": "Katori", "headquarters": "Pune" })).await.unwrap();
    let patch = json!({ "headquarters": null, "stage": "seed" });
    let saved = desk.patch(1, 1, &patch).await.unwrap();
    let data = parsed(&saved.data);
    assert_eq!((data["company_name"].as_str(), data["stage"].as_str()), (Some("Katori"), Some("seed")));
    assert!(data.get("headquarters").is_none());
    desk.patch(1, 1, &json!({ "stage": "growth" })).await.unwrap_err().is(412, "STEP_VERSION_CONFLICT");
    desk.patch(1, 2, &json!([1])).await.unwrap_err().is(422, "VALIDATION_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_limits_name_pointer_and_code_and_store_nothing() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    let refusal = desk.put(1, 0, &json!({ "company_name": "K", "industry": "magic" })).await.unwrap_err();
    refusal.is(422, "VALIDATION_ERROR");
    let found: BTreeSet<(&str, &str)> =
        refusal.violations.iter().map(|(pointer, code)| (pointer.as_str(), code.as_str())).collect();
    assert_eq!(found, BTreeSet::from([("/company_name", "TOO_SHORT"), ("/industry", "NOT_IN_ENUM")]));
    let double = json!({ "evidence": [
        { "type": "url", "name": "A", "url": "https://katori.example" },
        { "type": "url", "name": "B", "url": "https://KATORI.example/" },
    ]});
    desk.put(1, 0, &double).await.unwrap_err().is(409, "DUPLICATE_EVIDENCE");
    desk.put(1, 0, &json!("text")).await.unwrap_err().is(422, "VALIDATION_ERROR");
    assert_eq!(desk.version(1).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_sound_json_is_refused() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    let cases: [&[u8]; 6] = [
        b"",
        b"{",
        b"{\"notes\":\"a\",\"notes\":\"b\"}",
        b"{\"notes\":\"\xff\"}",
        b"{\"notes\":1e999}",
        b"{}x",
    ];
    for case in cases {
        desk.put_bytes(1, 0, case.to_vec(), true).await.unwrap_err().is(400, "BAD_REQUEST");
    }
    desk.put(1, 0, &note("a\u{0}b")).await.unwrap_err().is(422, "VALIDATION_ERROR");
    assert_eq!(onboarding.count("SELECT count(*) FROM step_journal").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_more_than_512_kib_is_refused() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    let large = json!({ "unknown": "x".repeat(512 * 1024) });
    desk.put(1, 0, &large).await.unwrap_err().is(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(desk.version(1).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_members_and_server_fields_are_left_out_with_a_warning() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    let data = json!({ "colour": "red", "evidence": [
        { "type": "url", "name": "A", "url": "https://katori.example", "status": "complete" },
    ]});
    let saved = desk.put(1, 0, &data).await.unwrap();
    let warned: BTreeSet<&str> = saved.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(warned, BTreeSet::from(["SERVER_FIELD", "UNKNOWN_FIELD"]));
    assert_eq!(parsed(&saved.data)["evidence"][0]["status"], "pending");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_is_not_reached_yet_is_locked() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(2, 0, &json!({ "mission": "m" })).await.unwrap_err().is(409, "STEP_LOCKED");
    desk.complete(5, 0, None).await.unwrap_err().is(409, "STEP_LOCKED");
    desk.skip(17).await.unwrap_err().is(409, "STEP_LOCKED");
    desk.put_complete(1, 0, &answers::evidence()).await.unwrap();
    desk.put(2, 0, &json!({ "mission": "m" })).await.unwrap();
    desk.put(3, 0, &json!({ "issues": [] })).await.unwrap_err().is(409, "STEP_LOCKED");
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_that_do_not_exist_and_sessions_of_others_are_not_found() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    for n in [0, 24, 4_000_000_000] {
        desk.step(n).await.unwrap_err().is(404, "STEP_UNKNOWN");
        desk.put(n, 0, &json!({})).await.unwrap_err().is(404, "STEP_UNKNOWN");
    }
    for id in ["", "../1", "0193a4c1e200765e88e8914babbf9106", "0193a4c1-e200-765e-88e8-914babbf9106"] {
        let other = crate::harness::Desk { id: id.to_owned(), ..desk.clone() };
        other.get().await.unwrap_err().is(404, "SESSION_NOT_FOUND");
        other.put(1, 0, &json!({})).await.unwrap_err().is(404, "SESSION_NOT_FOUND");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_member_answers_like_the_owner() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    let member = onboarding.colleague(&founder, Role::Member);
    assert_eq!(desk.of(&member).put(1, 0, &note("hers")).await.unwrap().version, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_activity_shows_the_last_save() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    onboarding.clock.advance(time::Duration::seconds(30));
    desk.put(1, 0, &note("a")).await.unwrap();
    let shown = desk.get().await.unwrap().last_activity_at.unwrap().seconds;
    assert_eq!(shown, onboarding.clock.now().unix_timestamp());
}
