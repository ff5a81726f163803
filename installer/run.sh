#!/usr/bin/env bash
# Sets the studio up on first use, then runs it: bash installer/run.sh make "a premise" --out my-season
set -euo pipefail
# shellcheck source=installer/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_base() {
  "$1" -m pip install --quiet --disable-pip-version-check \
    -r "$root/installer/requirements.txt" -c "$root/installer/constraints.txt"
}

stamp="$(stamp_of "$root/installer/requirements.txt" "$root/installer/constraints.txt" "$root/installer/common.sh")"
if [ "$(cat "$root/.venv/stamp" 2>/dev/null)" != "$stamp" ]; then
  # shellcheck disable=SC2086 # lists of words
  need_packages $LIBRARIES $WINDOW $FONTS
  make_environment "$root/.venv" "$stamp" install_base
fi
PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}" exec "$root/.venv/bin/python" -m app "$@"
