# Shared by the scripts of this folder and the one above; sourced, never run.
# shellcheck shell=bash

# shellcheck disable=SC2034  # used by those that source this
repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2
  exit 1
}

# Runs a command silently; on failure shows the end of its output, and fails.
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

# Passes ninja's lines on into LOG, and says every tenth part that is done.
# tell_tenths LOG
tell_tenths() {
  local line tenth told=0 start=$SECONDS
  while IFS= read -r line; do
    printf '%s\n' "$line"
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    tenth=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
    [[ $tenth -gt $told ]] || continue
    told=$tenth
    say "  $((10 * tenth)) % after $((SECONDS - start)) s" >&3
  done 3>&1 >"$1"
}

# Configures a preset when needed (with further -D options) and builds a target of it.
# Warnings are errors where HIBIKI_STRICT is set.
# build PRESET TARGET [OPTION...]
build() {
  local preset=$1 target=$2
  shift 2
  [[ -z ${HIBIKI_STRICT-} ]] || set -- "$@" -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
  quietly "configuring $preset" cmake --preset "$preset" "$@"
  local log command=(cmake --build "build/$preset" --target "$target" --parallel "$(nproc)")
  # ninja's one updating line is for a terminal; elsewhere every tenth part is worth a line, and what went wrong.
  if [[ -t 1 ]]; then
    NINJA_STATUS='[%p of %t steps] ' "${command[@]}" || fail "building $preset failed"
    return
  fi
  log=$(mktemp)
  if ! NINJA_STATUS='[%f/%t] ' "${command[@]}" 2>&1 </dev/null | tell_tenths "$log"; then
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
