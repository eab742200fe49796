use database::{
    audit,
    idempotency::{self, Call},
};
use serde_json::{Map, Value, json};
use time::Duration;
use uuid::Uuid;

use super::{
    publish::{NewContent, Publication, Published, publish},
    shared::{Rendered, build_off_thread, chain, current, off_thread, rendered, resource, warm},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
        build::Built,
        context::BusinessContext,
        head::{Handover, NotNow},
        snapshot::Source,
    },
    error::BcmError,
    store::{contexts, heads},
};

/// Somebody wants a version from the newest answers.
pub struct Rebuild {
    pub actor: Actor,
    /// Even when the newest version is young.
    pub force: bool,
    pub reason: String,
    pub idempotency_key: String,
}

/// Longer than any rebuild takes; after that its head counts as left behind and the work is taken up again.
const LEASE: Duration = Duration::seconds(30);

/// Makes a version of the newest context, once per key.
#[tracing::instrument(name = "bcm.rebuild", skip_all, fields(workspace = %command.actor.workspace, command.force))]
pub async fn rebuild(context: &Context, command: Rebuild) -> Result<Rendered, BcmError> {
    let request = json!([command.force, command.reason]).to_string();
    let workspace = command.actor.workspace;
    let call = Call::new(workspace, "rebuild", &command.idempotency_key, request.as_bytes())?;
    if let Some(answer) = claim(context, &call, &command.actor).await? {
        return Ok(answer);
    }
    let watch = Watch::api(AccessType::Rebuild, &command.actor);
    let job = Job {
        actor: command.actor,
        reason: command.reason,
        call: Some(call.clone()),
        on_request: !command.force,
    };
    let done = run(context, &job).await;
    watch.end(context, None, &done);
    if done.is_err() {
        release(context, &call, &job.actor).await;
    }
    done
}

async fn claim(context: &Context, call: &Call, actor: &Actor) -> Result<Option<Rendered>, BcmError> {
    let mut tx = context.database.begin(Context::scope(actor.workspace)).await?;
    let claim = idempotency::claim(&mut tx, call, context.clock.now(), LEASE).await?;
    tx.commit().await?;
    Ok(claim.admit()?.as_deref().map(Rendered::unpack))
}

async fn release(context: &Context, call: &Call, actor: &Actor) {
    let released = async {
        let mut tx = context.database.begin(Context::scope(actor.workspace)).await?;
        idempotency::release(&mut tx, call).await?;
        tx.commit().await
    };
    if let Err(error) = released.await {
        tracing::warn!(error = %error, "an idempotency key was not given back and lapses");
    }
}

impl Rendered {
    /// As an idempotency key keeps it; a tag holds no line feed.
    fn pack(&self) -> Vec<u8> {
        [self.etag.as_bytes(), b"\n", &self.document].concat()
    }

    fn unpack(packed: &[u8]) -> Self {
        let end = packed.iter().position(|byte| *byte == b'\n').unwrap_or(packed.len());
        let document = packed.get(end + 1..).unwrap_or_default().to_vec();
        Self { etag: String::from_utf8_lossy(&packed[..end]).into_owned(), document }
    }
}

/// One rebuild, whoever wants it.
pub struct Job {
    pub actor: Actor,
    pub reason: String,
    /// The key to answer, when somebody waits.
    pub call: Option<Call>,
    /// Bound by the cool-down.
    pub on_request: bool,
}

/// A head reserved for this builder, and what to build.
struct Reserved {
    builder: Uuid,
    newest: contexts::Newest,
}

/// Reserve, build, publish. A failure leaves the version of before current and says so in the head.
pub async fn run(context: &Context, job: &Job) -> Result<Rendered, BcmError> {
    let started = std::time::Instant::now();
    let reserved = reserve(context, job).await?;
    let done = build_and_publish(context, job, &reserved, started).await;
    if let Err(error) = &done {
        tracing::warn!(error = chain(error), "a rebuild failed; the version before it stays current");
        if let Err(error) = give_up(context, job, reserved.builder, error).await {
            // The lease ends and the work is taken up again.
            tracing::error!(error = %error, "a failed rebuild was not noted");
        }
    }
    done
}

async fn reserve(context: &Context, job: &Job) -> Result<Reserved, BcmError> {
    let workspace = job.actor.workspace;
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    heads::lock(&mut tx, workspace).await?;
    let (mut head, snapshot) = current(&mut tx, workspace).await?.ok_or(BcmError::NotFound)?;
    let newest = contexts::newest(&mut tx, workspace).await?.ok_or(BcmError::NotFound)?;
    let (builder, now) = (context.clock.uuid(), context.clock.now());
    head.begin(builder, now, LEASE).map_err(not_now)?;
    head.admit_rebuild(now - snapshot.generated_at, !job.on_request, context.rules.cooldown)
        .map_err(not_now)?;
    heads::put(&mut tx, &head).await?;
    tx.commit().await?;
    warm(context, &resource(&head, &snapshot)?).await;
    Ok(Reserved { builder, newest })
}

fn not_now(why: NotNow) -> BcmError {
    match why {
        NotNow::InProgress => BcmError::RebuildInProgress,
        NotNow::Cooldown { left } => BcmError::RebuildCooldown { left: left.unsigned_abs() },
    }
}

async fn build_and_publish(
    context: &Context,
    job: &Job,
    reserved: &Reserved,
    started: std::time::Instant,
) -> Result<Rendered, BcmError> {
    let document = reserved.newest.context.clone();
    // A context that was fit when it was handed over is our trouble when it is not any more.
    let business = off_thread(move || BusinessContext::from_document(document)).await?;
    let business = business.map_err(|error| BcmError::RebuildFailed(error.into()))?;
    let (business, built) = build_off_thread(context, business).await?;
    let workspace = job.actor.workspace;
    let mut tx = context.database.begin(Context::scope(workspace).acting_for(job.actor.user)).await?;
    heads::lock(&mut tx, workspace).await?;
    let held = heads::find(&mut tx, workspace).await?.is_some_and(|head| head.is_held_by(reserved.builder));
    if !held {
        return Err(BcmError::RebuildInProgress);
    }
    let newest = contexts::newest(&mut tx, workspace).await?.ok_or(BcmError::NotFound)?;
    let publication = publication(job, reserved, (&business, &built), &newest);
    let published = publish(context, &mut tx, publication).await?;
    contexts::conclude(&mut tx, reserved.newest.id, published.snapshot.id).await?;
    heads::put(&mut tx, &published.head).await?;
    audit::append(&mut tx, audit_entry(context, job, &published)).await?;
    let resource = resource(&published.head, &published.snapshot)?;
    let answer = rendered(context, &resource, &outcome(&published, started));
    if let Some(call) = &job.call {
        idempotency::finish(&mut tx, call, &answer.pack(), context.clock.now()).await?;
    }
    tx.commit().await?;
    tracing::info!(version = %published.snapshot.version, unchanged = published.unchanged, "manifest rebuilt");
    warm(context, &resource).await;
    Ok(answer)
}

fn publication<'a>(
    job: &'a Job,
    reserved: &Reserved,
    (context, built): (&'a BusinessContext, &'a Built),
    newest: &contexts::Newest,
) -> Publication<'a> {
    let handover = Handover { built: reserved.newest.position, newest: newest.position };
    Publication {
        workspace: job.actor.workspace,
        user: job.actor.user,
        source: Source::Rebuild,
        reason: &job.reason,
        content: NewContent::Built { context_id: reserved.newest.id, context, built, handover },
    }
}

/// What a rebuild or a restore tells besides the resource.
pub fn outcome(published: &Published, started: std::time::Instant) -> Map<String, Value> {
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let members = [
        ("unchanged", published.unchanged.into()),
        ("change_type", published.change_type.into()),
        ("processing_time_ms", millis.into()),
    ];
    members.into_iter().map(|(name, value): (&str, Value)| (name.to_owned(), value)).collect()
}

fn audit_entry<'a>(context: &Context, job: &'a Job, published: &Published) -> audit::Entry<'a> {
    let asked = job.call.is_some();
    audit::Entry {
        id: context.clock.uuid(),
        workspace: Some(job.actor.workspace),
        actor_kind: if asked { audit::ActorKind::User } else { audit::ActorKind::Service },
        actor: asked.then_some(job.actor.user.0),
        action: "bcm.rebuilt",
        target: ("manifest", "current"),
        details: json!({
            "version": published.snapshot.version.to_string(),
            "unchanged": published.unchanged,
            "forced": !job.on_request,
        }),
        client: (job.actor.client.ip.as_deref(), job.actor.client.user_agent.as_deref()),
        error: None,
        at: context.clock.now(),
    }
}

async fn give_up(context: &Context, job: &Job, builder: Uuid, error: &BcmError) -> Result<(), BcmError> {
    let workspace = job.actor.workspace;
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    heads::lock(&mut tx, workspace).await?;
    let Some((mut head, snapshot)) = current(&mut tx, workspace).await? else { return Ok(()) };
    if !head.is_held_by(builder) {
        return Ok(());
    }
    head.failed(chain(error));
    heads::put(&mut tx, &head).await?;
    tx.commit().await?;
    warm(context, &resource(&head, &snapshot)?).await;
    Ok(())
}
