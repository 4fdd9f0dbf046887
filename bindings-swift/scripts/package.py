#!/usr/bin/env python3
"""Assembles what Swift's users get, from the libraries that libraries.sh built.

    package.py LIBRARIES OUT                  OUT/VeniceKeysFFI.xcframework.zip,
                                              OUT/VeniceKeysFFI.artifactbundle.zip, and OUT/package:
                                              the package that `.package(url:, from:)` names
    package.py --xcframework LIBRARIES OUT    OUT/VeniceKeysFFI.xcframework only, not zipped

With --partial, Linux libraries that aren't there are left out. Works on Linux and on a Mac; the
same libraries give the same bytes.
"""

import hashlib
import json
import plistlib
import shutil
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/release"))
import third_party  # noqa: E402
from project import workspace  # noqa: E402

LIBRARY = "libvenice_keys_swift.a"
MODULE = "VeniceKeysFFI"
SLICES = {
    "ios": ("ios-arm64", "ios", None, ["arm64"]),
    "ios-simulator": ("ios-arm64_x86_64-simulator", "ios", "simulator", ["arm64", "x86_64"]),
    "macos": ("macos-arm64_x86_64", "macos", None, ["arm64", "x86_64"]),
}
# SwiftPM compares them letter for letter: Debian's Swift calls the same machine "pc".
TRIPLES = {
    "linux-x64": ["x86_64-unknown-linux-gnu", "x86_64-pc-linux-gnu"],
    "linux-arm64": ["aarch64-unknown-linux-gnu"],
}
# What is linked is told for one target of each kind of system: their crates are the same.
LINKED = {"apple": "aarch64-apple-ios", "linux": "x86_64-unknown-linux-gnu"}
HAS = "there are libraries for Apple's systems and Linux with glibc on x86_64 and arm64"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def xcframework(libraries, home):
    """Writes the XCFramework for Apple's platforms into this folder."""
    available = []
    for part, (identifier, platform, variant, architectures) in SLICES.items():
        folder = home / identifier
        # A folder of its own: two frameworks with a module map each can then live in one app.
        headers(libraries, folder / "Headers" / MODULE)
        shutil.copyfile(libraries / "apple" / part / LIBRARY, folder / LIBRARY)
        about = {
            "BinaryPath": LIBRARY,
            "HeadersPath": "Headers",
            "LibraryIdentifier": identifier,
            "LibraryPath": LIBRARY,
            "SupportedArchitectures": architectures,
            "SupportedPlatform": platform,
        }
        available.append(about | ({"SupportedPlatformVariant": variant} if variant else {}))
    contents = {
        "AvailableLibraries": available,
        "CFBundlePackageType": "XFWK",
        "XCFrameworkFormatVersion": "1.0",
    }
    (home / "Info.plist").write_bytes(plistlib.dumps(contents))


def artifact_bundle(libraries, home, version):
    """Writes the artifact bundle for Linux (SE-0482) into this folder."""
    headers(libraries, home / "include")
    variants = []
    for part, triples in TRIPLES.items():
        if not (libraries / part).is_dir() and "--partial" in sys.argv:
            continue
        (home / part).mkdir()
        shutil.copyfile(libraries / part / LIBRARY, home / part / LIBRARY)
        metadata = {"headerPaths": ["include"], "moduleMapPath": "include/module.modulemap"}
        variants.append(
            {
                "path": f"{part}/{LIBRARY}",
                "supportedTriples": triples,
                "staticLibraryMetadata": metadata,
            }
        )
    artifact = {"type": "staticLibrary", "version": version, "variants": variants}
    contents = {"schemaVersion": "1.0", "artifacts": {MODULE: artifact}}
    (home / "info.json").write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")


def headers(libraries, folder):
    """Copies the C header and its module map."""
    folder.mkdir(parents=True)
    for name in ("VeniceKeysFFI.h", "module.modulemap"):
        shutil.copyfile(libraries / "generated" / name, folder / name)


def zipped(folder, out):
    """A zip of the folder whose bytes depend on the files alone; its name and its checksum."""
    archive = out / f"{folder.name}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zip_file:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            zip_file.writestr(entry, path.read_bytes())
    return archive.name, hashlib.sha256(archive.read_bytes()).hexdigest()


def package(libraries, home, facts, artefacts):
    """Writes the package: sources, manifests that name the zips, licences."""
    swift = ROOT / "bindings-swift"
    for name in ("VeniceKeys", "VeniceKeysTesting"):
        shutil.copytree(swift / "Sources" / name, home / "Sources" / name)
    core = home / "Sources/VeniceKeysCore"
    core.mkdir()
    shutil.copyfile(libraries / "generated/VeniceKeysCore.swift", core / "VeniceKeysCore.swift")
    for path in (ROOT / "LICENSE-MIT", ROOT / "LICENSE-APACHE", swift / "README.md"):
        shutil.copyfile(path, home / path.name)
    for system, triple in LINKED.items():
        third_party.main("venice-keys-swift", triple, home / "ThirdParty" / system)
    # The front page's links lead out of this repository's folder there.
    readme = home / "README.md"
    text = readme.read_text(encoding="utf-8")
    text = text.replace("](../", f"]({facts['repository']}/blob/v{facts['version']}/")
    readme.write_text(text, encoding="utf-8")
    base = f"{facts['repository']}/releases/download/v{facts['version']}"
    targets = {
        system: f'.binaryTarget(\n    name: "{MODULE}",\n    url: "{base}/{name}",\n'
        f'    checksum: "{checksum}")'
        for system, (name, checksum) in artefacts.items()
    }
    manifest = (swift / "scripts/Package.swift.in").read_text(encoding="utf-8")
    linux, apple = (indented(f"let rust = Target{targets[one]}") for one in ("linux", "apple"))
    source = f"To build it from source, see {facts['repository']}"
    none = f"VeniceKeys has no library for this system: {HAS}. {source}"
    apart = f'#else\n    #error("{none}")\n#endif'
    on_apple = f"#if os(macOS)\n    {apple}\n"
    known = "os(Linux) && (arch(x86_64) || arch(arm64))"
    both = f"{on_apple}#elseif {known}\n    {linux}\n{apart}"
    only_apple = (
        f'{on_apple}#elseif {known}\n    #error("VeniceKeys needs Swift 6.2 or later on Linux, '
        f'which is the first that takes a library from an artifact bundle. {source}")\n{apart}'
    )
    for name, tools, binary in (
        ("Package.swift", "6.0", only_apple),
        ("Package@swift-6.2.swift", "6.2", both),
    ):
        text = manifest.replace("@TOOLS@", tools).replace("@RUST@", binary)
        (home / name).write_text(text, encoding="utf-8")


def indented(text):
    """The text with its lines after the first moved in."""
    return text.replace("\n", "\n    ")


def main(libraries, out, only_xcframework):
    """Assembles everything, or the XCFramework only."""
    framework = out / f"{MODULE}.xcframework"
    if only_xcframework:
        return xcframework(libraries, framework)
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    facts = workspace()
    bundle = out / f"{MODULE}.artifactbundle"
    xcframework(libraries, framework)
    artifact_bundle(libraries, bundle, facts["version"])
    artefacts = {"apple": zipped(framework, out), "linux": zipped(bundle, out)}
    package(libraries, out / "package", facts, artefacts)
    for name, checksum in artefacts.values():
        print(f"{checksum}  {name}  {(out / name).stat().st_size} bytes")
    return None


if __name__ == "__main__":
    paths = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if len(paths) != 2:
        sys.exit(__doc__)
    main(*map(Path, paths), "--xcframework" in sys.argv)
