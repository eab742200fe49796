use contracts::onboarding::v1::{CreateSessionRequest, OnboardingStatus, SessionStatus, StepStatus};
use primitives::Role;
use tonic::Response;

use crate::{
    answers,
    harness::{Onboarding, note},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_session_has_23_steps_of_which_the_first_is_open() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let created = onboarding.create(&founder, false).await.unwrap();
    assert!(created.created);
    let session = created.session.unwrap();
    assert_eq!(session.client_name, "Katori");
    assert_eq!(session.status(), SessionStatus::Active);
    assert_eq!(session.steps.len(), 23);
    assert!(session.steps.iter().zip(1..).all(|(step, n)| step.n == n && step.version == 0));
    assert!(session.steps.iter().all(|step| step.status() == StepStatus::Pending));
    let open: Vec<u32> = session.steps.iter().filter(|step| step.open).map(|step| step.n).collect();
    assert_eq!(open, [1]);
    let progress = session.progress.unwrap();
    assert_eq!((progress.completed, progress.skipped, progress.total, progress.current_step), (0, 0, 23, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_hands_back_the_active_session() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let first = onboarding.create(&founder, false).await.unwrap().session.unwrap();
    let colleague = onboarding.colleague(&founder, Role::Member);
    let again = onboarding.create(&colleague, false).await.unwrap();
    assert!(!again.created);
    assert_eq!(again.session.unwrap().session_id, first.session_id);
    assert_eq!(onboarding.current(&founder).await.unwrap().session_id, first.session_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_tabs_that_open_a_session_at_once_get_the_same_one() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let tabs = (0..10).map(|_| onboarding.create(&founder, false));
    let answers = futures::future::join_all(tabs).await;
    let created = answers.iter().filter(|answer| answer.as_ref().unwrap().created).count();
    let mut ids: Vec<String> =
        answers.into_iter().map(|answer| answer.unwrap().session.unwrap().session_id).collect();
    ids.dedup();
    assert_eq!((created, ids.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn restarting_puts_the_active_session_aside_and_resuming_takes_it_up_again() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let old = onboarding.session(&founder).await;
    old.put(1, 0, &note("kept")).await.unwrap();
    let restarted = onboarding.create(&founder, true).await.unwrap();
    assert!(restarted.created);
    let fresh = old.clone();
    let fresh = crate::harness::Desk { id: restarted.session.unwrap().session_id, ..fresh };
    assert_ne!(fresh.id, old.id);
    old.put(1, 1, &note("late")).await.unwrap_err().is(409, "SESSION_NOT_ACTIVE");
    old.resume().await.unwrap_err().is(409, "CONFLICT");
    fresh.delete().await.unwrap();
    let resumed = old.resume().await.unwrap();
    assert_eq!(resumed.status(), SessionStatus::Active);
    assert_eq!(resumed.steps[0].version, 1);
    old.put(1, 1, &note("again")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_session_is_abandoned_and_its_journal_stays() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    desk.put(1, 0, &note("kept")).await.unwrap();
    let colleague = onboarding.colleague(&founder, Role::Member);
    desk.of(&colleague).delete().await.unwrap_err().is(403, "FORBIDDEN");
    desk.delete().await.unwrap();
    desk.delete().await.unwrap();
    assert_eq!(desk.get().await.unwrap().status(), SessionStatus::Abandoned);
    let status = onboarding.status(founder.workspace).await.unwrap();
    assert_eq!(status.status(), OnboardingStatus::Abandoned);
    assert_eq!(onboarding.count("SELECT count(*) FROM step_journal").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn resetting_empties_the_steps_and_keeps_their_versions_rising() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    desk.put_complete(1, 0, &answers::evidence()).await.unwrap();
    desk.put(2, 0, &serde_json::json!({ "mission": "Calm stock" })).await.unwrap();
    let admin = onboarding.colleague(&founder, Role::Admin);
    desk.of(&onboarding.colleague(&founder, Role::Member)).reset().await.unwrap_err().is(403, "FORBIDDEN");
    let session = desk.of(&admin).reset().await.unwrap();
    assert_eq!(session.progress.unwrap().completed, 0);
    assert!(session.steps.iter().all(|step| step.submitted.is_none() && step.draft.is_none()));
    assert_eq!([session.steps[0].version, session.steps[1].version, session.steps[2].version], [2, 2, 0]);
    desk.put(1, 1, &note("stale")).await.unwrap_err().is(412, "STEP_VERSION_CONFLICT");
    let audited = "SELECT count(*) FROM audit_log WHERE action = 'onboarding.reset'";
    assert_eq!(onboarding.count(audited).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_needs_a_name_within_its_limit() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let open = async |client_name: &str, restart: bool| {
        let message = CreateSessionRequest { client_name: client_name.to_owned(), restart };
        let answer = onboarding.client().create_session(onboarding.call(&founder, message)).await;
        answer.map(Response::into_inner).map_err(crate::harness::Refusal::from)
    };
    let unfit =
        [("", "REQUIRED"), ("  ", "TOO_SHORT"), ("\u{200b}", "TOO_SHORT"), (&"x".repeat(256), "TOO_LONG")];
    for (name, code) in unfit {
        let refusal = open(name, false).await.unwrap_err();
        refusal.is(422, "VALIDATION_ERROR");
        assert_eq!(refusal.violations, [("/client_name".to_owned(), code.to_owned())]);
    }
    assert_eq!(onboarding.count("SELECT count(*) FROM onboarding_sessions").await, 0);
    let opened = open(" Katori ", false).await.unwrap().session.unwrap();
    assert_eq!(opened.client_name, "Katori");
    assert_eq!(open("", false).await.unwrap().session.unwrap().session_id, opened.session_id);
    open("", true).await.unwrap_err().is(422, "VALIDATION_ERROR");
    assert_eq!(onboarding.current(&founder).await.unwrap().session_id, opened.session_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_names_what_each_step_lacks() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &serde_json::json!({ "company_name": "Katori" })).await.unwrap();
    let summary = desk.summary().await.unwrap();
    let first = &summary.issues[0];
    assert_eq!(first.n, 1);
    let pointers: Vec<&str> = first.issues.iter().map(|issue| issue.pointer.as_str()).collect();
    assert!(pointers.contains(&"/industry") && !pointers.contains(&"/company_name"), "{pointers:?}");
    assert!(summary.issues.iter().all(|step| ![17, 21, 22].contains(&step.n)));
}
