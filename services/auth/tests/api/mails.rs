use contracts::auth::v1 as wire;
use sims::mailbox::{Action, Fault, Stage};
use testkit::eventually;
use time::Duration;

use crate::harness::{Answer, AuthService, Founder, PASSWORD, answer, client, refused};

async fn verify(auth: &AuthService, token: &str) -> Answer<()> {
    let request = wire::VerifyEmailRequest { token: token.to_owned() };
    answer(auth.client().verify_email(auth.by_anybody(request)).await)
}

async fn resend(auth: &AuthService, by: &Founder) -> Answer<()> {
    answer(auth.client().resend_verification(auth.by(by, wire::ResendVerificationRequest {})).await)
}

async fn mails_to(auth: &AuthService, address: &str, subject: &str) -> usize {
    let mails = auth.inbox().to(address).await.unwrap();
    mails.iter().filter(|mail| mail.subject.contains(subject)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_user_is_welcomed_with_number_and_link_and_typed_markup_stays_text() {
    let auth = AuthService::start().await;
    let request = wire::SignUpRequest {
        email: "ada@example.com".to_owned(),
        password: PASSWORD.to_owned(),
        full_name: Some("<b>Ada</b> \"the Countess\", eve@example.com".to_owned()),
        client: client(),
    };
    answer(auth.client().sign_up(auth.by_anybody(request)).await).unwrap();
    let welcome = auth.mail("ada@example.com", "Welcome").await;
    let (text, html) = (welcome.text.clone().unwrap(), welcome.html.clone().unwrap());
    assert!(text.contains("U100000") && html.contains("U100000"));
    assert!(text.contains("http://localhost:3000/onboarding/plans"));
    assert!(!html.contains("<b>Ada") && html.contains("&lt;b&gt;Ada"));
    assert!(text.contains("\nYour account") && html.contains("<p>Your account"), "{text}");
    assert_eq!(welcome.summary.to, ["ada@example.com"]);
    assert!(welcome.summary.from.contains("noreply@raptorflow.com"), "{}", welcome.summary.from);
    eventually("the mail is logged", async || {
        let sent = "SELECT count(*) FROM email_log WHERE status = 'sent' AND provider_id IS NOT NULL";
        (auth.count(sent).await == 2).then_some(())
    })
    .await;
    let keys = auth.rows("SELECT event_key FROM email_log WHERE type = 'welcome'").await;
    assert!(keys[0]["event_key"].as_str().unwrap().starts_with("welcome:"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_verified_by_the_link_once_and_within_a_day() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let mail = auth.mail("ada@example.com", "Confirm").await;
    assert!(mail.text.unwrap().contains("http://localhost:3000/verify-email?token="));
    let token = auth.mailed_token("ada@example.com", "Confirm").await;
    verify(&auth, &token).await.unwrap();
    assert!(auth.me(&ada).await.unwrap().email_verified);
    refused(verify(&auth, &token).await, 400, "TOKEN_EXPIRED");
    refused(verify(&auth, "x").await, 400, "TOKEN_EXPIRED");
    refused(verify(&auth, "").await, 422, "VALIDATION_ERROR");
    let bob = auth.founder("bob@example.com").await;
    let token = auth.mailed_token("bob@example.com", "Confirm").await;
    auth.later(Duration::days(1));
    refused(verify(&auth, &token).await, 400, "TOKEN_EXPIRED");
    assert_eq!(auth.audited(ada.user).await, ["account.opened", "email.verified"]);
    assert_eq!(auth.audited(bob.user).await, ["account.opened"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_verification_mail_can_be_had_but_not_without_end() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.mail("ada@example.com", "Confirm").await;
    for _ in 0..9 {
        resend(&auth, &ada).await.unwrap();
    }
    eventually("all are done", async || {
        (auth.count("SELECT count(*) FROM outbox WHERE delivered_at IS NULL").await == 0).then_some(())
    })
    .await;
    assert_eq!(mails_to(&auth, "ada@example.com", "Confirm").await, 5);
    let token = auth.mailed_token("ada@example.com", "Confirm").await;
    verify(&auth, &token).await.unwrap();
    resend(&auth, &ada).await.unwrap();
    assert_eq!(auth.count("SELECT count(*) FROM outbox WHERE kind = 'email_verification'").await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_lies_in_the_database_before_or_after_its_mail() {
    let auth = AuthService::start().await;
    auth.inbox().set_faults(&[Fault::at(Stage::Recipient, Action::refuse(451))]).await.unwrap();
    auth.founder("ada@example.com").await;
    eventually("an attempt has failed", async || {
        (auth.count("SELECT count(*) FROM outbox WHERE last_error IS NOT NULL").await == 2).then_some(())
    })
    .await;
    let before = dump(&auth).await;
    auth.inbox().set_faults(&[]).await.unwrap();
    auth.later(Duration::seconds(10));
    let token = auth.mailed_token("ada@example.com", "Confirm").await;
    assert!(!before.contains(&token) && !dump(&auth).await.contains(&token));
    verify(&auth, &token).await.unwrap();
}

async fn dump(auth: &AuthService) -> String {
    let mut all = String::new();
    for table in ["outbox", "email_log", "one_time_tokens", "audit_log"] {
        all += &serde_json::to_string(&auth.rows(&format!("SELECT * FROM {table}")).await).unwrap();
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_tried_again_on_schedule_and_given_up_after_the_sixth_time() {
    let auth = AuthService::start().await;
    auth.inbox().set_faults(&[Fault::at(Stage::Sender, Action::refuse(451))]).await.unwrap();
    auth.founder("ada@example.com").await;
    let waits = [10, 60, 600, 3600, 21_600];
    for (done, wait) in waits.into_iter().enumerate() {
        let failed = format!(
            "SELECT count(*) FROM outbox WHERE attempts = {} AND next_attempt_at - updated_at = interval '{wait} seconds'",
            done + 1
        );
        eventually("both mails have failed", async || (auth.count(&failed).await == 2).then_some(())).await;
        auth.later(Duration::seconds(wait));
    }
    eventually("both mails are given up", async || {
        (auth.count("SELECT count(*) FROM email_log WHERE status = 'failed'").await == 2).then_some(())
    })
    .await;
    assert_eq!(
        auth.count("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL AND attempts = 6").await,
        2
    );
    // the account works all the same
    auth.log_in("ada@example.com", PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_good_is_not_tried_again() {
    let auth = AuthService::start().await;
    auth.inbox().set_faults(&[Fault::at(Stage::Recipient, Action::refuse(550))]).await.unwrap();
    auth.founder("ada@example.com").await;
    eventually("both mails are given up", async || {
        (auth.count("SELECT count(*) FROM email_log WHERE status = 'failed'").await == 2).then_some(())
    })
    .await;
    assert_eq!(auth.count("SELECT max(attempts) FROM outbox").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_outcome_is_unknown_comes_again_as_the_same_message() {
    let auth = AuthService::start().await;
    let twice = Fault { to: Some("ada@example.com".to_owned()), ..Fault::at(Stage::Kept, Action::Drop) };
    auth.inbox().set_faults(&[Fault { times: Some(2), ..twice }]).await.unwrap();
    auth.founder("ada@example.com").await;
    eventually("both mails have failed", async || {
        (auth.count("SELECT count(*) FROM outbox WHERE last_error IS NOT NULL").await == 2).then_some(())
    })
    .await;
    auth.later(Duration::seconds(10));
    eventually("both came again", async || {
        (auth.inbox().to("ada@example.com").await.unwrap().len() == 4).then_some(())
    })
    .await;
    let mut texts = Vec::new();
    let mut ids = Vec::new();
    for mail in auth.inbox().to("ada@example.com").await.unwrap() {
        if mail.subject.contains("Confirm") {
            let mail = auth.inbox().read(mail.id).await.unwrap();
            ids.push(mail.header("Message-ID").unwrap().to_owned());
            texts.push(mail.text.unwrap());
        }
    }
    assert_eq!((&texts[0], &ids[0]), (&texts[1], &ids[1]));
}
