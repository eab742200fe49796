use std::time::{Duration, Instant};

use sims::mailbox::{Action, Fault, Stage};

use crate::harness::Post;

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_reaches_the_client_at_every_stage_and_keeps_nothing() {
    let post = Post::start().await;
    for stage in [Stage::Connect, Stage::Sender, Stage::Recipient, Stage::Data, Stage::Message] {
        for code in [421, 550] {
            post.inbox.set_faults(&[Fault::at(stage, Action::refuse(code)).once()]).await.unwrap();
            let error = post.send("ada@example.com", "hello").await.unwrap_err();
            assert_eq!(error.is_transient(), code < 500, "{stage:?} {code}: {error}");
            assert_eq!(error.is_permanent(), code >= 500, "{stage:?} {code}: {error}");
        }
    }
    assert!(post.inbox.all().await.unwrap().is_empty());
    post.send("ada@example.com", "hello").await.unwrap();
    assert_eq!(post.inbox.all().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_drops_after_the_mail_was_kept_looks_like_a_failure() {
    let post = Post::start().await;
    for (stage, kept) in [(Stage::Message, 0), (Stage::Kept, 1)] {
        post.inbox.set_faults(&[Fault::at(stage, Action::Drop).once()]).await.unwrap();
        let error = post.send("ada@example.com", "hello").await.unwrap_err();
        assert!(!error.is_permanent(), "{error}");
        assert_eq!(post.inbox.all().await.unwrap().len(), kept, "{stage:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_recipient_can_be_refused_while_others_are_served() {
    let post = Post::start().await;
    let fault =
        Fault { to: Some("ada@example.com".to_owned()), ..Fault::at(Stage::Recipient, Action::refuse(550)) };
    post.inbox.set_faults(&[fault]).await.unwrap();
    assert!(post.send("ada@example.com", "hello").await.unwrap_err().is_permanent());
    post.send("bob@example.com", "hello").await.unwrap();
    assert!(post.send("ADA@example.com", "hello").await.is_err());
    post.inbox.set_faults(&[]).await.unwrap();
    post.send("ada@example.com", "hello").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_server_takes_the_mail_in_the_end() {
    let post = Post::start().await;
    let slow = Fault::at(Stage::Message, Action::Slow { milliseconds: 300 });
    post.inbox.set_faults(&[slow.once()]).await.unwrap();
    let before = Instant::now();
    post.send("ada@example.com", "hello").await.unwrap();
    assert!(before.elapsed() >= Duration::from_millis(300));
    assert_eq!(post.inbox.all().await.unwrap().len(), 1);
}
