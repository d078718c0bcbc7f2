"""Holds that tests mirror the tree: every source of sim, output and tools has tests/FOLDER/NAME_test.cpp, or stands in the
table "Where files are tested" of its folder's README (its parent's, where the folder has none) beside tests that exist;
and that a test named after a file of the product lies in the folder that mirrors the file's. Sources are .cpp files,
headers with logic (several statements) that have no .cpp of their name, and scripts of the page.

A row of the table is `| `file`, `folder/*.js` | `folder/some_test.cpp` what |`: files from the README's folder without
their .cpp or .hpp, scripts by a pattern, tests from tests/. sim/X and tools/X are mirrored by tests/X, output/X by
tests/output/X.
Usage: check_tests.py [ROOT]"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
ROOT = ROOT if ROOT.is_dir() else ROOT.parents[1]
TESTS = ROOT / "tests"
TITLE = re.compile(r"^#+ Where files are tested$", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`")
STATEMENT = re.compile(r"\breturn\b|\b(?:if|for|while) \(")
FEWEST_STATEMENTS = 4  # of a header with logic

problems = []


def mirror(folder):
    """Folder of the tests of a product folder."""
    parts = folder.relative_to(ROOT).parts
    return TESTS.joinpath(*(parts if parts[0] == "output" else parts[1:]))


def files(suffix):
    return sorted(file for top in ("sim", "output", "tools") for file in (ROOT / top).rglob(f"*{suffix}"))


def has_logic(header):
    return len(STATEMENT.findall(header.read_text(encoding="utf-8"))) >= FEWEST_STATEMENTS


def named(folder, name):
    """Files that a name in a table stands for."""
    if name.endswith(".js"):
        return sorted(folder.glob(name)) or [folder / name]
    header = folder / f"{name}.hpp"
    return [header] if header in headers_with_logic else [folder / f"{name}.cpp"]


def table(readme):
    """{file: tests named beside it} of a README; {} where it has no such table."""
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
            rows.update(dict.fromkeys(named(readme.parent, name), tests))
    return rows


def manual(folder):
    """README of a folder, or of the nearest one around it that has one."""
    while not (folder / "README.md").exists():
        folder = folder.parent
    return folder / "README.md"


headers = files(".hpp")
headers_with_logic = [file for file in headers if not file.with_suffix(".cpp").exists() and has_logic(file)]
sources = files(".cpp") + headers_with_logic + files(".js")
tables = {readme: table(readme) for readme in {manual(file.parent) for file in sources}}

for file in sources:
    own = mirror(file.parent) / f"{file.stem}_test{file.suffix if file.suffix == '.js' else '.cpp'}"
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
for test in sorted(TESTS.rglob("*_test.cpp")):
    places = [mirror(file.parent) for file in sources + headers
              if file.suffix != ".js" and file.stem == test.stem.removesuffix("_test")]
    if test.parent in mirrored and places and test.parent not in places:
        problems.append(f"{test.relative_to(ROOT)}: tests of that name lie in {places[0].relative_to(ROOT)}")

print("\n".join(sorted(set(problems))))
sys.exit(1 if problems or not sources else 0)
