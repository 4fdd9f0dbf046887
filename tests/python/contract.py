"""The contract as tests/contract.json has it, in the words of scenarios and of Python."""

import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from venice_keys import Wallet

from sandbox import ROOT

CONTRACT = json.loads((ROOT / "tests/contract.json").read_text())
STRUCTS = CONTRACT["structs"]


def camel(name):
    """A name as Venice writes it."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def spread(members):
    """The parameters of a call: those of a struct that only goes in stand in its place."""
    parameters = {}
    for name, kind in members.items():
        struct = STRUCTS.get(kind)
        if struct and struct["input"] and not struct["output"]:
            parameters.update(spread(struct["fields"]))
        else:
            parameters[name] = kind
    return parameters


def is_code(kind):
    """Whether an argument is the caller's own code, which a scenario has words of its own for."""
    return kind.startswith("impl ")


# Of each operation: its arguments by Venice's names, what Python calls them, and their types.
OPERATIONS = {
    name: {
        camel(own): (own, kind)
        for own, kind in spread(operation["arguments"]).items()
        if not is_code(kind)
    }
    for name, operation in CONTRACT["operations"].items()
}
# Calls that come page by page, and, of those that write, the parameter that says where to.
PAGED = {name for name, operation in CONTRACT["operations"].items() if operation["paged"]}
SINKS = {
    name: operation["sink"]
    for name, operation in CONTRACT["operations"].items()
    if operation["sink"]
}
for name, sink in SINKS.items():
    del OPERATIONS[name][camel(sink)]
    PAGED.remove(name)
# Calls that the caller's own code is part of: how it stands to them.
JOBS = {
    name: operation["job"] for name, operation in CONTRACT["operations"].items() if operation["job"]
}
# Parameters that a call can't do without.
REQUIRED = {
    name: [own for own, kind in arguments.values() if kind == "String"]
    for name, arguments in OPERATIONS.items()
}


def value(kind, given):
    """An argument of a scenario as a person would give it in Python."""
    inner = re.sub(r"(?:Option|Change)<(.*)>", r"\1", kind)
    if given is None:
        return None
    if inner.startswith("Vec<") and isinstance(given, list):
        return [value(inner[4:-1], element) for element in given]
    if inner == "Duration":
        return timedelta(seconds=given)
    if inner == "Wallet":
        return Wallet(given)
    if inner == "Decimal":
        return Decimal(given)
    if inner == "Timestamp":
        return datetime.fromisoformat(given.replace("Z", "+00:00"))
    if inner == "Date":
        return date.fromisoformat(given)
    if inner in STRUCTS and isinstance(given, dict):
        fields = {camel(own): (own, kind) for own, kind in STRUCTS[inner]["fields"].items()}
        unknown = sorted(set(given) - set(fields))
        if unknown:
            raise KeyError(", ".join(unknown))
        return {fields[name][0]: value(fields[name][1], member) for name, member in given.items()}
    return given


def is_duration(setting):
    """Whether a scenario gives it in milliseconds."""
    return setting["type"] in ("Duration", "Option<Duration>")


# Of each setting that a scenario may name: its name in Python, and what makes its value.
SETTINGS = {
    camel(name) + ("Ms" if is_duration(setting) else ""): (
        name,
        (lambda given: given / 1000) if is_duration(setting) else (lambda given: given),
    )
    for name, setting in CONTRACT["settings"].items()
    if name not in ("api_key", "on_attempt", "credential")
}
# Those in which a client can be derived.
DERIVED = {
    camel(name) + ("Ms" if is_duration(setting) else "")
    for name, setting in CONTRACT["settings"].items()
    if setting["derived"] and name != "api_key"
}
