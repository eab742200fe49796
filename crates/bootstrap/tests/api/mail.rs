use std::time::Duration;

use bootstrap::{
    Mailer, Process,
    mail::{Mail, MailError, Settings},
    settings::Reader,
};
use sims::mailbox::{Fault, MailBox, Stage};
use testkit::{TestRedis, process};

fn settings(process: &Process, smtp_url: &str) -> Settings {
    let defaults = "mail_backend = \"sink\"\nresend_from_email = \"noreply@raptorflow.com\"\nresend_from_name = \"RaptorFlow\"";
    let mut reader = Reader::new(defaults, [("SMTP_URL".to_owned(), smtp_url.to_owned())]).unwrap();
    let settings = Settings::read(&mut reader, process);
    assert_eq!(reader.finish().0, []);
    settings
}

fn mail(event_key: &str) -> Mail<'_> {
    let (text, html) = ("नमस्ते, ₹5,000".to_owned(), "<p>नमस्ते, ₹5,000</p>".to_owned());
    Mail {
        event_key,
        to: "ada@example.com",
        to_name: "Ada, \"the first\"",
        subject: "Payment received: ₹5,000",
        text,
        html,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_arrives_with_both_parts_and_a_lasting_id() {
    let mailbox = MailBox::start(sims::mailbox::Settings::default()).await.unwrap();
    let mailer = Mailer::new(&settings(&process(&TestRedis::new()), &mailbox.smtp_url())).unwrap();
    let first = mailer.send(mail("paid:ORD1")).await.unwrap();
    let again = mailer.send(mail("paid:ORD1")).await.unwrap();
    assert_eq!(first, again, "a second try is recognised by its Message-ID");
    let got = mailbox.inbox().wait_for("ada@example.com", "₹5,000", Duration::from_secs(5)).await.unwrap();
    assert!(got.text.as_deref().unwrap_or_default().contains("नमस्ते"));
    assert!(got.html.as_deref().unwrap_or_default().contains("<p>नमस्ते"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_a_line_break_neither_stops_the_mail_nor_adds_a_header() {
    let mailbox = MailBox::start(sims::mailbox::Settings::default()).await.unwrap();
    let mailer = Mailer::new(&settings(&process(&TestRedis::new()), &mailbox.smtp_url())).unwrap();
    for (key, name) in [("a", "Ada\r\nBcc: eve@example.com"), ("b", "\n"), ("c", "A\0da")] {
        mailer.send(Mail { to_name: name, ..mail(key) }).await.unwrap();
    }
    let got = mailbox.inbox().wait_for("ada@example.com", "₹5,000", Duration::from_secs(5)).await.unwrap();
    assert_eq!(got.header("Bcc"), None);
    assert_eq!(mailbox.inbox().to("eve@example.com").await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_good_differs_from_one_for_now() {
    let mailbox = MailBox::start(sims::mailbox::Settings::default()).await.unwrap();
    let mailer = Mailer::new(&settings(&process(&TestRedis::new()), &mailbox.smtp_url())).unwrap();
    let refuse = |code| [Fault::at(Stage::Recipient, sims::mailbox::Action::refuse(code))];
    mailbox.inbox().set_faults(&refuse(550)).await.unwrap();
    assert!(matches!(mailer.send(mail("a")).await, Err(MailError::Permanent(_))));
    for passing in [451, 503] {
        mailbox.inbox().set_faults(&refuse(passing)).await.unwrap();
        assert!(matches!(mailer.send(mail("a")).await, Err(MailError::Passing(_))), "{passing}");
    }
    mailbox.inbox().set_faults(&refuse(451)).await.unwrap();
    assert!(matches!(mailer.send(mail("a")).await, Err(MailError::Passing(_))));
    mailbox.inbox().set_faults(&[]).await.unwrap();
    mailer.send(mail("a")).await.unwrap();
    drop(mailbox);
    assert!(matches!(mailer.send(mail("b")).await, Err(MailError::Passing(_))));
}
