#!/usr/bin/env python3
"""Holds the scenarios, the contract and the table in README.md against each other.

Every file must parse and use only words of the format; every row of the table must name exactly
the files that cover it, and every `covers` entry must have its row; no operation, error code or
cell of the retry table may be missing, nor a field that goes in or comes out, and the changelog
names every operation: contract.json, which is printed from the core, says which there are. With
--write the rows of new operations and codes are added, and the files of each row filled in, first.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
README = HERE / "README.md"

CONTRACT = json.loads((HERE / "contract.json").read_text(encoding="utf-8"))
OPERATIONS, CODES, STRUCTS = (CONTRACT[part] for part in ("operations", "codes", "structs"))
RETRIES = [f"{call}-{failure}" for call in ("get", "patch", "delete", "create", "mint", "pay")
           for failure in ("no-connection", "429", "5xx", "lost", "truncated")]
MUST_BE_COVERED = {*(f"operation:{o}" for o in OPERATIONS), *(f"error:{c}" for c in CODES),
                   *(f"retry:{r}" for r in RETRIES)}


# What a scenario calls the caller's own code, by the kind of the job.
CODE = {"stored": "store", "within": "body"}


def camel(name):
    first, *words = name.split("_")
    return first + "".join(map(str.capitalize, words))


def struct_in(kind):
    """The struct that a type holds, if it holds one: "ApiKey" of "Option<Vec<ApiKey>>"."""
    name = re.search(r"\w+(?=>*$)", kind)
    return name[0] if name and name[0] in STRUCTS else None


def members(struct):
    """A struct's members as scenarios name them; in the place of a flat one, its own members."""
    for name, kind in STRUCTS[struct]["fields"].items():
        if name in STRUCTS[struct]["flat"]:
            yield from members(struct_in(kind))
        else:
            yield struct, camel(name), kind


def arguments(operation):
    """What a call takes, in one flat object: name to the members of structs that it stands for.

    Where it writes to is the runner's affair."""
    for name, kind in OPERATIONS[operation]["arguments"].items():
        job = OPERATIONS[operation]["job"]
        if name == OPERATIONS[operation]["sink"]:
            continue
        struct = struct_in(kind)
        if job and name == job["code"]:
            yield None, CODE[job["kind"]], kind
        elif struct and not kind.startswith("Vec<") and not STRUCTS[struct]["text"]:
            yield from members(struct)
        else:
            yield None, camel(name), kind


ARGS = {operation: {name for _, name, _ in arguments(operation)} for operation in OPERATIONS} | {
    "client": set(), "wallet_address": {"wallet"}, "wallet_sign": {"wallet", "challenge"},
    "wallet_sign_in": {"wallet"},
}
FILE = {"name", "covers", "live", "server", "client", "steps"}
SERVER = {"web3", "minute", "tls"}
# The client's settings, but for the key, which has a word of its own, and the listener.
def setting_word(name):
    return camel(name) + ("Ms" if "Duration" in CONTRACT["settings"][name]["type"] else "")


CLIENT = {"key"} | {setting_word(name) for name, setting in CONTRACT["settings"].items()
                    if "Secret" not in setting["type"] and setting["type"] != "Attempt"}
# The settings in which a client of its own, for one call, can differ.
OPTIONS = {setting_word(name) for name, setting in CONTRACT["settings"].items()
           if setting["derived"] and "Secret" not in setting["type"]}
CALL = {"call", "args", "client", "options", "withApiKey", "expect", "error", "save", "saveResume",
        "tookMs"}
# What a call whose result comes in pages may say besides.
PAGING = {"pages", "limit"}
ERROR = {"code", "status", "issues", "retryAfterMs", "requestId", "serverCode", "serverVersion",
         "message", "lacks", "resume"}
SEEN = {"method", "path", "headers", "absent", "body", "bodyExact", "numbers",
        "connection"}
CONTROLS = {"faults", "clock", "keys", "account", "usage", "wallets", "ledger", "sign-in", "late",
            "lists"}
FAULT = set("""kind match times status body text contentType headers afterWork ms at before bytes
    count location set remove start each end gzip response settles settlesAfterMs credited
    remembered bookedAfterMs skip afterRequests afterMs control members""".split())
KINDS = set("""status html empty delay refuse reset_before reset_after stall stall_body drip cut
    garbage garbage_wire content_type huge gzip_bomb bad_gzip gzip header_flood redirect
    edit repeat settlement late meanwhile ignore""".split())
# So long a busy machine may take for a call that needs no time: a call that is to come to something
# has more, and one that is said to end early may end so late.
BUSY_MS = 6000
# So many retries wait for longer than any scenario refuses connections, whatever the chance.
OUTLASTING = 8
TESTS = re.compile(r"\$(any|uuid|time|secret:(INFERENCE|ADMIN)|length:\d+)")
START = set("""base_url admin_key admin_key_shown inference_key inference_key_shown
    staked_private_key staked_address unstaked_private_key unstaked_address ca_file
    version""".split())


class Scenario:
    """One file, and what is wrong with it."""

    def __init__(self, path):
        self.file, self.wrong, self.saved = path.stem, [], set(START)
        self.covers, self.fields = [], set()
        try:
            self.whole = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=self.once)
        except (ValueError, UnicodeDecodeError) as error:
            self.wrong.append(f"does not parse: {error}")
            return
        self.check()

    def once(self, pairs):
        for name in {n for n, _ in pairs if [m for m, _ in pairs].count(n) > 1}:
            self.wrong.append(f"says {name} twice")
        return dict(pairs)

    def words(self, where, what, known):
        for word in what.keys() - known:
            self.wrong.append(f"{where}: unknown word {word}")

    def check(self):
        whole = self.whole
        self.words("file", whole, FILE)
        for word in ("name", "covers", "steps"):
            if not whole.get(word):
                self.wrong.append(f"no {word}")
        self.covers = whole.get("covers", [])
        if len(set(self.covers)) != len(self.covers):
            self.wrong.append("covers a row twice")
        self.words("server", whole.get("server", {}), SERVER)
        self.words("client", whole.get("client", {}), CLIENT)
        for number, step in enumerate(whole.get("steps", []), 1):
            self.step(f"step {number}", step)
        if whole.get("live", True) is not True:
            self.wrong.append("live is true or not there")
        elif "live" in whole:
            self.live(whole)

    def live(self, whole):
        """What `make live` may play at Venice: nothing lasting, nothing that only we can do."""
        if "server" in whole or "baseUrl" in json.dumps(whole):
            self.wrong.append("live: the server is Venice, as it is")
        for number, step in enumerate(whole.get("steps", []), 1):
            args = step.get("args", {})
            usd = float(args.get("consumptionLimit", {}).get("usd") or 0)
            if "control" in step:
                self.wrong.append(f"live: step {number}: nobody controls Venice")
            if step.get("call", "").startswith("mint"):
                self.wrong.append(f"live: step {number}: nothing is minted")
            if OPERATIONS.get(step.get("call"), {}).get("effect") == "Pays":
                self.wrong.append(f"live: step {number}: nothing is paid")
            if "ADMIN" in args.values() or usd > 5:
                self.wrong.append(f"live: step {number}: INFERENCE keys of at most 5 USD")
            if "expiresAt" in args or "null" in json.dumps(args):
                self.wrong.append(f"live: step {number}: every key stays capped and short-lived")

    def retries(self):
        """How often the file's client retries."""
        default = int(CONTRACT["settings"]["max_retries"]["default"])
        return self.whole.get("client", {}).get("maxRetries", default)

    def in_time(self, where, step):
        """A step whose outcome would depend on how busy the machine is."""
        client = self.whole.get("client", {}) | step.get("client", {}) | step.get("options", {})
        is_timeout = step.get("error", {}).get("code") == "timeout"
        if client.get("timeoutMs", BUSY_MS) < BUSY_MS and not is_timeout:
            self.wrong.append(f"{where}: a busy machine may need {BUSY_MS} ms for it")
        if step.get("tookMs", {}).get("max", BUSY_MS) < BUSY_MS:
            self.wrong.append(f"{where}: on a busy machine it may take {BUSY_MS} ms")

    def step(self, where, step):
        if "call" in step:
            paged = step["call"] in OPERATIONS and OPERATIONS[step["call"]]["paged"]
            job = step["call"] in OPERATIONS and OPERATIONS[step["call"]]["job"]
            known = CALL | (PAGING if paged else set())
            self.words(where, step, known | {"stored"} if job else known)
            self.words(where, step.get("options", {}), OPTIONS)
            if paged and OPERATIONS[step["call"]]["endless"] and "limit" not in step:
                self.wrong.append(f"{where}: {step['call']} has no end: it needs a limit")
            if step["call"] not in ARGS:
                self.wrong.append(f"{where}: unknown call {step['call']}")
            self.words(where, step.get("args", {}), ARGS.get(step["call"], set()))
            self.words(where, step.get("client", {}), CLIENT)
            if "error" in step:
                self.error(where, step["error"], step)
            self.expected(where, step.get("expect"))
            self.in_time(where, step)
            if step["call"] in OPERATIONS:
                self.given(arguments(step["call"]), step.get("args", {}))
                expected = step.get("expect")
                if step.get("pages") and isinstance(expected, list):
                    for page in expected:
                        self.words(f"{where}: a page", page, {"items", "cursor", "isLast"})
                    expected = [item for page in expected for item in page.get("items", [])]
                self.shown(OPERATIONS[step["call"]]["returns"], expected)
        elif "control" in step:
            self.words(where, step, {"control", "body", "save"})
            if step["control"] not in CONTROLS:
                self.wrong.append(f"{where}: unknown control {step['control']}")
            for fault in step.get("body", {}).get("faults", []):
                self.words(where, fault, FAULT)
                if fault.get("kind") not in KINDS:
                    self.wrong.append(f"{where}: unknown fault {fault.get('kind')}")
                if fault.get("kind") == "refuse" and self.retries() < OUTLASTING:
                    self.wrong.append(f"{where}: {OUTLASTING} retries outlast refused connections; "
                                      f"fewer may not, as their waits are random")
        elif "seen" in step:
            self.words(where, step, {"seen"})
            for request in step["seen"]:
                self.words(where, request, SEEN)
                if request.get("connection", "new") not in ("new", "reused"):
                    self.wrong.append(f"{where}: a connection is new or reused")
        else:
            self.wrong.append(f"{where}: is no call, control or seen")
        for name in re.findall(r"\$\{(\w+)", json.dumps([self.whole.get("client"), step])):
            if name not in self.saved:
                self.wrong.append(f"{where}: ${{{name}}} was not saved before")
        if "saveResume" in step and "error" not in step:
            self.wrong.append(f"{where}: only an error says how to go on")
        self.saved |= {step[word] for word in ("save", "saveResume") if word in step}

    def given(self, takes, args):
        """Notes each member of an input that the scenario gives."""
        for struct, name, kind in takes:
            if name in args:
                self.fields.add((struct, name))
                inner = struct_in(kind)
                of_many = args[name] if isinstance(args[name], list) else [args[name]]
                for one in of_many:
                    if inner and isinstance(one, dict):
                        self.given(members(inner), one)

    def shown(self, kind, value):
        """Notes each member of a result that the scenario expects."""
        struct = struct_in(kind)
        for one in value if isinstance(value, list) else [value]:
            if struct and isinstance(one, dict):
                known = {name for _, name, _ in members(struct)}
                self.words(f"a result's {struct}", one, known)
                for _, name, inner in members(struct):
                    if name in one:
                        self.fields.add((struct, name))
                        self.shown(inner, one[name])

    def error(self, where, error, step):
        self.words(where, error, ERROR)
        # As the caller's own code failed, which stands for no code of ours.
        if error == {"code": "own"}:
            return
        if error.get("code") not in CODES:
            self.wrong.append(f"{where}: unknown code {error.get('code')}")
        if "expect" in step or "save" in step:
            self.wrong.append(f"{where}: an error leaves nothing to expect or save")
        for issue in error.get("issues", []):
            self.words(where, issue, {"field", "message"})

    def expected(self, where, value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            for inner in value:
                self.expected(where, inner)
        elif isinstance(value, str) and value.startswith("$") and not value.startswith("${"):
            if not TESTS.fullmatch(value):
                self.wrong.append(f"{where}: unknown test {value}")


def broken():
    """What is wrong with the files that runners must fail: only `fails` is looked at here."""
    for path in sorted((HERE / "scenarios-broken").glob("*.json")):
        try:
            fails = json.loads(path.read_text(encoding="utf-8"))["fails"]
            says = fails.get("says", [])
            if type(fails["step"]) is not int or any(type(text) is not str for text in says):
                yield f"{path.stem}: fails has a step and says texts"
        except (ValueError, KeyError, TypeError) as error:
            yield f"{path.stem}: broken otherwise than it should be: {error!r}"


def must_be_seen():
    """Every member of what goes into a call or comes out of it, and of what these hold."""
    todo = [kind for operation in OPERATIONS.values()
            for kind in (*operation["arguments"].values(), operation["returns"])]
    found = {}
    while todo:
        struct = struct_in(todo.pop())
        if struct and struct not in found:
            found[struct] = set(members(struct))
            todo += STRUCTS[struct]["fields"].values()
    return {(of, name) for fields in found.values() for of, name, _ in fields}


ROW = re.compile(r"^\| `(\w+:[\w-]+)` \| (.+) \| (.*) \|$", re.M)


def with_new_rows(text, scenarios):
    """Adds a row for each new operation and code, called what its first scenario is called."""
    for row in sorted(MUST_BE_COVERED):
        kind = row.split(":")[0]
        last = list(re.finditer(rf"^\| `{kind}:.*\n", text, re.M))
        name = next((s.whole["name"] for s in scenarios if row in s.covers), None)
        if name and last and f"| `{row}` |" not in text:
            end = last[-1].end()
            text = f"{text[:end]}| `{row}` | {name} |  |\n{text[end:]}"
    return text


def main():
    paths = sorted((HERE / "scenarios").glob("*.json"), key=lambda path: path.stem)
    scenarios = [Scenario(path) for path in paths]
    wrong = [f"{s.file}: {text}" for s in scenarios for text in s.wrong]
    covered = {}
    for scenario in scenarios:
        for row in scenario.covers:
            covered.setdefault(row, []).append(scenario.file)

    wrong += broken()
    seen = set().union(*(scenario.fields for scenario in scenarios))
    unseen = sorted(must_be_seen() - seen)
    wrong += [f"{struct}.{name} is in no scenario" for struct, name in unseen]

    changes = (HERE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    wrong += [f"CHANGELOG.md: doesn't name `{operation}`"
              for operation in OPERATIONS if f"`{operation}`" not in changes]

    text = README.read_text(encoding="utf-8")
    if "--write" in sys.argv[1:]:
        def fill(row):
            files = ", ".join(f"`{file}`" for file in covered.get(row[1], []))
            return f"| `{row[1]}` | {row[2]} | {files} |"
        text = ROW.sub(fill, with_new_rows(text, scenarios))
        README.write_text(text, encoding="utf-8")
    table = {}
    for row, _, files in ROW.findall(text):
        if row in table:
            wrong.append(f"README.md: {row} stands in two rows")
        table[row] = re.findall(r"`([\w-]+)`", files)

    for row in sorted(covered.keys() - table.keys()):
        wrong.append(f"README.md: no row {row}, covered by {', '.join(covered[row])}")
    for row, files in table.items():
        if set(files) != set(covered.get(row, [])) or len(set(files)) != len(files):
            wrong.append(f"README.md: {row} names other files than those that cover it")
    for row in sorted(MUST_BE_COVERED | table.keys()):
        if not covered.get(row):
            wrong.append(f"{row} is covered by no file")

    for text in wrong:
        print(text, file=sys.stderr)
    print(f"{len(scenarios)} scenarios, {len(table)} rows, {len(wrong)} wrong")
    return 1 if wrong or not scenarios else 0


if __name__ == "__main__":
    sys.exit(main())
