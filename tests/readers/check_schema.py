#!/usr/bin/python3
"""Holds every scenario file against `hibiki schema`, and files with a mistake each, which must be refused.

    check_schema.py PROGRAM jsonschema         by Debian's python3-jsonschema, as draft-07
    check_schema.py PROGRAM /path/to/taplo     by taplo, the TOML server of editors

Exit code 77: the validator is not installed.
"""
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Plans, parameter sets and experiments are files of other kinds.
OTHER_KINDS = ("scenarios/evidence/", "scenarios/calibration/ensemble.toml", "scenarios/calibration/history.toml", "scenarios/sweeps/",
               "scenarios/optimisations/")

ACCEPTED = {
    "bare": "[assumptions]\ntry.match = 1.6",
    "quoted": '[assumptions]\n"try.match" = 1.6',
    "table": "[assumptions.try]\nmatch = 1.6",
    "whole number for a real one": "[assumptions]\ntry.match = 1",
    "dated": '[[policy]]\nid = "a"\n[policy.levers]\ntakedown = [[1990-01-01, 0.1], [1998-06-30, 0.2]]',
    "quoted lever": '[[policy]]\nid = "a"\n[policy.levers]\n"promotion.abroad" = 0.2',
}

REFUSED = {
    "misspelt table": "[asumptions]\ntry.match = 1.6",
    "misspelt key": "[assumptions]\ntry.mach = 1.6",
    "misspelt key in a table": "[assumptions.try]\nmach = 1.6",
    "misspelt quoted key": '[assumptions]\n"try.mach" = 1.6',
    "text for a number": '[assumptions]\ntry.match = "1.6"',
    "text for a number, quoted key": '[assumptions]\n"try.match" = "1.6"',
    "out of range": "[assumptions]\ntry.match = 1000.0",
    "infinite": "[assumptions]\ntry.match = inf",
    "no number": "[assumptions]\n\"try.match\" = nan",
    "real for a whole number": "[run]\nfans = 1.5",
    "number for a date": "[run]\nstart = 1985",
    "no date in a dated row": '[[policy]]\nid = "a"\n[policy.levers]\ntakedown = [[0.1, 0.2]]',
    "no number in a dated row": '[[policy]]\nid = "a"\n[policy.levers]\ntakedown = [[1990-01-01, "much"]]',
    "two numbers in a dated row": '[[policy]]\nid = "a"\n[policy.levers]\ntakedown = [[1990-01-01, 0.1, 0.2]]',
    "out of range in a dated row": '[[policy]]\nid = "a"\n[policy.levers]\ntakedown = [[1990-01-01, 7.0]]',
    "unknown word": '[[label]]\nname = "a"\nkind = "giant"',
    "unknown lever": '[[intervention]]\nid = "a"\nlever = "takedwn"',
}


def by_jsonschema(schema, files):
    import datetime
    import json
    import math
    import tomllib

    import jsonschema

    def plain(value):
        """As editors see it: dates are text; JSON has neither infinite numbers nor NaN."""
        if isinstance(value, datetime.date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value

    loaded = json.loads(schema.read_text())
    jsonschema.Draft7Validator.check_schema(loaded)
    assert loaded["$schema"] == "http://json-schema.org/draft-07/schema#", loaded["$schema"]
    validator = jsonschema.Draft7Validator(loaded, format_checker=jsonschema.draft7_format_checker)
    return {file: [error.message[:200] for error in validator.iter_errors(plain(tomllib.loads(file.read_text())))]
            for file in files}


def by_taplo(taplo, schema, files):
    run = subprocess.run([taplo, "lint", "--no-auto-config", "--colors", "never", "--schema", schema.as_uri(), *map(str, files)],
                         text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    errors = {file: [] for file in files}
    message = ""
    for line in run.stdout.splitlines():
        if line.startswith("error"):
            message = line
        elif "\u250c\u2500 " in line and message:  # the line below names the place: file:line:column
            errors[pathlib.Path(line.split("\u2500 ")[1].rsplit(":", 2)[0])].append(message)
            message = ""
    assert (run.returncode == 0) == (not any(errors.values())), run.stdout
    return errors


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, validator = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        schema = folder / "hibiki.schema.json"
        schema.write_text(subprocess.run([program, "schema"], check=True, capture_output=True, text=True).stdout)
        files = [file for file in sorted(ROOT.glob("scenarios/**/*.toml"))
                 if not str(file.relative_to(ROOT)).startswith(OTHER_KINDS)]
        assert len(files) > 50, files
        cases = {}
        for number, (text, good) in enumerate([(t, True) for t in ACCEPTED.values()] + [(t, False) for t in REFUSED.values()]):
            case = folder / f"{number}.toml"
            case.write_text(text + "\n")
            cases[case] = good
        try:
            check = by_jsonschema if validator == "jsonschema" else lambda *of: by_taplo(validator, *of)
            errors = check(schema, files + list(cases))
        except ImportError as error:
            print(f"skipped: {error}")
            sys.exit(77)
        faults = [f"{file}: {error}" for file in files for error in errors[file]]
        for (case, good), name in zip(cases.items(), [*ACCEPTED, *REFUSED]):
            if good == bool(errors[case]):
                faults.append(f"{name}: {'refused: ' + errors[case][0] if good else 'not refused'}")
    print("\n".join(faults[:40]))
    print(f"{len(files)} scenario files, {len(ACCEPTED)} fragments to accept, {len(REFUSED)} to refuse: {len(faults)} faults")
    sys.exit(bool(faults))


main()
