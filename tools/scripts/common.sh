# Shared by the scripts of this folder and the one above; sourced, never run.
# shellcheck shell=bash

# shellcheck disable=SC2034  # used by those that source this
repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2
  exit 1
}

# Runs a command silently; on failure shows the end of what it printed, and fails.
# quietly WHAT COMMAND...
quietly() {
  local what=$1 log
  shift
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 60 -- "$log" >&2
    rm -f -- "$log"
    fail "$what failed; its last lines are above"
  fi
  rm -f -- "$log"
}

# Configures a preset when needed (with further -D options) and builds a target of it.
# build PRESET TARGET [OPTION...]
build() {
  local preset=$1 target=$2
  shift 2
  quietly "configuring $preset" cmake --preset "$preset" "$@"
  local log
  log=$(mktemp)
  # ninja's one updating line is worth seeing on a terminal; elsewhere only what went wrong is.
  if [[ -t 1 ]]; then
    rm -f -- "$log"
    cmake --build "build/$preset" --target "$target" --parallel "$(nproc)" || fail "building $preset failed"
  elif ! cmake --build "build/$preset" --target "$target" --parallel "$(nproc)" >"$log" 2>&1 </dev/null; then
    grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking)' -- "$log" | tail -n 80 >&2
    rm -f -- "$log"
    fail "building $preset failed; its last lines are above"
  fi
  rm -f -- "$log"
}

# write_between MANUAL BEGIN END FILE: puts the lines of FILE between the lines BEGIN and END of MANUAL, and says whether it changed.
write_between() {
  local manual=$1 begin=$2 end=$3 file=$4 mark updated
  for mark in "$begin" "$end"; do
    [[ $(grep -cxF -- "$mark" "$manual") == 1 ]] || fail "$manual needs one line '$mark'"
  done
  updated=$(mktemp -- "$manual.XXXXXX")
  awk -v begin="$begin" -v end="$end" -v file="$file" '
    $0 == end { inside = 0 }
    !inside { print }
    $0 == begin { inside = 1; while ((getline line < file) > 0) print line }
  ' "$manual" >"$updated"
  if cmp -s -- "$updated" "$manual"; then
    say "${manual#"$repository"/} is up to date"
  else
    cat -- "$updated" >"$manual"
    say "${manual#"$repository"/} updated"
  fi
  rm -f -- "$updated"
}
