//! An acknowledged save is never lost, and nothing stays between before and after.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use testkit::eventually;

use crate::harness::{Desk, Onboarding, note, parsed};

#[tokio::test(flavor = "multi_thread")]
async fn without_postgres_nothing_is_acknowledged_and_with_it_work_goes_on() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &note("before")).await.unwrap();
    onboarding.database_line.cut();
    desk.put(1, 1, &note("lost")).await.unwrap_err().is(503, "SERVICE_UNAVAILABLE");
    desk.get().await.unwrap_err().is(503, "SERVICE_UNAVAILABLE");
    assert!(!onboarding.is_ready().await);
    onboarding.database_line.restore();
    eventually("the database is back", async || desk.get().await.ok()).await;
    assert_eq!(desk.version(1).await, 1);
    desk.put(1, 1, &note("after")).await.unwrap();
    assert!(onboarding.is_ready().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_in_the_middle_of_saves_loses_no_acknowledged_one() {
    let mut onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    let (member, id) = (desk.member.clone(), desk.id.clone());
    let mut calls = tokio::task::JoinSet::new();
    let acknowledged = std::sync::Arc::new((AtomicU64::new(0), Mutex::new(Vec::new())));
    for writer in 0..4 {
        let request = |text: &str, expected_version| {
            onboarding.call(
                &member,
                contracts::onboarding::v1::SaveStepRequest {
                    session_id: id.clone(),
                    n: 1,
                    data: note(text).to_string().into_bytes(),
                    expected_version,
                    draft: true,
                },
            )
        };
        // Each writer tries its own text at every version until the process is gone.
        let requests: Vec<_> =
            (0..200).map(|version| request(&format!("{writer}-{version}"), version)).collect();
        let (mut client, acknowledged) = (onboarding.client(), acknowledged.clone());
        calls.spawn(async move {
            for (version, request) in (1..).zip(requests) {
                match client.save_step(request).await {
                    Ok(saved) => {
                        let saved = saved.into_inner().saved.unwrap();
                        assert_eq!(saved.version, version);
                        let text = parsed(&saved.data)["notes"].as_str().unwrap().to_owned();
                        acknowledged.1.lock().unwrap().push((saved.version, text));
                        acknowledged.0.fetch_max(saved.version, Ordering::SeqCst);
                    }
                    Err(status) if status.code() == tonic::Code::FailedPrecondition => {}
                    Err(_) => return,
                }
            }
        });
    }
    eventually("saves are under way", async || (acknowledged.0.load(Ordering::SeqCst) >= 5).then_some(()))
        .await;
    onboarding.kill();
    while calls.join_next().await.is_some() {}
    onboarding.restart().await;
    let desk = Desk { onboarding: &onboarding, member, id };
    let step = desk.step(1).await.unwrap().step.unwrap();
    let acknowledged = acknowledged.1.lock().unwrap().clone();
    let newest = acknowledged.iter().map(|(version, _)| *version).max().unwrap();
    assert!(step.version >= newest, "{} is behind {newest}", step.version);
    for (version, text) in &acknowledged {
        let kept = format!(
            "SELECT count(*) FROM step_journal WHERE step_number = 1 AND version = {version} AND data ->> 'notes' = '{text}'"
        );
        assert_eq!(onboarding.count(&kept).await, 1, "version {version}");
    }
    journal_agrees(&onboarding, step.version).await;
}

/// The journal has every version up to the newest, which is what the step holds.
async fn journal_agrees(onboarding: &Onboarding, version: u64) {
    let entries = "SELECT count(*) FROM step_journal WHERE step_number = 1";
    assert_eq!(onboarding.count(entries).await, i64::try_from(version).unwrap());
    let latest = format!(
        "SELECT count(*) FROM step_journal JOIN onboarding_steps USING (session_id, step_number)
         WHERE step_number = 1 AND step_journal.version = {version} AND data = draft"
    );
    assert_eq!(onboarding.count(&latest).await, 1);
}
