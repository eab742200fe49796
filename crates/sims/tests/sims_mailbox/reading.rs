use std::time::Duration;

use serde_json::{Value, json};
use sims::mailbox::Settings;
use tempfile::TempDir;

use crate::harness::{Line, Post};

async fn get(post: &Post, path: &str) -> (u16, String) {
    let response = reqwest::get(format!("{}{path}", post.mailbox.http())).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_are_listed_newest_first_and_by_recipient() {
    let post = Post::start().await;
    for (to, subject) in
        [("ada@example.com", "one"), ("bob@example.com", "two"), ("ada@example.com", "three")]
    {
        post.send(to, subject).await.unwrap();
    }
    let subjects = |mails: Value| -> Vec<Value> {
        mails.as_array().unwrap().iter().map(|one| one["subject"].clone()).collect()
    };
    let all: Value = serde_json::from_str(&get(&post, "/messages").await.1).unwrap();
    assert_eq!(subjects(all), ["three", "two", "one"]);
    let hers: Value = serde_json::from_str(&get(&post, "/messages?to=ada%40example.com").await.1).unwrap();
    assert_eq!(subjects(hers), ["three", "one"]);
    assert_eq!(get(&post, "/messages?to=nobody@example.com").await.1, "[]");
    assert_eq!(get(&post, "/messages/99").await.0, 404);
    assert_eq!(get(&post, "/healthz").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_shown_as_json_as_a_page_and_as_it_came() {
    let post = Post::start().await;
    post.send("ada@example.com", "Hello <Ada>").await.unwrap();
    let mail: Value = serde_json::from_str(&get(&post, "/messages/1").await.1).unwrap();
    assert_eq!(mail["links"], json!(["https://app.example/verify?token=a&x=1"]));
    assert!(mail["headers"].as_array().unwrap().iter().any(|header| header["name"] == "Subject"));
    assert!(mail["received_at"].as_str().unwrap().ends_with('Z'));

    let (status, page) = get(&post, "/messages/1/view").await;
    assert_eq!(status, 200);
    assert!(
        page.contains("Hello &lt;Ada&gt;")
            && page.contains("href=\"https://app.example/verify?token=a&amp;x=1\"")
    );
    assert!(
        page.contains("sandbox=\"allow-popups") && !page.contains("<p>नमस्ते"),
        "the mail's HTML stays in its frame"
    );
    assert!(get(&post, "/").await.1.contains("/messages/1/view"));
    assert!(get(&post, "/messages/1/raw").await.1.contains("Content-Type: multipart/alternative"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_never_runs_what_a_mail_brings() {
    let post = Post::start().await;
    let mut line = Line::open(&post.mailbox).await;
    for command in ["EHLO client.example", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA"] {
        line.say(command).await;
    }
    line.write("Subject: <script>alert(1)</script>\r\nContent-Type: text/html\r\n\r\n").await;
    line.write("\"><script>alert(2)</script> <a href=\"javascript:alert(3)\">x</a>\r\n").await;
    assert!(line.say(".").await.starts_with("250"));
    for path in ["/", "/messages/1/view"] {
        let page = get(&post, path).await.1;
        assert!(!page.contains("<script>"), "{path}");
        assert!(!page.contains("<a href=\"javascript"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cleared_mail_is_gone_for_good_and_numbers_go_on() {
    let folder = TempDir::new().unwrap();
    let settings = || Settings { state: Some(folder.path().join("mail.jsonl")), ..Settings::default() };
    let post = Post::with(settings()).await;
    post.send("ada@example.com", "one").await.unwrap();
    post.inbox.clear().await.unwrap();
    assert!(post.inbox.all().await.unwrap().is_empty());
    post.send("ada@example.com", "two").await.unwrap();
    assert_eq!(post.inbox.all().await.unwrap()[0].id, 2);
    post.mailbox.stop().await;

    let again = Post::with(settings()).await;
    let all = again.inbox.all().await.unwrap();
    assert_eq!(all.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["two"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_mail_survives_a_restart_even_behind_a_torn_line() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mail.jsonl");
    let settings = || Settings { state: Some(path.clone()), ..Settings::default() };
    let post = Post::with(settings()).await;
    post.send("ada@example.com", "kept").await.unwrap();
    drop(post);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"id\":2,\"rec");
    std::fs::write(&path, bytes).unwrap();

    for expected in [1, 2] {
        let post = Post::with(settings()).await;
        let all = post.inbox.all().await.unwrap();
        assert_eq!(all.len(), expected);
        assert_eq!(all.last().unwrap().subject, "kept");
        post.send("ada@example.com", "another").await.unwrap();
        post.mailbox.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_can_be_waited_for_and_one_that_does_not_come_is_an_error() {
    let post = Post::start().await;
    let waiting = {
        let inbox = post.inbox.clone();
        tokio::spawn(
            async move { inbox.wait_for("ada@example.com", "Welcome", Duration::from_secs(10)).await },
        )
    };
    post.send("ada@example.com", "Something else").await.unwrap();
    post.send("ada@example.com", "Welcome to RaptorFlow").await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap().summary.subject, "Welcome to RaptorFlow");
    let missing = post.inbox.wait_for("bob@example.com", "Welcome", Duration::from_millis(100)).await;
    assert!(missing.unwrap_err().to_string().contains("bob@example.com"));
}
