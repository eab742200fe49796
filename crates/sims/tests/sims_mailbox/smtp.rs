use lettre::AsyncTransport as _;
use sims::mailbox::Settings;

use crate::harness::{Line, Post, mail};

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_sent_over_smtp_is_kept_with_all_its_parts() {
    let post = Post::start().await;
    post.send("Ada <ada@example.com>", "Verify your address ✔").await.unwrap();
    let listed = post.inbox.to("ADA@example.com").await.unwrap();
    assert_eq!(listed.len(), 1);
    let message = post.inbox.read(listed[0].id).await.unwrap();
    assert_eq!(message.summary.subject, "Verify your address ✔");
    assert_eq!(message.summary.from, "noreply@raptorflow.com");
    assert_eq!(message.summary.to, ["ada@example.com"]);
    assert!(message.header("From").unwrap().contains("RaptorFlow"));
    assert!(message.text.unwrap().starts_with("नमस्ते!"));
    assert!(message.html.unwrap().starts_with("<p>नमस्ते!"));
    assert_eq!(message.links, ["https://app.example/verify?token=a&x=1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_greeting_offers_what_clients_use() {
    let post = Post::start().await;
    let mut line = Line::open(&post.mailbox).await;
    line.write("EHLO client.example\r\n").await;
    let mut offered = Vec::new();
    for _ in 0..5 {
        offered.push(line.any_line().await);
    }
    for extension in ["8BITMIME", "PIPELINING", "SIZE 10485760", "SMTPUTF8"] {
        assert!(offered.iter().any(|one| one.ends_with(extension)), "{extension} in {offered:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pipelined_commands_eight_bit_text_and_stuffed_dots_arrive_as_they_were_sent() {
    let post = Post::start().await;
    let mut line = Line::open(&post.mailbox).await;
    line.say("EHLO client.example").await;
    line.write(
        "MAIL FROM:<a@example.com> BODY=8BITMIME SIZE=100\r\nRCPT TO:<b@example.com>\r\n\
         RCPT TO:<c@example.com>\r\nDATA\r\n",
    )
    .await;
    let mut replies = Vec::new();
    for _ in 0..4 {
        replies.push(line.reply().await[..3].to_owned());
    }
    assert_eq!(replies, ["250", "250", "250", "354"]);
    line.write(
        "Subject: dots\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n",
    )
    .await;
    line.write("\r\n..one\r\nधन्यवाद\r\n...\r\n.\r\nQUIT\r\n").await;
    assert!(line.reply().await.starts_with("250"));
    assert!(line.reply().await.starts_with("221"));
    assert_eq!(line.reply().await, "", "the server closes after QUIT");

    let message = post.inbox.read(1).await.unwrap();
    assert_eq!(message.text.unwrap().lines().collect::<Vec<_>>(), [".one", "धन्यवाद", ".."]);
    assert_eq!(message.summary.to, ["b@example.com", "c@example.com"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_connections_are_served_at_once_and_nothing_is_lost() {
    let post = Post::start().await;
    let idle = Line::open(&post.mailbox).await;
    let mut sending = tokio::task::JoinSet::new();
    for number in 0..40 {
        let transport = post.transport.clone();
        sending.spawn(async move {
            transport.send(mail(&format!("u{number}@example.com"), "hello")).await.unwrap()
        });
    }
    sending.join_all().await;
    let all = post.inbox.all().await.unwrap();
    assert_eq!(all.len(), 40);
    assert!(all.windows(2).all(|pair| pair[0].id > pair[1].id), "newest first");
    drop(idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_over_the_limit_is_refused_before_and_after_it_was_sent() {
    let post = Post::with(Settings { max_size: 1000, ..Settings::default() }).await;
    let mut line = Line::open(&post.mailbox).await;
    line.say("EHLO client.example").await;
    assert!(line.say("MAIL FROM:<a@example.com> SIZE=1001").await.starts_with("552"));
    assert!(line.say("MAIL FROM:<a@example.com>").await.starts_with("250"));
    line.say("RCPT TO:<b@example.com>").await;
    line.say("DATA").await;
    for _ in 0..200 {
        line.write("0123456789\r\n").await;
    }
    assert!(line.say(".").await.starts_with("552"));
    assert!(line.say("MAIL FROM:<a@example.com>").await.starts_with("250"), "the connection is still good");
    line.say("RCPT TO:<b@example.com>").await;
    line.say("DATA").await;
    assert!(line.say(".").await.starts_with("250"), "an empty mail is small enough");
    let all = post.inbox.all().await.unwrap();
    assert_eq!(all.iter().map(|mail| mail.size).collect::<Vec<_>>(), [0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_out_of_turn_and_unknown_ones_are_refused_and_the_conversation_goes_on() {
    let post = Post::start().await;
    let mut line = Line::open(&post.mailbox).await;
    for (command, code) in [
        ("MAIL FROM:<a@example.com>", "503"),
        ("EHLO client.example", "250"),
        ("RCPT TO:<b@example.com>", "503"),
        ("DATA", "503"),
        ("FROBNICATE", "500"),
        ("AUTH PLAIN AGEAYg==", "502"),
        ("MAIL FROM:a@example.com", "5"),
        ("MAIL FROM:<a@example.com> FOO=1", "555"),
        ("MAIL NOWHERE", "5"),
        ("EHLO", "5"),
        ("", "500"),
        ("MAIL FROM:<>", "250"),
        ("RCPT TO:<b@example.com>", "250"),
        ("RSET", "250"),
        ("DATA", "503"),
        ("NOOP", "250"),
        ("VRFY b@example.com", "252"),
        ("QUIT", "221"),
    ] {
        let reply = line.say(command).await;
        assert!(reply.starts_with(code), "{command}: {reply}");
    }
}
