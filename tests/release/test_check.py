#!/usr/bin/env python3
"""That check.py finds what it is there to find, tried on copies of the repository."""

import json
import shutil
import subprocess
import tempfile
import unittest
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import check
import project
from contents import crates, plain
from project import ROOT, SIZES, manifests, set_version, workspace

VERSION = workspace()["version"]


class Checked(unittest.TestCase):
    """Each test changes one thing in a copy of what git keeps."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.tracked = []
        for path in check.tracked_files(ROOT):
            if path.is_file():
                copy = self.root / path.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
                self.tracked.append(copy)

    def tearDown(self):
        self.folder.cleanup()

    def change(self, name, old, new):
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def complaints(self):
        return list(check.copies(self.root, VERSION, self.tracked))

    def test_what_is_in_git_agrees(self):
        self.assertEqual(self.complaints(), [])

    def test_one_version_that_differs(self):
        places = [path.relative_to(self.root).as_posix() for path in manifests(self.root)]
        self.assertEqual(len(places), 9)
        for place in places:
            self.change(place, f'"version": "{VERSION}"', '"version": "9.9.9"')
            self.assertEqual(self.complaints(), [f"{place}: version 9.9.9, not {VERSION}"])
            self.change(place, '"version": "9.9.9"', f'"version": "{VERSION}"')
        self.change(
            "Cargo.toml",
            f'path = "core", version = "{VERSION}"',
            'path = "core", version = "9.9.9"',
        )
        self.assertEqual(
            self.complaints(), [f"Cargo.toml: venice-keys asks for 9.9.9, not {VERSION}"]
        )

    def test_a_version_that_is_set_is_set_everywhere_but_in_the_locks(self):
        set_version("9.9.9", self.root)
        left = list(check.copies(self.root, "9.9.9", self.tracked))
        self.assertTrue(left)
        self.assertEqual([one for one in left if "lock" not in one], [])

    def test_an_address_of_somebody_else(self):
        self.change(
            "tests/sandbox/pyproject.toml",
            'Repository = "https://github.com/',
            'Repository = "https://github.com/somebody-',
        )
        self.assertEqual(len(self.complaints()), 2)

    def test_a_name_outside_the_scope(self):
        place = "bindings-node/npm/linux-x64-gnu/package.json"
        self.change(place, '"@venice-keys/linux-x64-gnu"', '"venice-keys-linux-x64-gnu"')
        (complaint,) = self.complaints()
        self.assertIn("outside @venice-keys", complaint)

    def test_a_platform_that_npm_is_told_wrongly(self):
        place = "bindings-node/npm/linux-x64-gnu/package.json"
        manifest = json.loads((self.root / place).read_text(encoding="utf-8"))
        manifest["libc"] = ["musl"]
        (self.root / place).write_text(json.dumps(manifest), encoding="utf-8")
        self.assertIn("libc is ['musl']", *self.complaints())

    def test_a_platform_that_node_does_not_look_for(self):
        place = "bindings-node/lib/native.js"
        self.change(place, "require('@venice-keys/darwin-x64')", "require('@venice-keys/darwin')")
        said = "is only there, or only in platforms.json"
        self.assertEqual(
            self.complaints(),
            [f"{place}: a package called {name} {said}" for name in ("darwin", "darwin-x64")],
        )

    def test_a_platform_that_python_does_not_name(self):
        place = "bindings-python/python/venice_keys/_library.py"
        self.change(place, "glibc 2.17 or ", "")
        (complaint,) = self.complaints()
        self.assertIn(f"{place}: doesn't say", complaint)

    def test_a_licence_that_is_missing(self):
        (self.root / "core/LICENSE-MIT").unlink()
        self.assertEqual(
            self.complaints(), ["core/LICENSE-MIT: missing, or another than the repository's"]
        )

    def test_a_changelog_without_the_section(self):
        log = self.root / "CHANGELOG.md"
        log.write_text("# Changelog\n\n## Unreleased\n\n- new\n", encoding="utf-8")
        (complaint,) = check.changelog(self.root, VERSION)
        self.assertIn(f"no section `## {VERSION}`", complaint)
        self.assertIn(f"`## Unreleased` becomes `## {VERSION} - DATE`", complaint)
        log.write_text(f"# Changelog\n\n## {VERSION} - 2026-11-21\n\n## 0.0.1\n\n- old\n")
        self.assertEqual(len(list(check.changelog(self.root, VERSION))), 1)
        log.write_text(f"# Changelog\n\n## [{VERSION}] - 2026-11-21\n\n- new\n\n## 0.0.1\n")
        self.assertEqual(list(check.changelog(self.root, VERSION)), [])
        self.assertEqual(check.section(self.root, VERSION), "- new")

    def test_a_file_that_is_missing_from_a_package_or_too_much(self):
        kept = self.root / "kept"
        kept.mkdir()
        # What is there today: the lists in git are compared by a release's own check.
        for name, files in crates(self.root).items():
            (kept / f"{name}.txt").write_text("\n".join(files) + "\n", encoding="utf-8")
        (self.root / "tests/sandbox/src/clock.rs").unlink()
        (self.root / "core/src/left_over.rs").touch()
        self.assertEqual(
            list(check.lists(crates(self.root), kept)),
            [
                "crate venice-keys: src/left_over.rs is there, and not in crate venice-keys.txt",
                "crate venice-keys-sandbox: src/clock.rs is missing",
            ],
        )

    def test_a_file_that_is_missing_from_an_npm_package(self):
        self.change("tests/sandbox/node/package.json", '    "program.js",\n', "")
        folder = self.root / "tests/sandbox/node"
        listed = subprocess.run(
            ["npm", "pack", "--dry-run", "--json"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        files = [file["path"] for file in json.loads(listed)[0]["files"]]
        found = list(check.lists({"npm venice-keys-sandbox": plain(files)}))
        self.assertEqual(found, ["npm venice-keys-sandbox: program.js is missing"])

    def test_a_size_has_a_limit(self):
        for what, limit in SIZES.items():
            for size, code in ((limit - 1, 0), (limit, 1)):
                with self.assertRaises(SystemExit) as end, redirect_stdout(StringIO()):
                    project.main(["size", what, str(size)])
                self.assertEqual(int(end.exception.code), code)

    def test_a_package_without_a_list(self):
        (complaint,) = check.lists({"npm unknown": ["a"]})
        self.assertIn("a is there, and not in", complaint)


if __name__ == "__main__":
    unittest.main()
