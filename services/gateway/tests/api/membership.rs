use primitives::{Role, WorkspaceId};
use serde_json::json;
use uuid::Uuid;

use crate::{
    harness::{Sent as _, TestGateway},
    operations,
};

const CURRENT: &str = "/api/v1/onboarding/current";

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_nothing_in_any_workspace() {
    let gateway = TestGateway::start().await;
    let owner = operations::owner(&gateway).await;
    let stranger = gateway.member(Role::Owner).await;
    let mut tried = 0;
    for operation in operations::all() {
        if operation.needs_workspace() {
            let request =
                operation.with_body(operation.request(&gateway), operations::good_body(&operation.id));
            let request = request.by(&stranger.user).header("x-workspace-id", owner.workspace.to_string());
            request.answer().await.refused(404, "WORKSPACE_NOT_FOUND");
            tried += 1;
        }
    }
    assert!(tried > 30, "only {tried} operations are about a workspace");
    for method in ["SaveStep", "GetManifest", "Initiate", "UpdateWorkspace", "DeleteWorkspace"] {
        assert!(gateway.script.received(method).is_empty(), "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_workspace_is_answered_like_an_absent_one() {
    let gateway = TestGateway::start().await;
    let (mine, foreign) = (gateway.member(Role::Owner).await, gateway.member(Role::Owner).await);
    let ask = |id: String| gateway.get(CURRENT).by(&mine.user).header("x-workspace-id", id);
    let foreign = ask(foreign.workspace.to_string()).answer().await;
    let absent = ask(Uuid::new_v4().to_string()).answer().await;
    foreign.refused(404, "WORKSPACE_NOT_FOUND");
    absent.refused(404, "WORKSPACE_NOT_FOUND");
    assert_eq!(foreign.body["detail"], absent.body["detail"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_services_are_told_workspace_and_role_that_were_looked_up() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    let (first, second) = (WorkspaceId(Uuid::new_v4()), WorkspaceId(Uuid::new_v4()));
    gateway.join(&user, first, Role::Member);
    gateway.join(&user, second, Role::Admin);
    for (workspace, role) in [(first, Role::Member), (second, Role::Admin)] {
        gateway.get(CURRENT).by(&user).header("x-workspace-id", workspace.to_string()).answer().await.ok(200);
        let told = gateway.script.last("GetCurrent").member.unwrap();
        assert_eq!((told.user, told.workspace, told.role), (user.id, workspace, role));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_one_workspace_need_not_name_it() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    gateway.get(CURRENT).by(&member.user).answer().await.ok(200);
    assert_eq!(gateway.script.last("GetCurrent").member.unwrap().workspace, member.workspace);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_several_is_asked_which() {
    let gateway = TestGateway::start().await;
    let required =
        problem::Refusal::new(problem::Kind::BadRequest, "which workspace").with_code("WORKSPACE_REQUIRED");
    gateway.script.refuse("ResolveMembership", required);
    let user = gateway.user().await;
    gateway.get(CURRENT).by(&user).answer().await.refused(400, "WORKSPACE_REQUIRED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_id_is_a_uuid() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    for id in ["", "1", "../../etc/passwd", "%00", &member.workspace.0.simple().to_string(), "' OR 1=1 --"] {
        for path in [CURRENT, "/api/v1/auth/me", "/api/v1/auth/verify-profile", "/api/v1/session"] {
            let answer = gateway.get(path).by(&member.user).header("x-workspace-id", id).answer().await;
            answer.refused(400, "WORKSPACE_INVALID");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn context_calls_may_name_the_workspace_in_the_query() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let (mine, other) = (member.workspace, Uuid::new_v4());
    let ask = |query: String| gateway.get(&format!("/api/v1/context/history?{query}")).by(&member.user);
    ask(format!("workspace_id={mine}")).answer().await.ok(200);
    assert_eq!(gateway.script.last("ListHistory").member.unwrap().workspace, mine);
    ask(format!("workspace_id={mine}")).header("x-workspace-id", mine.to_string()).answer().await.ok(200);
    let differing =
        ask(format!("workspace_id={mine}")).header("x-workspace-id", other.to_string()).answer().await;
    differing.refused(400, "WORKSPACE_INVALID");
    ask(format!("workspace_id={other}")).answer().await.refused(404, "WORKSPACE_NOT_FOUND");
    ask("workspace_id=x".to_owned()).answer().await.refused(400, "WORKSPACE_INVALID");
    let twice = ask(format!("workspace_id={mine}&workspace_id={other}")).answer().await;
    twice.refused(422, "VALIDATION_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_membership_is_remembered_for_a_moment_and_forgotten_on_change() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    for _ in 0..3 {
        gateway.get(CURRENT).by(&member.user).answer().await.ok(200);
    }
    assert_eq!(gateway.script.received("ResolveMembership").len(), 1);
    let mut keys = gateway.redis.connection().await;
    let key = format!("{}gw:member:{{{}}}:current", gateway.redis.prefix(), member.user.id);
    let left: i64 = deadpool_redis::redis::cmd("TTL").arg(&key).query_async(&mut keys).await.unwrap();
    assert!((25..=30).contains(&left), "{left} s");

    let switch = gateway.post("/api/v1/auth/switch-workspace").by(&member.user);
    switch.json(&json!({ "workspace_id": member.workspace })).answer().await.ok(200);
    gateway.get(CURRENT).by(&member.user).answer().await.ok(200);
    assert_eq!(gateway.script.received("ResolveMembership").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_named_by_role() {
    let gateway = TestGateway::start().await;
    for (role, may_pay, may_delete) in
        [(Role::Owner, true, true), (Role::Admin, true, false), (Role::Member, false, false)]
    {
        let member = gateway.member(role).await;
        let answer = gateway.get("/api/v1/auth/permissions").by(&member.user).answer().await;
        assert_eq!(answer.ok(200)["role"], role.as_str());
        let names = answer.body["permissions"].as_array().unwrap();
        assert_eq!(names.contains(&json!("billing.pay")), may_pay, "{role}");
        assert_eq!(names.contains(&json!("workspace.delete")), may_delete, "{role}");
        assert!(names.contains(&json!("context.export")), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_in_paths_that_nothing_can_have_are_asked_for_and_not_found() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let not_found =
        problem::Refusal::new(problem::Kind::NotFound, "no such session").with_code("SESSION_NOT_FOUND");
    gateway.script.refuse("GetSession", not_found);
    for id in [
        "1",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "%ff",
        "a%20b",
        "00000000000000000000000000000000",
        "%E0%A4%A8",
    ] {
        let answer = gateway.get(&format!("/api/v1/onboarding/{id}")).by(&member.user).answer().await;
        answer.refused(404, "SESSION_NOT_FOUND");
        let asked: contracts::onboarding::v1::GetSessionRequest = gateway.script.last("GetSession").message();
        assert_eq!(asked.session_id, Uuid::nil().to_string(), "{id}");
    }
    for (n, asked) in [("5", 5), ("0", 0), ("24", 24), ("-1", 0), ("5x", 0), ("99999999999", 0), ("%00", 0)] {
        let path = format!("/api/v1/onboarding/{}/steps/{n}", crate::services::SESSION);
        gateway.get(&path).by(&member.user).answer().await.ok(200);
        let step: contracts::onboarding::v1::GetStepRequest = gateway.script.last("GetStep").message();
        assert_eq!(step.n, asked, "{n}");
    }
}
