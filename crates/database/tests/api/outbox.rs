use database::{
    Schema, Scope,
    outbox::{self, Event, Postponed},
};
use primitives::Clock;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::support::{bcm, workspace};

fn event(key: &str, due: OffsetDateTime) -> Event<'_> {
    let id = Clock::system().uuid();
    Event { id, workspace: Some(workspace()), key, kind: "mail", payload: json!({ "a": 1 }), due }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_written_once_and_handed_to_one_caller() {
    let (_database, pool) = bcm().await;
    let now = Clock::system().now();
    let lease = Duration::seconds(30);
    let mut tx = pool.begin(Scope::service(Schema::Bcm)).await.unwrap();
    assert!(outbox::append(&mut tx, event("paid:1", now)).await.unwrap());
    assert!(!outbox::append(&mut tx, event("paid:1", now)).await.unwrap());
    tx.commit().await.unwrap();

    let mut one = pool.begin(Scope::service(Schema::Bcm)).await.unwrap();
    let mut two = pool.begin(Scope::service(Schema::Bcm)).await.unwrap();
    let claimed = outbox::claim(&mut one, now, lease, 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert!(outbox::claim(&mut two, now, lease, 10).await.unwrap().is_empty());
    outbox::delivered(&mut one, &claimed[0], now).await.unwrap();
    assert!(outbox::claim(&mut one, now + Duration::days(1), lease, 10).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_event_is_tried_six_times_and_given_up() {
    let (_database, pool) = bcm().await;
    let mut now = Clock::system().now();
    let mut tx = pool.begin(Scope::service(Schema::Bcm)).await.unwrap();
    outbox::append(&mut tx, event("paid:2", now)).await.unwrap();
    for wait in outbox::RETRIES {
        let entry = outbox::claim(&mut tx, now, Duration::seconds(5), 1).await.unwrap().remove(0);
        let what = outbox::postpone(&mut tx, &entry, "refused", false, now).await.unwrap();
        assert_eq!(what, Postponed::Retrying);
        assert!(
            outbox::claim(&mut tx, now + wait - Duration::seconds(1), Duration::ZERO, 1)
                .await
                .unwrap()
                .is_empty()
        );
        now += wait;
    }
    let entry = outbox::claim(&mut tx, now, Duration::seconds(5), 1).await.unwrap().remove(0);
    assert_eq!(outbox::postpone(&mut tx, &entry, "refused", false, now).await.unwrap(), Postponed::GivenUp);
    assert!(outbox::claim(&mut tx, now + Duration::days(9), Duration::ZERO, 1).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_panics_is_put_off_and_the_rest_of_its_batch_arrives() {
    let (_database, pool) = bcm().await;
    let now = Clock::system().now();
    let mut tx = pool.begin(Scope::service(Schema::Bcm)).await.unwrap();
    for key in ["good:1", "bad:1", "good:2"] {
        outbox::append(&mut tx, event(key, now)).await.unwrap();
    }
    for entry in outbox::claim(&mut tx, now, Duration::minutes(2), 10).await.unwrap() {
        let delivery = async { assert!(entry.event_key.starts_with("good"), "nobody thought of this") };
        match outbox::attempt(delivery).await {
            Ok(()) => outbox::delivered(&mut tx, &entry, now).await.unwrap(),
            Err(panicked) => {
                let put_off = outbox::postpone(&mut tx, &entry, &panicked.to_string(), false, now).await;
                assert_eq!(put_off.unwrap(), Postponed::Retrying);
            }
        }
    }
    let again = outbox::claim(&mut tx, now + outbox::RETRIES[0], Duration::ZERO, 10).await.unwrap();
    assert_eq!(again.iter().map(|entry| entry.event_key.as_str()).collect::<Vec<_>>(), ["bad:1"]);
}
