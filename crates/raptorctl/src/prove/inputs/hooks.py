"""What Schemathesis cannot know from the description: who calls, which ids exist, which codes are documented.

The stage comes as JSON in RAPTOR_STAGE; what was called goes to the file that it names, one line per operation.
"""

import atexit
import json
import os
import random
import re
import time
import uuid
from collections import Counter, defaultdict

import requests
import schemathesis

STAGE = json.loads(os.environ["RAPTOR_STAGE"])
GATEWAY = STAGE["gateway"]
DOCUMENT = requests.get(f"{GATEWAY}/api/openapi.json", timeout=10).json()
WORD = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b")
# Operations that change where a founder stands are not called by one on whom others build.
RESTARTING = {"create_session", "delete_session", "finalize", "reset_session", "resume_session"}
# Operations that end what the caller calls with; each has accounts of its own.
ENDING = {"log_out", "deactivate_me", "change_password", "end_session", "delete_workspace", "refresh"}
# What a local stack has not: a model.
AWAY = {"AI_UNAVAILABLE"}
LIFE = 200
chance = random.Random(STAGE["seed"])
calls = defaultdict(Counter)
# Operations that take anything to vary.
varied = set()
signed_in = {}


def ask(method, path, caller):
    headers = {"Authorization": f"Bearer {caller['access_token']}"}
    return requests.request(method, GATEWAY + path, headers=headers, json={}, timeout=40).json()


def sign_up():
    email = f"inputs.{uuid.uuid4().hex}@example.com"
    account = {"email": email, "password": uuid.uuid4().hex, "full_name": "Ada", "delivery": "body"}
    session = requests.post(f"{GATEWAY}/api/v1/auth/signup", json=account, timeout=40).json()
    return account | session


def session_of(path, body):
    answer = requests.post(GATEWAY + path, json=body | {"delivery": "body"}, timeout=40)
    if answer.status_code != 200:
        raise RuntimeError(f"a founder is not let in: {answer.text}")
    return answer.json()


def sign_in(account):
    """By password once, and then by renewing, which no wrong password in between can lock."""
    if "refresh_token" in account:
        renewal = {"refresh_token": account["refresh_token"]}
        return account | session_of("/api/v1/auth/refresh", renewal)
    login = {"email": account["email"], "password": account["password"]}
    return account | session_of("/api/v1/auth/login", login)


def name_of(case):
    return case.operation.definition.raw.get("operationId", case.operation.label)


def caller_of(case):
    """Whoever calls an operation: a founder who edits answers, one who begins anew, one with a manifest, or a new account."""
    name = name_of(case)
    if name in ENDING:
        role = name
    elif "/onboarding/" in case.operation.path:
        role = "restarting" if name in RESTARTING else "answering"
    else:
        role = "ready"
    known, until = signed_in.get(role, (None, 0))
    if time.monotonic() > until:
        known = sign_up() if name in ENDING else sign_in(known or STAGE["founders"][role])
        signed_in[role] = (known, time.monotonic() + LIFE)
    return known


@schemathesis.auth(refresh_interval=None)
class Callers:
    def get(self, case, ctx):
        return caller_of(case)

    def set(self, case, data, ctx):
        is_webhook = name_of(case) == "ingest_webhook"
        case.headers["Authorization"] = STAGE["webhook"] if is_webhook else f"Bearer {data['access_token']}"


def known_ids(case):
    caller = caller_of(case)
    return {
        "sid": caller.get("session_id"),
        "n": chance.randint(1, 23),
        "merchant_order_id": caller.get("merchant_order_id"),
        "version": "1.0.0",
        "id": id_of(case, caller),
    }


def id_of(case, caller):
    match name_of(case):
        case "end_session":
            return ask("GET", "/api/v1/auth/sessions", caller)["sessions"][0]["session_id"]
        case "decide_suggestion":
            run = f"/api/v1/onboarding/{caller['session_id']}/steps/{case.path_parameters['n']}/run"
            suggestions = ask("POST", run, caller).get("suggestions", [])
            return suggestions[0]["id"] if suggestions else None
        case _:
            return caller.get("workspace_id")


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Three of four calls name what is there; the others go on with what was generated."""
    if chance.random() < 0.25:
        return
    for name in list(case.path_parameters or {}):
        case.path_parameters[name] = known_ids(case).get(name) or case.path_parameters[name]
    described = {parameter["name"] for parameter in case.operation.definition.raw.get("parameters", [])}
    if "X-Workspace-Id" in described:
        case.headers.pop("X-Workspace-Id", None)
    if "workspace_id" in described:
        (case.query or {}).pop("workspace_id", None)
    if "Idempotency-Key" in described:
        case.headers["Idempotency-Key"] = f"inputs-{chance.randint(0, 99):02}"
    if "If-Match" in described:
        case.headers["If-Match"] = version_of(case)


def version_of(case):
    caller = caller_of(case)
    step = f"{GATEWAY}/api/v1/onboarding/{case.path_parameters['sid']}/steps/{case.path_parameters['n']}"
    answer = requests.get(step, headers={"Authorization": f"Bearer {caller['access_token']}"}, timeout=40)
    return answer.headers.get("ETag", '"0"')


def is_described(case):
    """Not so when a method was tried that the path has not: it may be another path's."""
    return case.method.lower() in DOCUMENT["paths"][case.operation.path]


@schemathesis.hook
def after_call(ctx, case, response):
    if is_described(case):
        calls[case.operation.label][response.status_code] += 1
        described = case.operation.definition.raw
        if described.get("parameters") or described.get("requestBody"):
            varied.add(case.operation.label)
    if name_of(case) in ENDING and response.status_code in (200, 204):
        signed_in.pop(name_of(case), None)


def codes_of(case, status):
    """What the operation says of this status, and what the description says of every operation."""
    answer = case.operation.definition.raw["responses"].get(str(status), {})
    everywhere = re.findall(rf"\b{status} ((?:`[A-Z_]+`[,\s]*)+)", DOCUMENT["info"]["description"])
    return set(WORD.findall(" ".join([answer.get("description", ""), *everywhere])))


@schemathesis.check
def documented_problem(ctx, response, case):
    """A refusal is a problem document with a code that is documented, and nothing breaks on our side."""
    assert response.headers.get("x-request-id"), "no X-Request-Id"
    if response.status_code < 400:
        return
    problem = response.json()
    assert response.status_code < 500 or problem["code"] in AWAY, f"{response.status_code} {problem['code']}"
    if not is_described(case):
        return
    assert problem["status"] == response.status_code, f"status {problem['status']} in the document"
    codes = codes_of(case, response.status_code)
    assert problem["code"] in codes, f"undocumented code {problem['code']} with {response.status_code}"


@atexit.register
def report():
    with open(STAGE["calls"], "a", encoding="utf-8") as file:
        for operation, statuses in sorted(calls.items()):
            line = {"operation": operation, "statuses": statuses, "is_varied": operation in varied}
            file.write(json.dumps(line) + "\n")
