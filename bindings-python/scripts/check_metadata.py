"""Check that wheel and sdist hold what people look for: metadata, licences, stubs, sources."""

import sys
import tarfile
import zipfile
from email import message_from_string


def main(wheel, sdist):
    """Exit with a sentence that says what is missing."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        said = message_from_string(archive.read(metadata).decode())
    for ending in (
        "venice_keys/py.typed",
        "venice_keys/_native.pyi",
        "venice_keys/_async.py",
        "venice_keys/_native.abi3.so",
        "licenses/LICENSE-MIT",
        "licenses/LICENSE-APACHE",
    ):
        expect(any(name.endswith(ending) for name in names), f"no {ending} in the wheel")
    expect(not any("tests/" in name for name in names), "tests in the wheel")
    expect(said["Name"] == "venice-keys", "another name")
    expect(said["Requires-Python"] == ">=3.10", "another Requires-Python")
    expect(said["License-Expression"] == "MIT OR Apache-2.0", "another licence")
    urls = " ".join(said.get_all("Project-URL"))
    expect("Repository" in urls and "Issues" in urls, "URLs are missing")
    expect("Typing :: Typed" in said.get_all("Classifier"), "classifiers are missing")
    expect("## Create a key with a cap" in said.get_payload(), "the README is missing")
    expect("-cp310-abi3-" in wheel, "the wheel is not abi3 for 3.10")
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
    for ending in ("core/src/lib.rs", "bindings-python/src/lib.rs", "PKG-INFO", "Cargo.lock"):
        expect(any(name.endswith(ending) for name in names), f"no {ending} in the sdist")


def expect(holds, what):
    """Exit with a sentence unless it holds."""
    if not holds:
        sys.exit(f"python: {what}")


if __name__ == "__main__":
    main(*sys.argv[1:])
