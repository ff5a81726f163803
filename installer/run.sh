#!/usr/bin/env bash
# Sets the studio up on first use, then runs it: bash installer/run.sh make "a premise" --out my-season
set -euo pipefail
# shellcheck source=installer/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

make_studio
# a newer version sets itself up anew, and the model libraries with it if they were there
if [ "$made" = yes ] && [ -s "$root/.venv/models" ]; then
  bash "$root/installer/models.sh" --build "$(cut -d ' ' -f 1 "$root/.venv/models")" >&2 || true
fi
if [ -s "$root/.venv/models" ] && ! grep -q ' ' "$root/.venv/models"; then
  printf 'The model libraries are not installed to the end. Run: bash installer/models.sh\n' >&2
fi
PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}" exec "$root/.venv/bin/python" -m app "$@"
