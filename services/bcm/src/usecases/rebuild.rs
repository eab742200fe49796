use std::{sync::Arc, time::Instant};

use database::{
    audit,
    idempotency::{self, Call},
};
use primitives::{UserId, WorkspaceId};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use super::{
    publish::{NewContent, Publication, Published, publish},
    shared::{
        Rendered, build_off_thread, chain, current, off_thread, rendered, resource, warm, warm_current,
    },
    watch::Watch,
};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
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
pub const LEASE: Duration = Duration::seconds(30);

/// Makes a version of the newest context, once per key. It is made even if the caller does not wait for it, so that the
/// key has an answer when the caller comes back.
#[tracing::instrument(name = "bcm.rebuild", skip_all, fields(workspace = %command.actor.workspace, command.force))]
pub async fn rebuild(context: &Arc<Context>, command: Rebuild) -> Result<Rendered, BcmError> {
    let request = json!([command.force, command.reason]).to_string();
    let workspace = command.actor.workspace;
    let call = Call::new(workspace, "rebuild", &command.idempotency_key, request.as_bytes())?;
    let shared = context.clone();
    context.to_the_end(async move { once(&shared, &Asked { command, call }).await }).await
}

async fn once(context: &Context, asked: &Asked) -> Result<Rendered, BcmError> {
    let actor = &asked.command.actor;
    if let Some(answer) = claim(context, &asked.call, actor.workspace).await? {
        return Ok(answer);
    }
    let watch = Watch::api(AccessType::Rebuild, actor);
    let done = run(context, actor.workspace, Some(asked)).await;
    watch.end(context, None, &done);
    if done.is_err() {
        release(context, &asked.call, actor.workspace).await;
    }
    done
}

async fn claim(context: &Context, call: &Call, workspace: WorkspaceId) -> Result<Option<Rendered>, BcmError> {
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    let claim = idempotency::claim(&mut tx, call, context.clock.now(), LEASE).await?;
    tx.commit().await?;
    Ok(claim.admit()?.as_deref().map(Rendered::unpack))
}

async fn release(context: &Context, call: &Call, workspace: WorkspaceId) {
    let released = async {
        let mut tx = context.database.begin(Context::scope(workspace)).await?;
        idempotency::release(&mut tx, call).await?;
        tx.commit().await
    };
    if let Err(error) = released.await {
        tracing::warn!(error = %error, "an idempotency key was not given back and lapses");
    }
}

/// What somebody asked for, and the key to answer it under.
pub struct Asked {
    command: Rebuild,
    call: Call,
}

/// A head reserved for this builder, and what to build.
struct Reserved<'a> {
    asked: Option<&'a Asked>,
    builder: Uuid,
    newest: contexts::Newest,
    started: Instant,
}

impl Reserved<'_> {
    /// Who has the version made: whoever asked for it, else whoever handed the context over.
    fn user(&self) -> UserId {
        self.asked.map_or(UserId(self.newest.user_id), |asked| asked.command.actor.user)
    }
}

/// Reserve, build, publish, for somebody or because it is due. A failure leaves the version of before current and says
/// so in the head.
pub async fn run(
    context: &Context,
    workspace: WorkspaceId,
    asked: Option<&Asked>,
) -> Result<Rendered, BcmError> {
    let mut reserved = reserve(context, workspace, asked).await?;
    let document = reserved.newest.context.take();
    let done = build_and_publish(context, workspace, &reserved, document).await;
    if let Err(error) = &done {
        tracing::warn!(error = chain(error), "a rebuild failed; the version before it stays current");
        if let Err(error) = give_up(context, workspace, &reserved, error).await {
            // The lease ends and the work is taken up again.
            tracing::error!(error = %error, "a failed rebuild was not noted");
        }
    }
    done
}

async fn reserve<'a>(
    context: &Context,
    workspace: WorkspaceId,
    asked: Option<&'a Asked>,
) -> Result<Reserved<'a>, BcmError> {
    let started = Instant::now();
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    heads::lock(&mut tx, workspace).await?;
    let (mut head, snapshot) = current(&mut tx, workspace).await?.ok_or(BcmError::NotFound)?;
    let (builder, now) = (context.clock.uuid(), context.clock.now());
    head.begin(builder, now, LEASE).map_err(not_now)?;
    if let Some(Asked { command, .. }) = asked {
        let age = now - snapshot.generated_at;
        head.admit_rebuild(age, command.force, context.rules.cooldown).map_err(not_now)?;
    }
    let newest = contexts::newest(&mut tx, workspace).await?.ok_or(BcmError::NotFound)?;
    heads::put(&mut tx, &head).await?;
    tx.commit().await?;
    warm_current(context, &head, &snapshot).await;
    Ok(Reserved { asked, builder, newest, started })
}

fn not_now(why: NotNow) -> BcmError {
    match why {
        NotNow::InProgress => BcmError::RebuildInProgress,
        NotNow::Cooldown { left } => BcmError::RebuildCooldown { left: left.unsigned_abs() },
    }
}

async fn build_and_publish(
    context: &Context,
    workspace: WorkspaceId,
    reserved: &Reserved<'_>,
    document: Value,
) -> Result<Rendered, BcmError> {
    // A context that was fit when it was handed over is our trouble when it is not any more.
    let business = off_thread(move || BusinessContext::from_document(document)).await?;
    let business = business.map_err(|error| BcmError::RebuildFailed(error.into()))?;
    let (business, built) = build_off_thread(context, business).await?;
    let (user, newest) = (reserved.user(), &reserved.newest);
    let mut tx = context.database.begin(Context::scope(workspace).acting_for(user)).await?;
    heads::lock(&mut tx, workspace).await?;
    let held = heads::find(&mut tx, workspace).await?.is_some_and(|head| head.is_held_by(reserved.builder));
    if !held {
        return Err(BcmError::RebuildInProgress);
    }
    let newer_waits = contexts::newer_waits(&mut tx, workspace, newest.position).await?;
    let handover = Handover::Before { newer_waits };
    let publication = Publication {
        workspace,
        user,
        source: Source::Rebuild,
        reason: reserved.asked.map_or(&newest.reason, |asked| &asked.command.reason),
        content: NewContent::Built { context_id: newest.id, context: &business, built: &built, handover },
    };
    let published = publish(context, &mut tx, publication).await?;
    contexts::conclude(&mut tx, newest.id, published.snapshot.id).await?;
    heads::put(&mut tx, &published.head).await?;
    audit::append(&mut tx, audit_entry(context, reserved.asked, &published)).await?;
    let resource = resource(&published.head, &published.snapshot)?;
    let answer = rendered(context, &resource, &published.outcome(reserved.started));
    if let Some(Asked { call, .. }) = reserved.asked {
        idempotency::finish(&mut tx, call, &answer.pack(), context.clock.now()).await?;
    }
    tx.commit().await?;
    tracing::info!(version = %published.snapshot.version, unchanged = published.unchanged, "manifest rebuilt");
    warm(context, &resource).await;
    Ok(answer)
}

fn audit_entry<'a>(context: &Context, asked: Option<&'a Asked>, published: &Published) -> audit::Entry<'a> {
    let actor = asked.map(|asked| &asked.command.actor);
    let client = actor.map(|actor| (actor.client.ip.as_deref(), actor.client.user_agent.as_deref()));
    audit::Entry {
        id: context.clock.uuid(),
        workspace: Some(published.head.workspace),
        actor_kind: if asked.is_some() { audit::ActorKind::User } else { audit::ActorKind::Service },
        actor: actor.map(|actor| actor.user.0),
        action: "bcm.rebuilt",
        target: ("manifest", "current"),
        details: json!({
            "version": published.snapshot.version.to_string(),
            "unchanged": published.unchanged,
            "forced": asked.is_some_and(|asked| asked.command.force),
        }),
        client: client.unwrap_or_default(),
        error: None,
        at: context.clock.now(),
    }
}

async fn give_up(
    context: &Context,
    workspace: WorkspaceId,
    reserved: &Reserved<'_>,
    error: &BcmError,
) -> Result<(), BcmError> {
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    heads::lock(&mut tx, workspace).await?;
    let Some((mut head, snapshot)) = current(&mut tx, workspace).await? else { return Ok(()) };
    if !head.is_held_by(reserved.builder) {
        return Ok(());
    }
    if error.is_passing() {
        head.put_off();
    } else {
        let newer_waits = contexts::newer_waits(&mut tx, workspace, reserved.newest.position).await?;
        head.failed(chain(error), newer_waits);
    }
    heads::put(&mut tx, &head).await?;
    tx.commit().await?;
    warm_current(context, &head, &snapshot).await;
    Ok(())
}
