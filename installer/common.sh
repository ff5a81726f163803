# Shared by run.sh, models.sh and test.sh: find Python, system libraries, a private environment. Sourced, not run.
# Nothing is written outside the clone but by apt and pip's own cache.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

find_python() {
  local name
  for name in ${CLIFF_PYTHON:-} python3.11 python3.12 python3.13 python3; do
    if command -v "$name" >/dev/null 2>&1 \
      && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  fail "Python 3.11, 3.12 or 3.13 is needed. On Debian: sudo apt-get install python3 python3-venv"
}

# Packages of the list that are not installed. Elsewhere than on Debian nothing can be said.
missing_packages() {
  command -v dpkg-query >/dev/null 2>&1 || return 0
  local name
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed \
      || printf '%s ' "$name"
  done
}

need_packages() {
  local missing
  missing="$(missing_packages "$@")"
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # a list of words
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    printf 'Installing system packages: %s\n' "$missing" >&2
    DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 \
      || fail "apt-get could not install: $missing"
  else
    fail "System packages are missing. Run: sudo apt-get install $missing"
  fi
}

# lock FILE: one set-up at a time; others wait. Held until `unlock`, or until the script ends.
# Where there is no flock (macOS), a folder stands for it, since only one can make it.
lock() {
  local owner told=no
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$1"
    flock 9
    return
  fi
  until mkdir "$1.d" 2>/dev/null; do
    owner="$(cat "$1.d/owner" 2>/dev/null)" || owner=
    if [ ! -d "$1.d" ]; then
      [ -w "$(dirname "$1")" ] || fail "$(dirname "$1") cannot be written."
    elif [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null \
      && [ "$(cat "$1.d/owner" 2>/dev/null)" = "$owner" ]; then # not given back meanwhile
      fail "A set-up was cut off. If none is running, remove its lock and run this again: rm -r '$1.d'"
    elif [ "$told" = no ]; then
      told=yes
      printf "Waiting for another set-up. If none is running: rm -r '%s'\n" "$1.d" >&2
    fi
    sleep 1
  done
  locked="$1.d"
  trap 'rm -rf "$locked"' EXIT
  printf '%s\n' "$$" >"$locked/owner"
}

unlock() {
  exec 9>&-
  if [ -n "${locked:-}" ]; then
    rm -rf "$locked"
    locked=''
    trap - EXIT
  fi
}

python_has_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# make_environment FOLDER STAMP COMMAND...: builds the environment unless STAMP is its stamp already.
make_environment() {
  local folder="$1" stamp="$2" python models
  shift 2
  [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && return
  lock "$root/.setup-lock"
  if [ "$(cat "$folder/stamp" 2>/dev/null)" != "$stamp" ]; then
    python="$(find_python)"
    python_has_venv "$python" || need_packages python3-venv
    printf 'Setting up %s (once) ...\n' "$(basename "$folder")" >&2
    models="$(cat "$folder/models" 2>/dev/null || true)" # which model libraries were installed
    rm -rf "$folder"
    "$python" -m venv "$folder" || fail "The environment could not be made with $python."
    [ -z "$models" ] || printf '%s\n' "${models%% *}" >"$folder/models" # wanted, and not there yet
    "$@" "$folder/bin/python" || fail "The Python packages could not be installed; run this again."
    printf '%s' "$stamp" >"$folder/stamp"
  fi
  unlock
}

stamp_of() {
  cat "$@" | cksum | tr -d ' '
}

install_base() {
  "$1" -m pip install --quiet --disable-pip-version-check \
    -r "$root/installer/requirements.txt" -c "$root/installer/constraints.txt"
}

# The studio's own environment, without model libraries. Sets made to yes when it was not there.
make_studio() {
  local stamp
  made=no
  stamp="$(stamp_of "$root/installer/requirements.txt" "$root/installer/constraints.txt" "$root/installer/common.sh")"
  [ "$(cat "$root/.venv/stamp" 2>/dev/null)" != "$stamp" ] || return 0
  # shellcheck disable=SC2086 # lists of words
  need_packages $LIBRARIES $WINDOW $FONTS
  make_environment "$root/.venv" "$stamp" install_base
  made=yes
}

FONTS="fonts-noto-cjk fonts-lohit-deva"
LIBRARIES="libegl1 libgl1 libfontconfig1 libexpat1 libglib2.0-0"
# Qt's window on X11 (without libxcb-cursor0 it does not start), and the library of its sound
WINDOW="libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libdbus-1-3 libpulse0"
