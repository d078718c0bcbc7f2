"""Holds that tests mirror the tree: every .cpp of sim, output and tools has tests/FOLDER/NAME_test.cpp, or stands in the
table "Where files are tested" of its folder's README (its parent's, where the folder has none) beside tests that exist;
and that a test named after a file of the product lies in the folder that mirrors the file's.

A row of the table is `| `file`, `folder/file` | `folder/some_test.cpp` what |`: files from the README's folder without
their .cpp, tests from tests/. sim/X and tools/X are mirrored by tests/X, output/X by tests/output/X.
Usage: check_tests.py [ROOT]"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
ROOT = ROOT if ROOT.is_dir() else ROOT.parents[1]
TESTS = ROOT / "tests"
TITLE = re.compile(r"^#+ Where files are tested$", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`")

problems = []


def mirror(folder):
    """Folder of the tests of a product folder."""
    parts = folder.relative_to(ROOT).parts
    return TESTS.joinpath(*(parts if parts[0] == "output" else parts[1:]))


def table(readme):
    """{file without .cpp: tests named beside it} of a README; {} where it has no such table."""
    rows = {}
    title = TITLE.search(readme.read_text(encoding="utf-8"))
    if not title:
        return rows
    for line in title.string[title.end():].split("\n#", 1)[0].splitlines():
        cells = line.strip().strip("|").split("|")
        if len(cells) < 2:
            continue
        tests = [word for word in QUOTED.findall(cells[1]) if word.endswith(("_test.cpp", ".py"))]
        for name in QUOTED.findall(cells[0]):
            rows[readme.parent / f"{name}.cpp"] = tests
    return rows


def manual(folder):
    """README of a folder, or of the nearest one around it that has one."""
    while not (folder / "README.md").exists():
        folder = folder.parent
    return folder / "README.md"


sources = sorted(file for top in ("sim", "output", "tools") for file in (ROOT / top).rglob("*.cpp"))
tables = {readme: table(readme) for readme in {manual(file.parent) for file in sources}}

for file in sources:
    own = mirror(file.parent) / f"{file.stem}_test.cpp"
    readme = manual(file.parent)
    rows = tables[readme]
    name, where = file.relative_to(ROOT), readme.relative_to(ROOT)
    if own.exists() and file in rows:
        problems.append(f"{where}: {name} has {own.relative_to(ROOT)}: take it out of the table")
    if own.exists():
        continue
    if file not in rows:
        problems.append(f"{name}: no {own.relative_to(ROOT)}, and {where} does not say where it is tested")
    elif not rows[file]:
        problems.append(f"{where}: no test beside {name}")

for readme, rows in tables.items():
    for file, tests in rows.items():
        if not file.exists():
            problems.append(f"{readme.relative_to(ROOT)}: there is no {file.relative_to(ROOT)}")
        problems += [f"{readme.relative_to(ROOT)}: there is no tests/{test}" for test in tests
                     if not (TESTS / test).exists()]

mirrored = {mirror(file.parent) for file in sources}
headers = [file for top in ("sim", "output", "tools") for file in (ROOT / top).rglob("*.hpp")]
for test in sorted(TESTS.rglob("*_test.cpp")):
    named = [mirror(file.parent) for file in sources + headers if file.stem == test.stem.removesuffix("_test")]
    if test.parent in mirrored and named and test.parent not in named:
        problems.append(f"{test.relative_to(ROOT)}: tests of that name lie in {named[0].relative_to(ROOT)}")

print("\n".join(sorted(set(problems))))
sys.exit(1 if problems or not sources else 0)
