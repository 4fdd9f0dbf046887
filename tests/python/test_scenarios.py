"""Every file of tests/scenarios/, once through Client and once through AsyncClient."""

import json

import pytest

from sandbox import ROOT
from scenario import Awaiting, Blocking, Broken, play

FILES = sorted((ROOT / "tests/scenarios").glob("*.json"))
WAYS = [
    pytest.param(Blocking, id="Client"),
    pytest.param(Awaiting, id="AsyncClient"),
]


def test_there_are_scenarios():
    assert len(FILES) > 200


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario(path, way):
    play(path, way)


LIST = {"call": "list_keys"}
CREATE = {"call": "create_key", "args": {"description": "x"}}
ECHO = {"control": "faults", "body": {"faults": [{"kind": "status", "status": 400}]}}
# What a runner must not let pass, and what it must say about it.
BROKEN = {
    "no steps": ({"steps": []}, "no steps"),
    "unknown word": ({"steps": [LIST], "servers": {}}, "servers"),
    "unknown server word": ({"steps": [LIST], "server": {"second": 1}}, "second"),
    "unknown client word": ({"steps": [{**LIST, "client": {"kez": 1}}]}, "kez"),
    "unknown step": ({"steps": [{"cell": "list_keys"}]}, "call, control, seen"),
    "unknown step word": ({"steps": [{**LIST, "expects": []}]}, "expects"),
    "unknown call": ({"steps": [{"call": "list_kezs"}]}, "list_kezs"),
    "unknown argument": ({"steps": [{**LIST, "args": {"page": 2}}]}, "page"),
    "unknown test": ({"steps": [{**CREATE, "expect": {"id": "$guid"}}]}, r"\$guid"),
    "unknown error word": ({"steps": [ECHO, {**LIST, "error": {"cause": ""}}]}, "cause"),
    "unknown request word": ({"steps": [LIST, {"seen": [{"verb": "GET"}]}]}, "verb"),
    "unknown saved name": ({"steps": [{"call": "get_key", "args": {"id": "${a.b}"}}]}, "no a"),
    "wrong value": ({"steps": [{**CREATE, "expect": {"description": "y"}}]}, "description"),
    "wrong length": ({"steps": [{**LIST, "expect": [{}]}]}, "1 elements"),
    "not a secret": ({"steps": [{**CREATE, "expect": {"apiKey": "$secret:ADMIN"}}]}, "apiKey"),
    "a secret is no text": ({"steps": [{**CREATE, "expect": {"apiKey": "x"}}]}, "apiKey"),
    "wrong number": (
        {"steps": [CREATE, {"seen": [{"body": {"apiKeyType": "INFERENCE", "description": 1}}]}]},
        "body",
    ),
    "no error": ({"steps": [{**LIST, "error": {"code": "timeout"}}]}, "succeeded"),
    "an error": ({"steps": [ECHO, LIST]}, "failed"),
    "wrong code": ({"steps": [ECHO, {**LIST, "error": {"code": "gone"}}]}, "code"),
    "wrong status": ({"steps": [ECHO, {**LIST, "error": {"status": 401}}]}, "status"),
    "wrong text": ({"steps": [ECHO, {**LIST, "error": {"message": ["soup"]}}]}, "soup"),
    "lacks": ({"steps": [ECHO, {**LIST, "error": {"lacks": ["400"]}}]}, "lacks"),
    "wrong issue": ({"steps": [ECHO, {**LIST, "error": {"issues": [{"field": "a"}]}}]}, "issues"),
    "too fast": ({"steps": [{**LIST, "tookMs": {"min": 60000}}]}, "tookMs"),
    "too few requests": ({"steps": [LIST, {"seen": []}]}, "expected 0"),
    "too many requests": ({"steps": [{"seen": [{"method": "GET"}]}]}, "expected 1"),
    "wrong header": (
        {"steps": [LIST, {"seen": [{"headers": {"authorization": "none"}}]}]},
        "authorization",
    ),
    "sent header": ({"steps": [LIST, {"seen": [{"absent": ["authorization"]}]}]}, "was sent"),
    "wrong connection": ({"steps": [LIST, {"seen": [{"connection": "reused"}]}]}, "connection"),
    "a secret in an error": (
        {
            "steps": [
                {
                    "call": "wallet_sign",
                    "args": {"wallet": f"{1:064x}", "challenge": "soup of the day"},
                    "error": {"code": "challenge_invalid"},
                },
                {
                    "control": "faults",
                    "body": {
                        "faults": [
                            {"kind": "status", "status": 400, "body": {"error": "soup of the day"}}
                        ]
                    },
                },
                {**LIST, "error": {"code": "bad_request"}},
            ]
        },
        "shows a secret",
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_scenario_fails(tmp_path, name, way):
    scenario, why = BROKEN[name]
    path = tmp_path / "broken.json"
    path.write_text(json.dumps({"name": name, "covers": [], **scenario}))
    with pytest.raises(Broken, match=why):
        play(path, way)
