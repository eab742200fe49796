use contracts::onboarding::v1::{Decision, Engine, Suggestion};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};

use crate::harness::{Desk, Onboarding, parsed};

/// Concurrent calls: enough to race for the limit, few enough to be answered in time on a busy machine.
const AT_ONCE: usize = 8;

/// A desk with enough answered for step 14 to have proposals.
async fn prepared(onboarding: &Onboarding) -> Desk<'_> {
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(13).await;
    desk
}

async fn propose(desk: &Desk<'_>) -> Vec<Suggestion> {
    let ran = desk.run(14, "", Engine::Deterministic).await.unwrap();
    assert_eq!(ran.engine(), Engine::Deterministic);
    assert!(!ran.suggestions.is_empty());
    ran.suggestions
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_proposes_and_changes_no_answer() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let suggestions = propose(&desk).await;
    let step = desk.step(14).await.unwrap();
    let state = step.step.unwrap();
    assert_eq!((state.version, state.draft, state.submitted), (0, None, None));
    assert_eq!(step.suggestions, suggestions);
    let provenance = parsed(&suggestions[0].provenance);
    assert_eq!(provenance["engine"], "deterministic");
    assert!(provenance["confidence"].as_u64().unwrap() <= 100);
    assert!(suggestions.iter().all(|suggestion| suggestion.status == "proposed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_run_supersedes_what_was_not_decided() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let first = propose(&desk).await;
    desk.decide(14, &first[0].suggestion_id, Decision::Reject, None).await.unwrap();
    let second = propose(&desk).await;
    let listed = desk.step(14).await.unwrap().suggestions;
    assert_eq!(listed.len(), second.len() + 1);
    assert_eq!(listed.iter().filter(|suggestion| suggestion.status == "rejected").count(), 1);
    let refusal = desk.decide(14, &first[1].suggestion_id, Decision::Accept, None).await.unwrap_err();
    refusal.is(409, "CONFLICT");
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_at_once_leave_the_proposals_of_one() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let runs = (0..AT_ONCE).map(|_| desk.run(14, "", Engine::Deterministic));
    let ran = futures::future::join_all(runs).await.remove(0).unwrap();
    assert_eq!(desk.step(14).await.unwrap().suggestions.len(), ran.suggestions.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn accepting_puts_value_and_provenance_into_the_draft() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let suggestions = propose(&desk).await;
    for (accepted, suggestion) in suggestions.iter().enumerate() {
        let decided = desk.decide(14, &suggestion.suggestion_id, Decision::Accept, None).await.unwrap();
        assert_eq!(decided.suggestion.unwrap().status, "accepted");
        let step = decided.step.unwrap();
        assert_eq!(step.version, accepted as u64 + 1);
        assert!(step.draft.is_some());
        let provenance = parsed(&step.provenance.unwrap());
        let provenance = provenance.as_object().unwrap();
        assert_eq!(provenance.len(), accepted + 1, "{provenance:?}");
        assert!(provenance.values().all(|entry| entry["engine"] == "deterministic"), "{provenance:?}");
    }
    let again = desk.decide(14, &suggestions[0].suggestion_id, Decision::Accept, None).await.unwrap();
    assert_eq!(again.step.unwrap().version, suggestions.len() as u64);
    let late = desk.decide(14, &suggestions[0].suggestion_id, Decision::Reject, None).await;
    late.unwrap_err().is(409, "CONFLICT");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_value_is_the_users_own_and_a_later_hand_takes_over() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let suggestions = propose(&desk).await;
    let text = suggestions.iter().find(|suggestion| parsed(&suggestion.value).is_string()).unwrap();
    let none = desk.decide(14, &text.suggestion_id, Decision::Edit, None).await.unwrap_err();
    none.is(422, "VALIDATION_ERROR");
    assert_eq!(none.violations, [("/value".to_owned(), "REQUIRED".to_owned())]);
    let wrong = desk.decide(14, &text.suggestion_id, Decision::Edit, Some(&json!("x".repeat(5000)))).await;
    wrong.unwrap_err().is(422, "VALIDATION_ERROR");
    let mine = json!("Stock that counts itself, in words of my own");
    let decided = desk.decide(14, &text.suggestion_id, Decision::Edit, Some(&mine)).await.unwrap();
    assert_eq!(decided.suggestion.unwrap().status, "edited");
    let step = decided.step.unwrap();
    assert_eq!(parsed(&step.draft.unwrap()).pointer(&text.pointer), Some(&mine));
    let provenance: Value = parsed(&step.provenance.unwrap());
    assert_eq!(provenance[&text.pointer]["origin"], "user");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_decisions_at_once_wins() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let suggestions = propose(&desk).await;
    let id = &suggestions[0].suggestion_id;
    let (accepted, rejected) = tokio::join!(
        desk.decide(14, id, Decision::Accept, None),
        desk.decide(14, id, Decision::Reject, None),
    );
    assert!(accepted.is_ok() != rejected.is_ok(), "{accepted:?} {rejected:?}");
    assert_eq!(desk.version(14).await, u64::from(accepted.is_ok()));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_the_deterministic_engine_is_offered_and_does_not_stand_in_unasked() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let refusal = desk.run(14, "", Engine::Model).await.unwrap_err();
    refusal.is(503, "AI_UNAVAILABLE");
    assert_eq!(refusal.members["fallback"], "deterministic");
    assert_eq!(
        desk.run(14, "proof-points", Engine::Unspecified).await.unwrap().engine(),
        Engine::Deterministic
    );
    let unknown = desk.run(14, "icp-deep", Engine::Deterministic).await.unwrap_err();
    unknown.is(422, "VALIDATION_ERROR");
    assert_eq!(unknown.violations, [("/assist".to_owned(), "NOT_IN_ENUM".to_owned())]);
    desk.run(18, "", Engine::Deterministic).await.unwrap_err().is(409, "STEP_LOCKED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_cached_by_what_went_into_it() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let values = |suggestions: &[Suggestion]| -> Vec<Value> {
        suggestions.iter().map(|suggestion| parsed(&suggestion.value)).collect()
    };
    let first = propose(&desk).await;
    let second = propose(&desk).await;
    // Ids in proposed items are fresh in every computation, so equal values come from the cache.
    assert_eq!(values(&first), values(&second));
    assert_eq!(onboarding.redis.keys("onb:assist:*").await.len(), 1);
    desk.recomplete(2, &json!({ "value_proposition": "Counts every plate before it is cooked" })).await;
    propose(&desk).await;
    assert_eq!(onboarding.redis.keys("onb:assist:*").await.len(), 2);
    onboarding.redis_line.cut();
    propose(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_are_limited_per_minute_and_per_session() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    let run = async || desk.run(1, "", Engine::Deterministic).await;
    let burst: Vec<_> = stream::iter(0..60).map(|_| run()).buffer_unordered(AT_ONCE).collect().await;
    assert_eq!(burst.iter().filter(|answer| answer.is_ok()).count(), 50);
    burst.into_iter().filter_map(Result::err).for_each(|refusal| refusal.is(429, "RATE_LIMITED"));
    for _ in 0..3 {
        onboarding.clock.advance(time::Duration::seconds(61));
        let burst: Vec<_> = stream::iter(0..50).map(|_| run()).buffer_unordered(AT_ONCE).collect().await;
        assert!(burst.iter().all(Result::is_ok), "{burst:?}");
    }
    onboarding.clock.advance(time::Duration::seconds(61));
    run().await.unwrap_err().is(429, "RATE_LIMITED");
    assert_eq!(onboarding.count("SELECT count(*) FROM assist_runs WHERE status = 'done'").await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_assist_of_every_step_answers_and_its_first_proposal_can_be_accepted() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    for n in 1..=23 {
        if n > 1 {
            desk.answer_step(n - 1).await;
        }
        let ran =
            desk.run(n, "", Engine::Deterministic).await.unwrap_or_else(|refusal| panic!("{n}: {refusal:?}"));
        if let Some(first) = ran.suggestions.first() {
            let decided = desk.decide(n, &first.suggestion_id, Decision::Accept, None).await;
            assert!(decided.is_ok(), "step {n}: {decided:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ladder_of_step_17_is_taken_from_suggestions_and_cannot_be_written() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(16).await;
    let rungs = desk.run(17, "", Engine::Deterministic).await.unwrap().suggestions;
    let rung = &rungs[0];
    let edited =
        desk.decide(17, &rung.suggestion_id, Decision::Edit, Some(&json!({ "message": "Mine" }))).await;
    let refusal = edited.unwrap_err();
    refusal.is(422, "VALIDATION_ERROR");
    assert_eq!(refusal.violations, [("/ladder/-".to_owned(), "SERVER_FIELD".to_owned())]);
    desk.decide(17, &rung.suggestion_id, Decision::Accept, None).await.unwrap();
    let typed = desk.put(17, 1, &json!({ "ladder": [], "reviewed": true })).await.unwrap();
    let warned: Vec<&str> = typed.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(warned, ["SERVER_FIELD"]);
    let draft = parsed(&desk.step(17).await.unwrap().step.unwrap().draft.unwrap());
    assert_eq!(draft, json!({ "ladder": [parsed(&rung.value)], "reviewed": true }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_item_stays_the_item_that_was_proposed() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let claims = parsed(&desk.step(10).await.unwrap().step.unwrap().submitted.unwrap());
    let mut claims = claims["capabilities"].as_array().unwrap().clone();
    claims.truncate(1);
    claims[0]["rating"] = json!("only_you");
    claims[0]["evidence_ids"] = json!([]);
    claims[0].as_object_mut().unwrap().remove("challenge_note");
    let version = desk.version(10).await;
    desk.put(10, version, &json!({ "capabilities": claims })).await.unwrap();
    let doubts = desk.run(10, "", Engine::Deterministic).await.unwrap().suggestions;
    let mine = json!({ "challenge_note": "We asked twelve of them" });
    let decided = desk.decide(10, &doubts[0].suggestion_id, Decision::Edit, Some(&mine)).await.unwrap();
    let draft = parsed(&decided.step.unwrap().draft.unwrap());
    let kept = draft["capabilities"].as_array().unwrap();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!((&kept[0]["id"], &kept[0]["challenge_note"]), (&claims[0]["id"], &mine["challenge_note"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_about_something_that_is_gone_does_not_bring_it_back() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    let item = |name: &str| json!({ "type": "url", "name": name, "url": format!("https://{name}.example") });
    let saved = desk.put(1, 0, &json!({ "evidence": [item("katori"), item("press")] })).await.unwrap();
    let ran = desk.run(1, "", Engine::Deterministic).await.unwrap();
    let about = ran.suggestions.iter().find(|suggestion| suggestion.pointer == "/evidence/0").unwrap();
    let draft = parsed(&saved.data);
    desk.put(1, 1, &json!({ "evidence": [draft["evidence"][1]] })).await.unwrap();
    let edited = json!({ "matched_category": "other" });
    for (decision, value) in [(Decision::Accept, None), (Decision::Edit, Some(&edited))] {
        let refusal = desk.decide(1, &about.suggestion_id, decision, value).await.unwrap_err();
        refusal.is(409, "CONFLICT");
        assert_eq!(refusal.violations, [("/evidence/0".to_owned(), "UNKNOWN_REFERENCE".to_owned())]);
    }
    let step = desk.step(1).await.unwrap();
    let kept = parsed(&step.step.unwrap().draft.unwrap());
    assert_eq!(kept["evidence"], json!([draft["evidence"][1]]));
    desk.decide(1, &about.suggestion_id, Decision::Reject, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_kept_with_its_suggestion_and_only_its_repeat_is_one() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    let suggestions = propose(&desk).await;
    let text = suggestions.iter().find(|suggestion| parsed(&suggestion.value).is_string()).unwrap();
    let (mine, other) = (json!("Stock that counts itself"), json!("Stock that is never wrong"));
    let decided = desk.decide(14, &text.suggestion_id, Decision::Edit, Some(&mine)).await.unwrap();
    assert_eq!(parsed(&decided.suggestion.unwrap().value), mine);
    let listed = desk.step(14).await.unwrap().suggestions;
    let kept = listed.iter().find(|listed| listed.suggestion_id == text.suggestion_id).unwrap();
    assert_eq!((parsed(&kept.value), kept.status.as_str()), (mine.clone(), "edited"));
    desk.decide(14, &text.suggestion_id, Decision::Edit, Some(&mine)).await.unwrap();
    let late = desk.decide(14, &text.suggestion_id, Decision::Edit, Some(&other)).await;
    late.unwrap_err().is(409, "CONFLICT");
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_taken_one_by_one_hold_each_forced_item_once() {
    let onboarding = Onboarding::start().await;
    let desk = prepared(&onboarding).await;
    desk.recomplete(9, &json!({ "selected_path": "bold" })).await;
    desk.answer_step(14).await;
    let proposed = desk.run(15, "", Engine::Deterministic).await.unwrap().suggestions;
    for suggestion in &proposed {
        desk.decide(15, &suggestion.suggestion_id, Decision::Accept, None).await.unwrap();
    }
    let draft = parsed(&desk.step(15).await.unwrap().step.unwrap().draft.unwrap());
    let items = draft["items"].as_array().unwrap();
    let mut things: Vec<_> =
        items.iter().map(|item| (item["category"].as_str(), item["item"].as_str())).collect();
    let all = things.len();
    things.sort_unstable();
    things.dedup();
    assert_eq!(things.len(), all, "{items:?}");
    let forced: Vec<_> = items.iter().filter(|item| item.get("forced_decision").is_some()).collect();
    assert_eq!(forced.len(), 3, "{items:?}");
    assert!(forced.iter().all(|item| item.get("reason").is_some()), "{forced:?}");
}
