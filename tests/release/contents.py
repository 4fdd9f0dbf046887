"""What each published package holds, found by making it as its registry's tool does.

Programs and libraries are built as for tests: what is looked at here is which files there are.
"""

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SANDBOX = "venice-keys-sandbox"


def tool(name):
    """One of the tools that build and check for Python."""
    for folder in ("bin", "Scripts"):
        if (found := ROOT / ".cache/python/tools" / folder / name).exists():
            return str(found)
    return name


def contents(root, made):
    """Each package's files by its name, sorted; the packages themselves are left in `made`."""
    return {**crates(root), **wheels(root, made), **npm(root, made), **swift(root, made)}


def crates(root):
    """What goes to crates.io."""
    found = {}
    for crate in ("venice-keys", "venice-keys-sandbox"):
        listed = output(root, "cargo", "package", "--list", "--allow-dirty", "-p", crate)
        found[f"crate {crate}"] = plain(listed.splitlines())
    return found


def wheels(root, made):
    """What goes to PyPI: built as the tests' wheels are, which are there after `make test`."""
    script = """. tests/sandbox/common.sh && tools && build_sandbox_wheel dev "$1" &&
        build_test_wheel && cp "$cache"/wheels/*.whl "$1\""""
    output(root, "bash", "-c", script, "bash", str(made))
    found = {}
    packages = ("bindings-python", "venice-keys", "python"), ("tests/sandbox", SANDBOX, "sandbox")
    for folder, name, crate in packages:
        stem = name.replace("-", "_")
        (wheel,) = made.glob(f"{stem}-*.whl")
        script = str(ROOT / "tests/release/third_party.py")
        output(root, sys.executable, script, f"venice-keys-{crate}", host(root), str(wheel))
        with zipfile.ZipFile(wheel) as archive:
            found[f"wheel {name}"] = plain(archive.namelist())
        manifest = f"{folder}/Cargo.toml"
        output(root, tool("maturin"), "sdist", "--manifest-path", manifest, "--out", str(made))
        (sdist,) = made.glob(f"{stem}-*.tar.gz")
        with tarfile.open(sdist) as archive:
            files = [member.name for member in archive.getmembers() if member.isfile()]
        found[f"sdist {name}"] = plain(one.split("/", 1)[1] for one in files)
    return found


def npm(root, made):
    """What goes to npm: the two main packages, and one platform's of each."""
    program = made / SANDBOX
    program.write_bytes(b"a program")
    platform = "linux-x64-gnu"
    output(root, "bindings-node/scripts/pack.sh", platform, str(program), str(made))
    script = '. tests/sandbox/common.sh && pack_sandbox "$1" "$2" "$3"'
    output(root, "bash", "-c", script, "bash", str(program), platform, str(made))
    program.unlink()
    found = {}
    for tarball in sorted(made.glob("*.tgz")):
        name = re.sub(r"-\d+\.\d+\.\d+.*", "", tarball.name)
        with tarfile.open(tarball) as archive:
            found[f"npm {name}"] = plain(one.split("/", 1)[1] for one in archive.getnames())
    return found


def swift(root, made):
    """What goes to the Swift package's repository, but what is generated from the library."""
    home = made / "swift"
    libraries = home / "libraries"
    parts = ("apple/ios", "apple/ios-simulator", "apple/macos", "linux-x64", "linux-arm64")
    for part in parts:
        (libraries / part).mkdir(parents=True)
        (libraries / part / "libvenice_keys_swift.a").write_bytes(b"a library")
    (libraries / "generated").mkdir()
    for name in ("VeniceKeysCore.swift", "VeniceKeysFFI.h", "module.modulemap"):
        (libraries / "generated" / name).write_text("generated\n", encoding="utf-8")
    out = home / "out"
    script = "bindings-swift/scripts/package.py"
    output(root, sys.executable, script, str(libraries), str(out))
    files = [path for path in (out / "package").rglob("*") if path.is_file()]
    found = {"swift package": plain(str(path.relative_to(out / "package")) for path in files)}
    for archive in sorted(out.glob("*.zip")):
        with zipfile.ZipFile(archive) as zip_file:
            found[f"swift {archive.name.removesuffix('.zip')}"] = plain(zip_file.namelist())
    output(root, "rm", "-rf", str(home))
    return found


def plain(names):
    """Sorted, and the same for every version and platform."""
    names = (
        re.sub(r"(venice_keys(_sandbox)?)-\d+\.\d+\.\d+[^./]*", r"\1-VERSION", n) for n in names
    )
    names = (re.sub(r"\.(abi3\.so|pyd|dll|dylib)$", ".SUFFIX", name) for name in names)
    return sorted(set(names) - {".cargo_vcs_info.json"})


def host(root):
    """The Rust target of this machine."""
    return output(root, "rustc", "-vV").split("host: ")[1].split()[0]


def output(root, *command):
    """What a command prints; its failure ends everything, with its words."""
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout
