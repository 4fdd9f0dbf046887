#!/usr/bin/env python3
"""That what judges for `make reach` finds what is wrong."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import glibc
import table

CELL = "compiles\tyes\nlinks\tyes\nruns\tyes\nsize\twheel 5\nsize\taddon 6\ntime\t1 s\n"


class Judges(unittest.TestCase):
    """Each in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)

    def run_table(self, *cells):
        """The exit code and what was printed."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = table.main(self.home, cells)
        return code, said.getvalue()

    def test_a_cell_that_is_whole(self):
        (self.home / "one").write_text(CELL)
        code, said = self.run_table("one")
        self.assertEqual(code, 0)
        self.assertIn("| one | yes | yes | yes | wheel 5, addon 6 | 1 s |", said)

    def test_a_no_counts_whatever_else_was_said(self):
        (self.home / "one").write_text(CELL + "runs\tNO\nruns\tyes\n")
        code, said = self.run_table("one")
        self.assertEqual(code, 1)
        self.assertIn("| **NO** |", said)

    def test_a_cell_that_is_missing_or_broke_off(self):
        (self.home / "one").write_text("compiles\tyes\n")
        code, said = self.run_table("one", "two")
        self.assertEqual(code, 1)
        self.assertIn("not as it should be: one, two", said)

    def test_the_newest_glibc_counts(self):
        path = self.home / "library"
        path.write_bytes(b"\x7fELF\0GLIBC_2.2.5\0GLIBC_2.17\0GLIBC_2.4\0GLIBC_PRIVATE\0")
        self.assertEqual(glibc.newest(path), (2, 17))
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(glibc.main("2.17", [path]), 0)
            self.assertEqual(glibc.main("2.12", [path]), 1)


if __name__ == "__main__":
    unittest.main()
