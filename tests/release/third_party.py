#!/usr/bin/env python3
"""What is linked into an artefact: its licences as a text, and its parts as a CycloneDX SBOM.

    third_party.py CRATE TARGET FOLDER      writes FOLDER/THIRD-PARTY.txt and FOLDER/sbom.cdx.json
    third_party.py CRATE TARGET FILE.whl    puts them into a wheel (licences/ and sboms/, as
                                            PEP 639 and PEP 770 say)

CRATE is the workspace's crate that is linked, TARGET a Rust target. Only what ends in the file
counts: no proc macros, no build scripts, nothing of another platform. The same inputs give the same
bytes.
"""

import base64
import hashlib
import json
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parents[2]
LICENCE_FILES = ("license*", "licence*", "copying*", "notice*", "unlicense*", "copyright*")
NAMESPACE = uuid.UUID("0e3bd0f5-3b0c-5c0e-9e0b-5f1a3a7f7a10")


def cargo(*arguments):
    """What a cargo command prints."""
    return subprocess.run(
        ["cargo", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def linked(crate, target):
    """Cargo's metadata of each package that is linked into this crate, by name and version."""
    edges = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]
    tree = cargo("tree", "--locked", "--package", crate, "--target", target, *edges)
    names = {tuple(line.split()[:2]) for line in tree.splitlines()}
    metadata = json.loads(cargo("metadata", "--locked", "--format-version", "1"))
    packages = {(one["name"], f"v{one['version']}"): one for one in metadata["packages"]}
    return [packages[name] for name in sorted(names)]


def licence_texts(package):
    """The licence files that the package brings, as a list of (name, text)."""
    folder = Path(package["manifest_path"]).parent
    if package["source"] is None:
        folder = ROOT
    found = {path for path in folder.iterdir() if is_licence(path)}
    if package.get("license_file"):
        found.add(folder / package["license_file"])
    texts = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in found}
    return sorted((name, text.replace("\r\n", "\n").strip()) for name, text in texts.items())


def is_licence(path):
    """Whether a file's name says that it holds a licence."""
    name = Path(path.name.lower())
    return path.is_file() and any(name.match(pattern) for pattern in LICENCE_FILES)


def notices(packages):
    """Every licence text once, with the packages that it belongs to."""
    holders = {}
    lines = ["What is linked into this file, and under which licence.", ""]
    for package in packages:
        about = f"{package['name']} {package['version']}"
        lines.append(f"{about}: {package['license'] or 'see its licence file'}")
        texts = licence_texts(package)
        if not texts:
            lines.append(f"  (brings no licence file; {package['repository']})")
        for _, text in texts:
            holders.setdefault(text, []).append(about)
    for text, names in sorted(holders.items(), key=lambda item: item[1]):
        lines += ["", "=" * 80, ", ".join(sorted(set(names))), "=" * 80, "", text]
    return "\n".join(lines) + "\n"


def sbom(packages, crate, target):
    """A CycloneDX document of an artefact of this crate."""
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))
    checksums = {(one["name"], one["version"]): one.get("checksum") for one in lock["package"]}
    main = next(package for package in packages if package["name"] == crate)
    components = []
    for package in packages:
        if package is main:
            continue
        component = part(package, "library")
        if checksum := checksums[package["name"], package["version"]]:
            component["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        components.append(component)
    names = " ".join(component["bom-ref"] for component in components)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # Derived from what it says: the same parts give the same document.
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{crate} {target} {names}')}",
        "version": 1,
        "metadata": {
            "component": {
                **part(main, "library"),
                "properties": [{"name": "rust:target", "value": target}],
            }
        },
        "components": components,
    }


def part(package, kind):
    """A package as a component."""
    name, version = package["name"], package["version"]
    component = {
        "type": kind,
        "bom-ref": f"pkg:cargo/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:cargo/{name}@{version}",
        "licenses": [{"expression": (package["license"] or "NOASSERTION").replace("/", " OR ")}],
    }
    if package["repository"]:
        link = {"type": "vcs", "url": package["repository"]}
        component["externalReferences"] = [link]
    return component


def into_wheel(wheel, files):
    """Adds files (by their path below .dist-info) to a wheel, and to its list of contents."""
    with zipfile.ZipFile(wheel) as archive:
        entries = [(info, archive.read(info)) for info in archive.infolist()]
    (record,) = [info for info, _ in entries if info.filename.endswith(".dist-info/RECORD")]
    home = record.filename.removesuffix("RECORD")
    added = {home + name: content for name, content in files.items()}
    kept = [(info, data) for info, data in entries if info.filename not in added]
    result = wheel.with_suffix(".new")
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in kept:
            if info is record:
                continue
            if info.filename == home + "METADATA":
                data = with_licence_file(data)
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
            added[info.filename] = data
        for name in files:
            archive.writestr(entry(home + name, record), added[home + name])
        rows = [f"{name},sha256={digest(data)},{len(data)}" for name, data in added.items()]
        rows.append(f"{record.filename},,")
        archive.writestr(entry(record.filename, record), "\n".join(sorted(rows)) + "\n")
    result.replace(wheel)


def entry(name, like):
    """An entry of an archive with the time and rights of another."""
    info = zipfile.ZipInfo(name, like.date_time)
    info.external_attr = like.external_attr
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def with_licence_file(metadata):
    """Metadata that names the text of the licences beside our own."""
    line = b"License-File: THIRD-PARTY.txt\n"
    if line in metadata:
        return metadata
    place = metadata.index(b"License-File: ")
    return metadata[:place] + line + metadata[place:]


def digest(data):
    """A hash as a wheel's RECORD writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def main(crate, target, where):
    """Writes both files to where they belong."""
    packages = linked(crate, target)
    licences = notices(packages).encode()
    bom = (json.dumps(sbom(packages, crate, target), indent=2) + "\n").encode()
    place = Path(where)
    if place.suffix == ".whl":
        into_wheel(
            place, {"licenses/THIRD-PARTY.txt": licences, f"sboms/{crate}.cyclonedx.json": bom}
        )
    else:
        place.mkdir(parents=True, exist_ok=True)
        (place / "THIRD-PARTY.txt").write_bytes(licences)
        (place / "sbom.cdx.json").write_bytes(bom)
    print(f"{where}: {len(packages)} crates")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
