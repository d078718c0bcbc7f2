#!/usr/bin/python3
"""Runs the examples of output/README.md word for word and holds the numbers they find against those that h5py reads.

    check_examples.py output/README.md NODE_MODULES      in a folder that has runs/history and runs/other
"""
import os
import pathlib
import re
import subprocess
import sys

import h5py
import numpy
import pandas
import xarray

SCENE, WEEK = "K-pop", 4  # the fifth week, which R and Octave call 5
FILE = "runs/history/results.h5"


def examples(manual):
    """(first words of the line before, language, text) of each example of the section."""
    section = manual.read_text().split("### Opening it")[1].split("\n## ")[0]
    found = re.findall(r"([^\n]+)\n(?:[^\n]+\n)*?\n```(\w+)\n(.*?)```", section, re.DOTALL)
    return [(before, language, text) for before, language, text in found]


def output_of(command, script, suffix):
    path = pathlib.Path("example" + suffix)
    path.write_text(script)
    run = subprocess.run([*command, str(path)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         env={**os.environ, "MPLBACKEND": "Agg"})
    if suffix == ".m":  # Octave without a display complains at its end
        run.returncode = 0
    assert run.returncode == 0, f"{script}\n{run.stdout}"
    return run.stdout


class Expected:
    """The numbers, by h5py."""

    def __init__(self):
        with h5py.File(FILE) as file:
            self.scenes = list(file["scene"].asstr())
            self.leadership = file["leadership"][...]
            self.days = file["time"][...]
            self.acts = file["act_engaged"][...]
        self.value = float(self.leadership[0, WEEK, self.scenes.index(SCENE)])

    def check(self, printed):
        last = printed.strip().split()[-1]
        assert float(last) == self.value, f"{last} is not {self.value!r}\n{printed}"


def check_python(expected, text):
    if "open_mfdataset" in text:
        return output_of(["/usr/bin/python3", "-W", "ignore"], text + f"""
assert list(runs.replicate.values) == [int(s) for path in paths for s in xarray.open_dataset(path).seed.values], runs.replicate
assert runs.engaged.dtype == "int64"
first = xarray.open_dataset(paths[0])
assert (runs.engaged.sel(replicate=first.replicate) == first.engaged).all()
assert len(acts.act) > len(first.act) and list(acts.replicate.values) == list(runs.replicate.values)
keyed = acts.act_key.sel(act=first.act, replicate=first.replicate[0])
assert (keyed == first.act_key).all()
""", ".py")
    if "pandas" in text:
        output_of(["/usr/bin/python3"], text + """
import csv, math
for row, value in zip(csv.DictReader(open("runs/history/summary.csv")), years.value):
    assert float(row["value"]) == value if row["value"] else math.isnan(value), (row, value)
""", ".py")
        return None
    if "h5py" in text:
        return expected.check(output_of(["/usr/bin/python3"], text + f"\nprint(repr(float(kpop[0, {WEEK}])))", ".py"))
    return expected.check(output_of(["/usr/bin/python3", "-W", "ignore"], text + f"""
cn = run.engaged.sel(market="CN", scene="{SCENE}")
assert cn.dims == ("replicate", "time") and cn.dtype == "int64", cn
print(repr(float(run.leadership.sel(scene="{SCENE}")[0, {WEEK}])))""", ".py"))


def check_sh(expected, text):
    printed = output_of(["bash", "-euo", "pipefail"], text, ".sh")
    assert "rror" not in printed and "arning" not in printed, printed
    if "cdo" in text:
        years = xarray.open_dataset("years.nc")
        first = xarray.open_dataset(FILE).isel(replicate=0)
        for name in ("leadership", "revenue"):
            means = first[name].groupby("time.year").mean("time", skipna=True).values
            numpy.testing.assert_allclose(years[name].values, means, rtol=1e-12, err_msg=name)
    elif "ncwa" in text:
        numbers = [float(n) for n in re.findall(r"[-\d.]+(?:e[-+]\d+)?", printed.split("leadership =")[1].split(";")[0])]
        numpy.testing.assert_allclose(numbers, expected.leadership[0, :, 3], rtol=1e-6)
        means = xarray.open_dataset("means.nc").leadership.values
        numpy.testing.assert_allclose(means, numpy.nanmean(expected.leadership, 1), rtol=1e-12)
    elif "gdalmdimtranslate" in text:
        numpy.testing.assert_array_equal(xarray.open_dataset("leadership.nc").leadership.values, expected.leadership)
    else:
        assert "string scene(scene)" in printed and "act_key" in printed, printed[:1000]


def check_sql(modules, text):
    script = f"""
const {{DuckDBInstance}} = require({str(modules / "@duckdb/node-api")!r});
(async () => {{
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = await connection.runAndReadAll({text!r});
  for (const row of rows.getRows()) console.log(row.join("\\t"));
}})();
"""
    printed = output_of(["node"], script, ".js")
    years = pandas.read_csv("runs/history/summary.csv", float_precision="round_trip")
    medians = years[years.measure == "leadership"].groupby(["year", "scene"]).value.median().dropna()
    rows = [line.split("\t") for line in printed.splitlines()]
    found = {(int(year), scene): float(value) for year, scene, value in rows if value not in ("", "null")}
    assert set(found) == set(medians.index), sorted(set(found) ^ set(medians.index))[:5]
    for key, value in medians.items():
        assert abs(found[key] - value) <= 1e-15 * abs(value), (key, found[key], value)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    manual, modules = map(pathlib.Path, sys.argv[1:])
    expected = Expected()
    found = examples(manual)
    assert len(found) == 12, [before for before, _, _ in found]
    for before, language, text in found:
        if language == "python":
            check_python(expected, text)
        elif language == "r":
            expected.check(output_of(["Rscript", "--vanilla"], text + f'\ncat(sprintf("%.17g\\n", kpop[{WEEK + 1}]))', ".R"))
        elif language == "octave":
            expected.check(output_of(["octave-cli", "--no-gui"], text + f'\nprintf("%.17g\\n", kpop({WEEK + 1})); fflush(stdout);',
                                     ".m").split("error:")[0])
        elif language == "sql":
            check_sql(modules, text)
        else:
            check_sh(expected, text)
        reader = before.split(". ")[-1].split("(")[0].strip(" :")
        print(f"  {reader}: as h5py reads it")


main()
