//! Who may come in: token, Origin, limits, workspace, gates, in this order. Each operation starts with one of these.

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::header::{AUTHORIZATION, HeaderMap},
};
use primitives::{PlatformRole, WorkspaceId};
use principal::{AccessClaims, AccountState, Origin, Refused, Standing};
use problem::Problem;
use secrecy::{ExposeSecret as _, SecretString};
use time::OffsetDateTime;

use super::{arrival::Arrival, client_address, cookies, cors, headers::Standings, query::Query};
use crate::{
    clients::{Member, Membership, SignedIn, Visitor},
    context::Gateway,
    error::GatewayError,
    limits::{Row, Rule},
};

/// How a token came.
enum Credentials {
    Header(SecretString),
    Cookie(SecretString),
}

/// Anybody, counted by address.
pub async fn visitor(gateway: &Gateway, request: &HttpRequest, row: Row) -> Result<Visitor, Problem> {
    let origin = origin(request);
    let id = client_address::counted(origin.ip.as_deref().unwrap_or("unknown"));
    count(gateway, request, row, rules(row, &id)).await?;
    Ok(Visitor { origin })
}

/// Anybody, counted by something of the request.
pub async fn visitor_as(
    gateway: &Gateway,
    request: &HttpRequest,
    row: Row,
    id: &str,
) -> Result<Visitor, Problem> {
    count(gateway, request, row, rules(row, id)).await?;
    Ok(Visitor { origin: origin(request) })
}

/// Somebody signed in whose account may be used.
pub async fn signed_in(gateway: &Gateway, request: &HttpRequest, row: Row) -> Result<SignedIn, Problem> {
    Ok(active(signed_in_any_state(gateway, request, row).await?)?)
}

/// Somebody signed in, whatever the state of the account.
pub async fn signed_in_any_state(
    gateway: &Gateway,
    request: &HttpRequest,
    row: Row,
) -> Result<SignedIn, Problem> {
    let bearer = bearer(gateway, request).await?;
    let standing = gateway.authenticator.standing(&bearer.claims).await;
    let who = bearer.admit(standing, request)?;
    count_user(gateway, request, row, &who).await?;
    Ok(who)
}

/// Somebody in the workspace that the request names, or in their only or chosen one.
pub async fn member(gateway: &Gateway, request: &HttpRequest, row: Row) -> Result<Member, Problem> {
    let named = header_workspace(request.headers());
    member_of(gateway, request, row, named).await
}

/// The same where the workspace may also stand in the query, and only for workspaces that are paid for and onboarded.
pub async fn ready_member(gateway: &Gateway, request: &HttpRequest, row: Row) -> Result<Member, Problem> {
    let named = named_workspace(request);
    let member = member_of(gateway, request, row, named).await?;
    gateway.readiness.check(&gateway.services, &member).await?;
    Ok(member)
}

/// Session and membership are looked up side by side. What is wrong with the workspace is told only to who may come in.
async fn member_of(
    gateway: &Gateway,
    request: &HttpRequest,
    row: Row,
    named: Result<Option<WorkspaceId>, GatewayError>,
) -> Result<Member, Problem> {
    let bearer = bearer(gateway, request).await?;
    let remembered = async {
        let workspace = *named.as_ref().ok()?;
        gateway.memberships.remembered(bearer.claims.sub, workspace).await
    };
    let (standing, remembered) = futures::join!(gateway.authenticator.standing(&bearer.claims), remembered);
    let who = bearer.admit(standing, request)?;
    count_user(gateway, request, row, &who).await?;
    let who = active(who)?;
    let workspace = named?;
    let membership = match remembered {
        Some(membership) => membership,
        None => gateway.memberships.ask(&gateway.services, &who, workspace).await?,
    };
    Ok(enter(gateway, who, membership))
}

/// The membership of somebody signed in.
pub async fn in_workspace(
    gateway: &Gateway,
    who: SignedIn,
    workspace: Option<WorkspaceId>,
) -> Result<Member, Problem> {
    let membership = gateway.memberships.find(&gateway.services, &who, workspace).await?;
    Ok(enter(gateway, who, membership))
}

fn enter(gateway: &Gateway, who: SignedIn, membership: Membership) -> Member {
    if who.by_header {
        gateway.api_calls.note(membership.workspace);
    }
    Member { signed_in: who, membership }
}

fn active(who: SignedIn) -> Result<SignedIn, GatewayError> {
    match who.account {
        AccountState::Active => Ok(who),
        AccountState::Suspended | AccountState::Banned | AccountState::Deactivated => {
            Err(Refused::Account(who.account).into())
        }
    }
}

/// A token that is good; whether its session lives is not known yet.
struct Bearer {
    claims: AccessClaims,
    token: SecretString,
    by_header: bool,
}

/// What the request carries to say who sends it, without counting it.
async fn bearer(gateway: &Gateway, request: &HttpRequest) -> Result<Bearer, Problem> {
    let credentials = credentials(request).ok_or(GatewayError::Refused(Refused::NoToken))?;
    let (token, by_header) = match credentials {
        Credentials::Header(token) => (token, true),
        Credentials::Cookie(token) => {
            same_origin(gateway, request)?;
            (token, false)
        }
    };
    let checked = gateway.authenticator.verify(token.expose_secret()).await;
    Ok(Bearer { claims: checked.map_err(GatewayError::from)?, token, by_header })
}

impl Bearer {
    fn admit(
        self,
        standing: Result<Standing, Refused>,
        request: &HttpRequest,
    ) -> Result<SignedIn, GatewayError> {
        let Self { claims, token, by_header } = self;
        let Standing { account, platform_role } = standing?;
        let expires_at = OffsetDateTime::from_unix_timestamp(claims.exp).map_err(|_| Refused::NoToken)?;
        let (user, session, origin) = (claims.sub, claims.sid, origin(request));
        Ok(SignedIn { user, session, account, platform_role, expires_at, token, by_header, origin })
    }
}

/// What a cookie authenticates may change something only from a page of ours.
pub fn same_origin(gateway: &Gateway, request: &HttpRequest) -> Result<(), GatewayError> {
    let writes = request.extensions().get::<Arrival>().is_none_or(Arrival::writes);
    if writes && cors::allowed(request.headers(), &gateway.origins).is_none() {
        return Err(GatewayError::OriginNotAllowed);
    }
    Ok(())
}

/// Where the request came from.
pub fn origin(request: &HttpRequest) -> Origin {
    request.extensions().get::<Origin>().cloned().unwrap_or_else(Origin::own)
}

/// A header decides even when it is no good: a client that sends one does not mean the cookie.
fn credentials(request: &HttpRequest) -> Option<Credentials> {
    if let Some(header) = request.headers().get(AUTHORIZATION) {
        let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
        let token = SecretString::from(token.trim().to_owned());
        return scheme.eq_ignore_ascii_case("bearer").then_some(Credentials::Header(token));
    }
    cookies::read(request, cookies::ACCESS).map(Credentials::Cookie)
}

pub fn header_workspace(headers: &HeaderMap) -> Result<Option<WorkspaceId>, GatewayError> {
    let Some(value) = headers.get("x-workspace-id") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let id = text.parse().map_err(|_| GatewayError::WorkspaceInvalid("X-Workspace-Id is no workspace id"))?;
    Ok(Some(id))
}

fn named_workspace(request: &HttpRequest) -> Result<Option<WorkspaceId>, GatewayError> {
    let header = header_workspace(request.headers())?;
    let query = Query::of(request);
    let Some(text) = query.one("workspace_id")? else { return Ok(header) };
    let named: WorkspaceId =
        text.parse().map_err(|_| GatewayError::WorkspaceInvalid("workspace_id is no workspace id"))?;
    if header.is_some_and(|header| header != named) {
        return Err(GatewayError::WorkspaceInvalid(
            "X-Workspace-Id and workspace_id name different workspaces",
        ));
    }
    Ok(Some(named))
}

fn rules(row: Row, id: &str) -> Vec<Rule> {
    row.quotas().iter().map(|quota| Rule { quota: *quota, id: id.to_owned() }).collect()
}

/// Counts a request of somebody signed in, or refuses it.
async fn count_user(
    gateway: &Gateway,
    request: &HttpRequest,
    row: Row,
    who: &SignedIn,
) -> Result<(), GatewayError> {
    let id = if row == Row::SignOut { who.session.to_string() } else { who.user.to_string() };
    let admin = matches!(who.platform_role, PlatformRole::Admin | PlatformRole::SuperAdmin);
    let edge = row.edge(admin).map(|quota| Rule { quota, id: who.user.to_string() });
    count(gateway, request, row, edge.into_iter().chain(rules(row, &id)).collect()).await
}

async fn count(
    gateway: &Gateway,
    request: &HttpRequest,
    row: Row,
    rules: Vec<Rule>,
) -> Result<(), GatewayError> {
    let writes = request.extensions().get::<Arrival>().is_none_or(Arrival::writes);
    let standings = gateway.limits.take(&rules, row.without_redis(writes)).await;
    let wait = standings.iter().filter(|standing| standing.exceeded()).map(|standing| standing.reset).max();
    request.extensions_mut().insert(Standings(standings));
    wait.map_or(Ok(()), |wait| Err(GatewayError::RateLimited(wait)))
}
