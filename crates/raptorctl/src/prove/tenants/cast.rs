//! Two tenants that have been through the whole journey, and the people who try to reach the one.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use principal::SessionKeys;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Stage;
use super::account::Account;
use super::api::{Answer, Api};
use crate::data_dir::read_json;
use crate::journey::{Answers, Journey, Report};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub struct Cast {
    /// The owner of the first tenant.
    pub victim: Account,
    /// What there is of the victim.
    pub target: Target,
    /// Texts that only the victim's members may read.
    pub markers: Vec<String>,
    /// The owner of the second tenant.
    pub stranger: Account,
    /// What there is of the stranger.
    pub home: Target,
    /// A member of the victim's workspace without a further role.
    pub member: Account,
    /// An admin of the victim's workspace whose account was banned.
    pub banned: Account,
    /// A session of the victim that has ended.
    pub ended: Account,
}

/// What a request can name of a tenant.
#[derive(Debug, Clone)]
pub struct Target {
    pub workspace: Uuid,
    pub slug: String,
    pub user: Uuid,
    pub email: String,
    pub password: String,
    /// A living session of the owner.
    pub session: Uuid,
    pub onboarding: Uuid,
    pub order: String,
    pub suggestion: Uuid,
    /// The step that the suggestion is for.
    pub suggested_step: u8,
    /// The version of the manifest.
    pub version: String,
    /// The version that a save of a step starts from.
    pub step_version: u64,
    pub answers: Arc<Answers>,
}

impl Target {
    /// Names under which rows and keys of the tenant are found.
    pub fn names(&self) -> Vec<String> {
        let ids = [self.workspace, self.user, self.onboarding].map(|id| id.to_string());
        ids.into_iter().chain([self.order.clone(), self.email.clone()]).collect()
    }

    /// The same shape with names that nothing has.
    pub fn absent(&self) -> Self {
        Self {
            workspace: Uuid::now_v7(),
            user: Uuid::now_v7(),
            session: Uuid::now_v7(),
            onboarding: Uuid::now_v7(),
            order: "ORD20260101000000ABCDEF".to_owned(),
            suggestion: Uuid::now_v7(),
            ..self.clone()
        }
    }

    /// The answer to a step.
    pub fn answer(&self, step: u8) -> Value {
        self.answers.steps.get(&step).cloned().flatten().unwrap_or_default()
    }
}

/// Where the people come from, by the last number of their address.
const VICTIM: u8 = 11;
const STRANGER: u8 = 12;
const MEMBER: u8 = 13;
const BANNED: u8 = 14;
const ENDED: u8 = 15;
/// Where who has no account comes from.
pub const NOBODY: u8 = 16;

pub async fn set(stage: &Stage<'_>, terminal: Terminal) -> Result<Cast> {
    let files = Answers::files(Workspace::find().await?.root())?;
    let [strangers, victims, ..] = files.as_slice() else { bail!("two files of answers are needed") };
    let (one, other) = tokio::try_join!(
        Founder::arrive(stage, victims, VICTIM, terminal),
        Founder::arrive(stage, strangers, STRANGER, terminal)
    )?;
    let gateway = &stage.system.addresses.gateway;
    let ended = Account::sign_in(Api::from(gateway, ENDED)?, &one.account.email, &one.account.password);
    let ended = ended.await?;
    Answer::to(ended.request(Method::POST, "/api/v1/auth/logout")).await?.success()?;
    let member = Account::sign_up(Api::from(gateway, MEMBER)?, "member").await?;
    let banned = Account::sign_up(Api::from(gateway, BANNED)?, "banned").await?;
    for (account, role) in [(&member, "member"), (&banned, "admin")] {
        join(stage, account, one.target.workspace, role).await?;
    }
    ban(stage, &banned).await?;
    let markers = markers(&one, &other).await?;
    Ok(Cast {
        victim: one.account,
        target: one.target,
        markers,
        stranger: other.account,
        home: other.target,
        member,
        banned,
        ended,
    })
}

/// There is no way to invite anybody yet.
async fn join(stage: &Stage<'_>, account: &Account, workspace: Uuid, role: &str) -> Result<()> {
    let statement = format!(
        "INSERT INTO rf_auth.workspace_members (workspace_id, user_id, role)
         VALUES ('{workspace}', '{}', '{role}')",
        account.user
    );
    Ok(stage.owner.batch_execute(&statement).await?)
}

/// Nor to ban anybody.
async fn ban(stage: &Stage<'_>, account: &Account) -> Result<()> {
    let statement = format!("UPDATE rf_auth.accounts SET state = 'banned' WHERE id = '{}'", account.user);
    stage.owner.batch_execute(&statement).await?;
    stage.keys.forget(&SessionKeys::session(account.session)).await
}

/// A founder after the journey.
struct Founder {
    account: Account,
    target: Target,
    /// Everything they said and were told.
    known: BTreeSet<String>,
}

impl Founder {
    async fn arrive(stage: &Stage<'_>, file: &Path, host: u8, terminal: Terminal) -> Result<Self> {
        let addresses = &stage.system.addresses;
        let answers = Answers::read(file)?;
        let journey = Journey {
            gateway: addresses.gateway.clone(),
            answers: answers.clone(),
            phonepe: Some(addresses.phonepe.clone()),
        };
        let told = journey.run(Report::silent(terminal)).await?;
        let word =
            |value: &Value| value.as_str().map(str::to_owned).context("the journey left something out");
        let (email, password) = (word(&told["account"]["email"])?, word(&told["account"]["password"])?);
        let api = Api::from(&addresses.gateway, host)?;
        let account = Account::sign_in(api.clone(), &email, &password).await?;
        let other = Account::sign_in(api, &email, &password).await?;
        let workspace = account.get("/api/v1/auth/me/workspace").await?;
        let onboarding: Uuid = word(&told["session_id"])?.parse()?;
        let (suggested_step, suggestion) = suggestion(&account, onboarding).await?;
        let target = Target {
            workspace: account.workspace.0,
            slug: word(&workspace["slug"])?,
            user: account.user.0,
            email,
            password,
            session: other.session.0,
            onboarding,
            order: word(&told["merchant_order_id"])?,
            suggestion,
            suggested_step,
            version: word(&told["finalized"]["bcm_version"])?,
            step_version: 1,
            answers: Arc::new(answers),
        };
        let mut known = BTreeSet::new();
        for document in [told, workspace, read_json(file)?] {
            texts(&document, &mut known);
        }
        Ok(Self { account, target, known })
    }
}

/// The first step for which the assistance has something to say, and what it says.
async fn suggestion(account: &Account, onboarding: Uuid) -> Result<(u8, Uuid)> {
    for step in 1..=23 {
        let path = format!("/api/v1/onboarding/{onboarding}/steps/{step}/run");
        let request = account.request(Method::POST, &path).json(&json!({ "engine": "deterministic" }));
        let ran = Answer::to(request).await?.document();
        if let Some(id) = ran["suggestions"][0]["id"].as_str() {
            return Ok((step, id.parse()?));
        }
    }
    bail!("the assistance suggests nothing")
}

/// Shorter texts are words of the interface.
const TELLING: usize = 12;

fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.chars().count() >= TELLING && !text.contains(['"', '\\', '\n']) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

const PUBLIC: [&str; 3] =
    ["/api/v1/onboarding/steps", "/api/schemas/business-context-2.0.json", "/api/openapi.json"];
const OWN: [&str; 3] = ["/api/v1/onboarding/current", "/api/v1/context/manifest", "/api/v1/context/history"];

/// What only the one knows: not the other, and not everybody. Ids are never in doubt.
async fn markers(one: &Founder, other: &Founder) -> Result<Vec<String>> {
    let mut told = String::new();
    for path in PUBLIC.iter().chain(&OWN) {
        told.push_str(&Answer::to(other.account.request(Method::GET, path)).await?.text);
    }
    let own = one.known.difference(&other.known).filter(|text| !told.contains(*text));
    Ok(own.chain(&one.target.names()).cloned().collect())
}
