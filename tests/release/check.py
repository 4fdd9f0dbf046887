#!/usr/bin/env python3
"""Whether everything that is published agrees, and holds what it should.

check.py VERSION         everything that can be checked before a release, `make release-check`
check.py --copies        only what is written twice: versions, addresses, licences; `make lint`
check.py --notes VERSION prints the changelog's section
check.py --write         writes what each package holds to files/, to be looked at and committed
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import tomllib

from contents import ROOT, contents, tool
from project import PLATFORMS, manifests, workspace

LISTS = Path(__file__).resolve().parent / "files"
CRATES = ("venice-keys", "venice-keys-sandbox")
OWN_NAMES = {"bindings-node": "venice-keys", "tests/sandbox/node": "venice-keys-sandbox"}
# Whatever of ours is addressed there belongs to one of the two repositories.
ADDRESS = re.compile(r"https://github\.com/([\w-]*venice-keys[\w-]*/[\w-]+)")
SPOKEN = {".md", ".toml", ".json", ".py", ".js", ".swift", ".sh", ".yml", ".in"}


def read(path):
    """A file's text."""
    return path.read_text(encoding="utf-8")


def versions(root, version):
    """Every place that states a version states this one."""
    cargo = tomllib.loads(read(root / "Cargo.toml"))["workspace"]
    if (said := cargo["package"]["version"]) != version:
        yield f"Cargo.toml: version {said}, not {version}"
    for name, dependency in cargo["dependencies"].items():
        # Only what is published needs to be asked for by a version.
        said = dependency.get("version", None if name in CRATES else version)
        if "path" in dependency and said != version:
            yield f"Cargo.toml: {name} asks for {said}, not {version}"
    for package in tomllib.loads(read(root / "Cargo.lock"))["package"]:
        if "source" not in package and package["version"] != version:
            yield f"Cargo.lock: {package['name']} is {package['version']}, not {version}"
    for path in manifests(root):
        if (said := json.loads(read(path))["version"]) != version:
            yield f"{path.relative_to(root)}: version {said}, not {version}"
    lock = json.loads(read(root / "bindings-node/package-lock.json"))
    if {lock["version"], lock["packages"][""]["version"]} != {version}:
        yield f"bindings-node/package-lock.json: not {version}"
    for path in pyprojects(root):
        # maturin takes it from Cargo.toml.
        if "version" not in tomllib.loads(read(path))["project"].get("dynamic", []):
            yield f"{path.relative_to(root)}: states a version of its own"


def pyprojects(root):
    """What is published to PyPI."""
    return [root / "bindings-python/pyproject.toml", root / "tests/sandbox/pyproject.toml"]


def names(root):
    """Packages have the names that everything else calls them by."""
    facts = workspace(root)
    scope = facts["npm-scope"]
    for folder, name in OWN_NAMES.items():
        if (said := json.loads(read(root / folder / "package.json"))["name"]) != name:
            yield f"{folder}/package.json: called {said}, not {name}"
    folders = {path.name for path in (root / "bindings-node/npm").iterdir()}
    if folders != set(PLATFORMS):
        yield f"bindings-node/npm: not the platforms of platforms.json: {folders ^ set(PLATFORMS)}"
    for path in (root / "bindings-node/npm").glob("*/package.json"):
        manifest = json.loads(read(path))
        if manifest["name"] != f"{scope}/{path.parent.name}":
            yield f"{path.relative_to(root)}: called {manifest['name']}, outside {scope}"
        for key, value in PLATFORMS.get(path.parent.name, {}).get("npm", {}).items():
            if manifest.get(key) != value:
                yield f"{path.relative_to(root)}: {key} is {manifest.get(key)}, not {value}"
    for path, name in zip(pyprojects(root), OWN_NAMES.values(), strict=True):
        if (said := tomllib.loads(read(path))["project"]["name"]) != name:
            yield f"{path.relative_to(root)}: called {said}, not {name}"


def platforms(root):
    """Those that a binding loads, or names where it can't, are those of platforms.json."""
    place = "bindings-node/lib/native.js"
    text = read(root / place)
    scope = re.escape(workspace(root)["npm-scope"])
    for what, pattern in (
        ("a build called", r"^  '([\w-]+)': \["),
        ("an addon called", r"require\('\.\./venice-keys\.([\w-]+)\.node'\)"),
        ("a package called", rf"require\('{scope}/([\w-]+)'\)"),
    ):
        for name in sorted(set(re.findall(pattern, text, re.MULTILINE)) ^ set(PLATFORMS)):
            yield f"{place}: {what} {name} is only there, or only in platforms.json"
    place = "bindings-python/python/venice_keys/_library.py"
    # A string that goes on in the next line is one.
    if wheels() not in re.sub(r'"\n\s+f?"', "", read(root / place)):
        yield f"{place}: doesn't say what platforms.json does: {wheels()}"


def wheels():
    """The systems that there are wheels for, in words: the oldest of each, and its machines."""

    def each(system, fact, between=", "):
        found = (fact(facts) for name, facts in PLATFORMS.items() if name.startswith(system))
        return between.join(dict.fromkeys(found))

    def machine(facts):
        return facts["triple"].split("-")[0]

    def library(facts):
        musl = facts["wheel"].removeprefix("musllinux_").replace("_", ".")
        return f"glibc {facts['glibc']}" if "glibc" in facts else f"musl {musl}"

    def macos(facts):
        return facts["wheel"].split("_")[1]

    # Python calls the same machine otherwise on a Mac.
    mac = each("darwin", machine).replace("aarch64", "arm64")
    return (
        f"Linux ({each('linux', library, ' or ')}; {each('linux', machine)}), macOS "
        f"{each('darwin', macos)} ({mac}) and Windows ({each('win32', machine)})"
    )


def addresses(root, tracked):
    """Every address of ours is one of the repositories that Cargo.toml names."""
    facts = workspace(root)
    ours = {facts["repository"], facts["swift-package"]}
    for path in tracked:
        if path.suffix not in SPOKEN or not path.is_file():
            continue
        for found in ADDRESS.finditer(read(path)):
            if found[0].removesuffix(".git") not in ours:
                yield f"{path.relative_to(root)}: {found[0]} is neither of {sorted(ours)}"
    for path in manifests(root):
        repository = json.loads(read(path)).get("repository", {})
        url = repository.get("url", "") if isinstance(repository, dict) else repository
        if url.removeprefix("git+").removesuffix(".git") != facts["repository"]:
            yield f"{path.relative_to(root)}: repository {url or 'missing'}"
    for path in pyprojects(root):
        urls = tomllib.loads(read(path))["project"].get("urls", {})
        if urls.get("Repository") != facts["repository"]:
            yield f"{path.relative_to(root)}: no Repository, or another one"


def licences(root):
    """The licences beside each package are the repository's own."""
    for folder in ("core", "bindings-python", "bindings-node", "tests/sandbox", *OWN_NAMES):
        for name in ("LICENSE-MIT", "LICENSE-APACHE"):
            path = root / folder / name
            if not path.is_file() or read(path) != read(root / name):
                yield f"{folder}/{name}: missing, or another than the repository's"


def section(root, version):
    """The changelog's words on a version, or None."""
    parts = re.split(r"^## ", read(root / "CHANGELOG.md"), flags=re.MULTILINE)
    wanted = re.compile(rf"\[?{re.escape(version)}\]?( - \d{{4}}-\d\d-\d\d)?\n")
    for part in parts:
        if title := wanted.match(part):
            return part[title.end() :].strip() or None
    return None


def changelog(root, version):
    """There is something to say about this version, and nothing is left over."""
    if section(root, version) is None:
        yield (
            f"CHANGELOG.md: no section `## {version}`, or nothing in it: before a release "
            f"`## Unreleased` becomes `## {version} - DATE`"
        )


def lists(found, home=LISTS):
    """Each package holds what its kept list says, no more and no less."""
    for name, files in found.items():
        kept = home / f"{name}.txt"
        expected = set(read(kept).splitlines()) if kept.is_file() else set()
        for missing in sorted(expected - set(files)):
            yield f"{name}: {missing} is missing"
        for extra in sorted(set(files) - expected):
            yield f"{name}: {extra} is there, and not in {kept.name}"


def commands(made):
    """What the registries' own tools say of the packages."""
    packages = [option for crate in CRATES for option in ("-p", crate)]
    yield from ran("cargo", "package", "--quiet", "--locked", *packages)
    files = [str(path) for path in sorted(made.iterdir())]
    python = [name for name in files if name.endswith((".whl", ".tar.gz"))]
    yield from ran(tool("twine"), "check", "--strict", *python)
    for tarball in [name for name in files if name.endswith(".tgz")]:
        yield from ran("npm", "pack", "--dry-run", "--silent", tarball)
        yield from ran("npm", "publish", "--dry-run", "--silent", "--access", "public", tarball)


def ran(*command):
    """What a command said, if it failed."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def copies(root, version, tracked):
    """Everything that is written twice."""
    yield from versions(root, version)
    yield from names(root)
    yield from platforms(root)
    yield from addresses(root, tracked)
    yield from licences(root)


def tracked_files(root):
    """What git keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True
    )
    return [root / name for name in listed.stdout.split("\0") if name]


def before_release(version):
    """Every complaint that stands in the way of this version."""
    yield from copies(ROOT, version, tracked_files(ROOT))
    yield from changelog(ROOT, version)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        yield from lists(contents(ROOT, made))
        yield from commands(made)


def write_lists():
    """Keeps what each package holds today."""
    with tempfile.TemporaryDirectory() as folder:
        found = contents(ROOT, Path(folder))
    shutil.rmtree(LISTS, ignore_errors=True)
    LISTS.mkdir()
    for name, files in found.items():
        (LISTS / f"{name}.txt").write_text("\n".join(files) + "\n", encoding="utf-8")


def main(arguments):
    """Prints complaints; the exit code says whether there were any."""
    match arguments:
        case ["--copies"]:
            found = list(copies(ROOT, workspace()["version"], tracked_files(ROOT)))
        case ["--notes", version]:
            print(section(ROOT, version) or sys.exit(f"no section {version}"))
            return 0
        case ["--write"]:
            write_lists()
            return 0
        case [version] if not version.startswith("-"):
            found = list(before_release(version))
        case _:
            sys.exit(__doc__)
    print(*found, sep="\n", end="\n" if found else "")
    if not found:
        print("release: everything agrees")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
