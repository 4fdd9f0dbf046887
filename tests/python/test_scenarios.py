"""Every file of tests/scenarios/, once through Client and once through AsyncClient; and those of
tests/scenarios-broken/, to see that this runner can fail."""

import json

import pytest

from calls import Awaiting, Blocking, Broken
from sandbox import ROOT
from scenario import play

FILES = sorted((ROOT / "tests/scenarios").glob("*.json"))
BROKEN = sorted((ROOT / "tests/scenarios-broken").glob("*.json"))
WAYS = [
    pytest.param(Blocking, id="Client"),
    pytest.param(Awaiting, id="AsyncClient"),
]


def test_there_are_scenarios():
    assert len(FILES) > 200
    assert len(BROKEN) > 50


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario(path, way):
    play(path.name, json.loads(path.read_text()), way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_scenario_fails(path, way):
    scenario = json.loads(path.read_text())
    fails = scenario.pop("fails")
    with pytest.raises(Broken) as caught:
        play(path.name, scenario, way)
    report = str(caught.value)
    assert (f"step {fails['step']}:" if fails["step"] else "") in report
    assert ("step " in report) is bool(fails["step"])
    assert [text for text in fails.get("says", []) if text not in report] == [], report
