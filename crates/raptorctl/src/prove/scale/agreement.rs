//! What there may be only one of, asked for at both gateways at once.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures::future::join_all;
use serde_json::{Value, json};
use tokio_postgres::Client as Owner;

use super::stage::{LIMIT_FACTOR, Stage};
use crate::journey::{Answer, Answers, Call, Client, Report, onboarding, payment, text};
use crate::prove::{Part, Tally};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// Calls at once, in turns at the gateways.
const AT_ONCE: usize = 8;
const ROUNDS: usize = 5;
/// Product 7.2: until then the token before is answered with its successor.
const GRACE: Duration = Duration::from_secs(10);
/// Product 7.1: requests of an address on public auth routes in a minute.
const EDGE: usize = 10 * LIMIT_FACTOR;
/// Nobody else's address.
const ADDRESS: &str = "203.0.113.7";

pub async fn tried(stage: &Stage) -> Result<Vec<Part>> {
    let owner = stage.owner().await?;
    let since = Instant::now();
    let (successors, rotated) = rotate(stage).await?;
    let rotation = successors.part("a token renewed at both at once has one successor", since);
    let since = Instant::now();
    let keys = initiate(stage, &owner).await?.part("a key used at both at once opens one order", since);
    let since = Instant::now();
    let limits = limit(stage).await?.part("an address is counted at both together", since);
    let since = Instant::now();
    let versions =
        finalize(stage, &owner).await?.part("a finalize asked for at both makes one version", since);
    let since = Instant::now();
    let reuse = reuse(stage, rotated).await?.part("a used token ends its session at both", since);
    Ok(vec![rotation, reuse, keys, limits, versions])
}

/// Somebody with the same session at both gateways.
struct Pair {
    clients: Vec<Client>,
    session: Value,
}

impl Pair {
    fn strangers(stage: &Stage) -> Result<Vec<Client>> {
        let report = Report::silent(Terminal::stdout());
        stage.doors.iter().map(|door| Client::new(door, report)).collect()
    }

    async fn sign_up(stage: &Stage) -> Result<Self> {
        let mut clients = Self::strangers(stage)?;
        let word = crate::secrets::text(12).to_lowercase();
        let body = json!({
            "email": format!("{word}@example.com"),
            "password": crate::secrets::text(24),
            "full_name": "Asha Rao",
            "delivery": "body",
        });
        let first = clients.first_mut().context("there is no gateway")?;
        let session = first.call(Call::post("signed up", "/api/v1/auth/signup", body)).await?.json()?;
        for client in &mut clients {
            client.sign_in(&session)?;
        }
        Ok(Self { clients, session })
    }
}

/// All calls at once, in turns at the gateways.
async fn race(clients: &[Client], calls: &[Call]) -> Result<Vec<Answer>> {
    let turns = calls.iter().zip(clients.iter().cycle());
    join_all(turns.map(|(call, client)| client.attempt(call))).await.into_iter().collect()
}

fn renewal(token: &str) -> Call {
    let body = json!({ "refresh_token": token, "delivery": "body" });
    Call::post("renewed", "/api/v1/auth/refresh", body)
}

/// A token that was renewed, its successor, and when.
struct Rotated {
    old: String,
    new: String,
    at: Instant,
}

async fn rotate(stage: &Stage) -> Result<(Tally, Vec<Rotated>)> {
    let (mut tally, mut rotated) = (Tally::default(), Vec::new());
    for _ in 0..ROUNDS {
        let pair = Pair::sign_up(stage).await?;
        let old = text(&pair.session, "refresh_token")?;
        let strangers = Pair::strangers(stage)?;
        let answers = race(&strangers, &vec![renewal(&old); AT_ONCE]).await?;
        let refused = answers.iter().find(|answer| !answer.status.is_success());
        let refused =
            refused.map(|answer| format!("a renewal was answered {}: {}", answer.status, answer.text));
        let successors: BTreeSet<String> =
            answers.iter().filter_map(|answer| text(&answer.json().ok()?, "refresh_token").ok()).collect();
        let several = (successors.len() != 1).then(|| format!("a token has {} successors", successors.len()));
        tally.note(refused.or(several));
        rotated.extend(successors.into_iter().map(|new| Rotated {
            old: old.clone(),
            new,
            at: Instant::now(),
        }));
    }
    Ok((tally, rotated))
}

/// Past the grace, at the one; noticed at the other.
async fn reuse(stage: &Stage, rotated: Vec<Rotated>) -> Result<Tally> {
    let mut tally = Tally::default();
    for (round, Rotated { old, new, at }) in rotated.into_iter().enumerate() {
        tokio::time::sleep((GRACE + Duration::from_secs(1)).saturating_sub(at.elapsed())).await;
        let mut strangers = Pair::strangers(stage)?;
        strangers.rotate_left(round % stage.doors.len());
        for (token, client) in [old, new].into_iter().zip(&strangers) {
            let answer = client.attempt(&renewal(&token)).await?;
            let ended = answer.status.as_u16() == 401 && code(&answer) == "SESSION_ENDED";
            tally.note(
                (!ended).then(|| format!("a used token was answered {}: {}", answer.status, answer.text)),
            );
        }
    }
    Ok(tally)
}

async fn initiate(stage: &Stage, owner: &Owner) -> Result<Tally> {
    let mut tally = Tally::default();
    for _ in 0..ROUNDS {
        let pair = Pair::sign_up(stage).await?;
        let body = json!({ "plan": "glide", "billing_cycle": "monthly" });
        let call = Call::post("payment initiated", "/api/payments/v2/initiate", body).once();
        let mut answers = race(&pair.clients, &vec![call.clone(); AT_ONCE]).await?;
        answers.extend(race(&pair.clients, &[call.clone(), call]).await?);
        let surprise = unexpected(&answers, &["IDEMPOTENCY_IN_PROGRESS"]);
        let orders = different(&answers, "merchant_order_id");
        let workspace = text(&pair.session, "workspace_id")?;
        let sql = "SELECT count(*) FROM rf_payments.payment_transactions WHERE workspace_id = $1::text::uuid";
        let stored: i64 = owner.query_one(sql, &[&workspace]).await?.get(0);
        let several = format!("{} orders were answered and {stored} are stored", orders.len());
        tally.note(surprise.or((orders.len() != 1 || stored != 1).then_some(several)));
    }
    Ok(tally)
}

/// Exactly as many as one gateway alone would let through.
async fn limit(stage: &Stage) -> Result<Tally> {
    let strangers = Pair::strangers(stage)?;
    let call = Call::post("confirmed", "/api/v1/auth/verify-email", json!({ "token": "unknown" }))
        .header("X-Forwarded-For", ADDRESS);
    let (mut let_in, mut surprise) = (0, None);
    for _ in 0..(EDGE / AT_ONCE) + 5 {
        let answers = race(&strangers, &vec![call.clone(); AT_ONCE]).await?;
        let_in += answers.iter().filter(|answer| answer.status.as_u16() != 429).count();
        surprise = surprise.or(answers.into_iter().find(|answer| answer.status.is_server_error()));
    }
    let mut tally = Tally::default();
    let surprise = surprise.map(|answer| format!("{}: {}", answer.status, answer.text));
    tally.note(surprise.or((let_in != EDGE).then(|| format!("{let_in} requests were let in, not {EDGE}"))));
    Ok(tally)
}

async fn finalize(stage: &Stage, owner: &Owner) -> Result<Tally> {
    let answers = Answers::read(&Answers::first_of(Workspace::find().await?.root())?)?;
    let mut tally = Tally::default();
    for _ in 0..ROUNDS {
        let mut pair = Pair::sign_up(stage).await?;
        let client = pair.clients.first_mut().context("there is no gateway")?;
        payment::pay(client, &answers, Some(&stage.addresses.phonepe)).await?;
        let session = onboarding::create(client, &answers).await?;
        onboarding::answer(client, &session, &answers).await?;
        let path = format!("/api/v1/onboarding/{}/finalize", session.id);
        // each with a key of its own, so that nothing but the session says that they are the same
        let calls: Vec<Call> =
            (0..AT_ONCE).map(|_| Call::post("finalized", path.clone(), json!({})).once()).collect();
        let said = race(&pair.clients, &calls).await?;
        let surprise = unexpected(&said, &["FINALIZE_IN_PROGRESS", "SESSION_NOT_ACTIVE"]);
        let versions = different(&said, "bcm_checksum");
        let stored = versions_of(owner, &text(&pair.session, "workspace_id")?).await?;
        let several = format!("{} versions were answered and {stored:?} are stored", versions.len());
        tally.note(surprise.or((versions.len() != 1 || stored != [1; 3]).then_some(several)));
    }
    Ok(tally)
}

async fn versions_of(owner: &Owner, workspace: &str) -> Result<[i64; 3]> {
    let row = owner
        .query_one(
            "SELECT (SELECT count(*) FROM rf_bcm.business_context_manifests WHERE workspace_id = $1::text::uuid),
                    (SELECT count(*) FROM rf_bcm.business_contexts WHERE workspace_id = $1::text::uuid),
                    (SELECT count(*) FROM rf_bcm.bcm_version_history WHERE workspace_id = $1::text::uuid)",
            &[&workspace],
        )
        .await?;
    Ok(std::array::from_fn(|place| row.get(place)))
}

/// The first answer that is neither a success nor a conflict with one of these codes.
fn unexpected(answers: &[Answer], conflicts: &[&str]) -> Option<String> {
    let expected = |answer: &&Answer| {
        let conflict = answer.status.as_u16() == 409 && conflicts.contains(&code(answer).as_str());
        answer.status.is_success() || conflict
    };
    let answer = answers.iter().find(|answer| !expected(answer))?;
    Some(format!("answered {}: {}", answer.status, answer.text))
}

/// The values of a member in the successful answers.
fn different(answers: &[Answer], member: &str) -> BTreeSet<String> {
    let good = answers.iter().filter(|answer| answer.status.is_success());
    good.filter_map(|answer| text(&answer.json().ok()?, member).ok()).collect()
}

fn code(answer: &Answer) -> String {
    answer.json().ok().and_then(|body| text(&body, "code").ok()).unwrap_or_default()
}
