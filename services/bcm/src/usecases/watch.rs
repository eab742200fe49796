//! The access log's view of a use case: what was done, for whom, how long it took, how it ended.

use std::time::Instant;

use primitives::{UserId, WorkspaceId};
use problem::Failure as _;

use crate::{
    context::Context,
    domain::{
        access::{Access, AccessSource, AccessType, Actor, Client},
        place::Place,
    },
    error::BcmError,
};

/// Runs from the beginning of a use case to its end.
pub struct Watch {
    started: Instant,
    kind: AccessType,
    source: AccessSource,
    workspace: WorkspaceId,
    user: Option<UserId>,
    client: Client,
}

impl Watch {
    /// Something that a user asked for.
    pub fn api(kind: AccessType, actor: &Actor) -> Self {
        Self::new(kind, AccessSource::Api, actor)
    }

    /// Something that another service asked for.
    pub fn service(kind: AccessType, actor: &Actor) -> Self {
        Self::new(kind, AccessSource::Service, actor)
    }

    /// Something that is done without being asked for.
    pub fn system(kind: AccessType, workspace: WorkspaceId) -> Self {
        let (source, client) = (AccessSource::System, Client::default());
        Self { started: Instant::now(), kind, source, workspace, user: None, client }
    }

    /// The same, with where the request came from.
    pub fn from(self, client: Client) -> Self {
        Self { client, ..self }
    }

    fn new(kind: AccessType, source: AccessSource, actor: &Actor) -> Self {
        let (workspace, user, client) = (actor.workspace, Some(actor.user), actor.client.clone());
        Self { started: Instant::now(), kind, source, workspace, user, client }
    }

    pub fn end<T>(self, context: &Context, place: Option<Place>, ended: &Result<T, BcmError>) {
        context.note(Access {
            id: context.clock.uuid(),
            workspace: self.workspace,
            user: self.user,
            kind: self.kind,
            source: self.source,
            client: self.client,
            millis: self.started.elapsed().as_secs_f64() * 1000.0,
            place,
            error: ended.as_ref().err().map(|error| (error.code(), error.to_string())),
            at: context.clock.now(),
        });
    }
}
