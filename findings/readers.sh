#!/usr/bin/env bash
# netCDF4-python 1.6.2 (Debian 12: python3-netcdf4 1.6.2-1+b1) shifts names when a character array holds letters beyond ASCII.
# `chartostring(array, encoding="utf-8")`, which reading a NC_CHAR variable with an `_Encoding` attribute calls by itself, decodes
# the whole array at once and cuts it every so many *characters*, although its rows are so many *bytes* long. Each such letter
# moves the beginning of all following names, without an error. xarray, on the same file, decodes row by row and is right;
# so is `chartostring` with encoding="none" and a decode of each row. Seen, for CN, Müller, K-pop in rows of 8 bytes:
#     netCDF4: ['CN', 'Müller\x00K', '-pop']
#     xarray:  ['CN', 'Müller', 'K-pop']
# Hence: text that must be read by many is better of variable length (NC_STRING) wherever it may leave ASCII, and fixed-length
# copies carry no `_Encoding`.
set -euo pipefail
python=/usr/bin/python3
if ! "$python" -c 'import netCDF4, xarray' 2>/dev/null; then
  apt-get -qq update && apt-get -qq install -y --no-install-recommends python3-netcdf4 python3-xarray
fi
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
"$python" - "$folder/names.nc" <<'PYTHON'
import sys
import netCDF4
import numpy
import xarray

assert netCDF4.__version__ == "1.6.2", f"other version: {netCDF4.__version__}"
names = ["CN", "Müller", "K-pop"]
width = 8
rows = numpy.array([name.encode() for name in names], dtype=f"S{width}").view("S1").reshape(len(names), width)
with netCDF4.Dataset(sys.argv[1], "w") as file:
    file.createDimension("scene", len(names))
    file.createDimension("width", width)
    variable = file.createVariable("name", "S1", ("scene", "width"))
    variable.set_auto_chartostring(False)
    variable[:] = rows
    variable._Encoding = "utf-8"
with netCDF4.Dataset(sys.argv[1]) as file:
    read = file["name"][:].tolist()
right = xarray.open_dataset(sys.argv[1], engine="netcdf4").name.values.tolist()
print("netCDF4:", read)
print("xarray: ", right)
assert right == names, "xarray reads the file otherwise now"
assert read != names, "netCDF4 reads the names right now"
assert read == ["CN", "Müller\x00K", "-pop"], "netCDF4 reads them wrong in another way now"
PYTHON
echo "as described"
