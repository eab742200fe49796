//! What was promised against what is there: the founders' ledgers beside the database, the provider and the mail box.

mod mails;
mod payments;
mod planted;
mod saves;

use std::time::{Duration, Instant};

use anyhow::Result;
pub use mails::Counted;
use tokio_postgres::Client;

use super::founder::Founder;
use super::patient::{Patient, Seen};
use super::settle::Settled;
use super::stage::Stage;
use crate::prove::Part;

/// One invariant: how often it was tried, and where it did not hold.
#[derive(Debug, Default)]
pub struct Check {
    tried: usize,
    breaches: Vec<String>,
}

impl Check {
    fn tried(&mut self, breach: Option<String>) {
        self.tried += 1;
        self.breaches.extend(breach);
    }

    pub fn of(tried: usize, breaches: Vec<String>) -> Self {
        Self { tried, breaches }
    }

    pub fn part(self, what: &str, since: Instant) -> Part {
        let held = self.tried.saturating_sub(self.breaches.len());
        let Self { tried, breaches } = self;
        Part { what: what.to_owned(), tried, held, breaches, seconds: since.elapsed().as_secs_f64() }
    }
}

/// Everybody whose ledger counts.
pub struct Witnesses {
    pub founders: Vec<Founder>,
    /// Founders who went on saving afterwards.
    pub watchers: Vec<Founder>,
    pub strangers: Vec<Patient>,
}

/// What the verdict is made of, and what it says besides.
pub struct Verdict {
    pub parts: Vec<Part>,
    pub mails: Counted,
    pub seen: Total,
}

/// What all clients together noticed.
#[derive(Debug, Default)]
pub struct Total {
    pub calls: usize,
    pub broken_off: usize,
    pub failures: usize,
    pub longest_lockout: Duration,
}

pub async fn judge(stage: &Stage, mut witnesses: Witnesses, settled: &Settled) -> Result<Verdict> {
    let owner = stage.owner().await?;
    let mut parts = Vec::new();
    let since = Instant::now();
    parts.push(saves::kept(&owner, &witnesses).await?.part("acknowledged saves are there, unchanged", since));
    let since = Instant::now();
    let books = payments::Books::open(&owner, stage).await?;
    parts.push(books.acknowledged(&witnesses).part("acknowledged orders are there", since));
    parts.push(books.true_to_the_provider().part("completed payments are the provider's truth", since));
    parts.push(payments::activated_once(&owner).await?.part("a paid workspace was activated once", since));
    parts.push(let_in(&mut witnesses).await.part("who paid is let in after the reconcile window", since));
    let since = Instant::now();
    parts.push(one_version(&owner, &witnesses).await?.part("a finalize made one version", since));
    let since = Instant::now();
    let (one_mail, mails) = mails::one_each(&owner, &stage.inbox).await?;
    parts.push(one_mail.part("an event made one mail", since));
    let due = (settled.left > 0).then(|| format!("{} were still to come", settled.left));
    parts.push(Check::of(1, due.into_iter().collect()).part("all that was due is done in the window", since));
    let since = Instant::now();
    let planted = planted::noticed(&owner, stage, &witnesses).await?;
    parts.push(planted.part("planted breaches are noticed", since));
    let seen = noticed(witnesses, &mut parts, since);
    Ok(Verdict { parts, mails, seen })
}

/// What founders were told of their answers, payments and manifests.
pub async fn kept(owner: &Client, witnesses: &Witnesses, since: Instant) -> Result<Vec<Part>> {
    Ok(vec![
        saves::kept(owner, witnesses).await?.part("acknowledged saves are there, unchanged", since),
        payments::activated_once(owner).await?.part("a paid workspace was activated once", since),
        one_version(owner, witnesses).await?.part("a finalize made one version", since),
    ])
}

/// Asks the product itself, as each founder.
async fn let_in(witnesses: &mut Witnesses) -> Check {
    let mut check = Check::default();
    let paid = |founder: &&mut Founder| founder.ledger.paid;
    for founder in witnesses.founders.iter_mut().chain(&mut witnesses.watchers).filter(paid) {
        let number = founder.founder.number;
        check.tried(match founder.is_let_in().await {
            Ok(true) => None,
            Ok(false) => Some(format!("founder {number} paid and is kept out")),
            Err(error) => Some(format!("founder {number} cannot be told: {error:#}")),
        });
    }
    check
}

async fn one_version(owner: &Client, witnesses: &Witnesses) -> Result<Check> {
    let mut check = Check::default();
    for founder in witnesses.founders.iter().chain(&witnesses.watchers) {
        let Some(finalized) = &founder.ledger.finalized else { continue };
        let row = owner
            .query_one(
                "SELECT (SELECT count(*) FROM rf_bcm.business_context_manifests WHERE workspace_id = $1::text::uuid),
                        (SELECT count(*) FROM rf_bcm.business_contexts WHERE workspace_id = $1::text::uuid),
                        (SELECT count(*) FROM rf_bcm.bcm_version_history WHERE workspace_id = $1::text::uuid),
                        (SELECT count(*) FROM rf_bcm.business_context_manifests WHERE workspace_id = $1::text::uuid
                         AND version_string = $2 AND checksum = $3::text)",
                &[&founder.ledger.workspace, &finalized.version, &finalized.checksum],
            )
            .await?;
        let counts: [i64; 4] = std::array::from_fn(|place| row.get(place));
        check.tried((counts != [1; 4]).then(|| {
            format!(
                "founder {}: manifests, contexts, history entries, acknowledged ones: {counts:?}",
                founder.founder.number
            )
        }));
    }
    Ok(check)
}

/// What clients noticed themselves.
fn noticed(witnesses: Witnesses, parts: &mut Vec<Part>, since: Instant) -> Total {
    let Witnesses { founders, watchers, strangers } = witnesses;
    let ended = founders.iter().chain(&watchers);
    let gave_up: Vec<String> = ended.filter_map(|founder| founder.ledger.gave_up.clone()).collect();
    parts.push(Check::of(founders.len() + watchers.len(), gave_up).part("journeys came to their end", since));
    let clients = founders.into_iter().chain(watchers).map(|founder| founder.client).chain(strangers);
    let mut total = Total::default();
    let (mut looked_through, mut foreign, mut nameless, mut surprises) = (0, vec![], vec![], vec![]);
    for client in clients {
        let seen: Seen = client.seen;
        total.calls += seen.calls;
        total.broken_off += seen.lost.len();
        total.failures += seen.failed.len();
        total.longest_lockout = total.longest_lockout.max(seen.locked_out);
        looked_through += seen.looked_through;
        foreign.extend(seen.foreign);
        nameless.extend(seen.nameless);
        surprises.extend(seen.surprises);
    }
    parts.push(Check::of(looked_through, foreign).part("answers hold nothing of another tenant", since));
    parts.push(Check::of(total.failures, nameless).part("failures carry a code and a request id", since));
    parts.push(Check::of(looked_through, surprises).part("answers are what a client expects", since));
    total
}
