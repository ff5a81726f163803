#!/usr/bin/env bash
# Sets up what the tests need, the model libraries included, and runs them all.
# Arguments go to pytest: bash installer/test.sh tests/voice
set -euo pipefail
# shellcheck source=installer/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_tests() {
  # torch first and alone: its exact version keeps pip from taking a build for another machine
  "$1" -m pip install --quiet --disable-pip-version-check "torch==2.13.0"
  "$1" -m pip install --quiet --disable-pip-version-check \
    -r "$root/installer/requirements.txt" -r "$root/installer/requirements-models.txt" \
    -r "$root/installer/requirements-test.txt" \
    -c "$root/installer/constraints.txt" -c "$root/installer/constraints-models.txt"
}

# shellcheck disable=SC2086 # lists of words
need_packages $LIBRARIES $WINDOW $FONTS ffmpeg xvfb xdotool libimage-exiftool-perl mediainfo
stamp="$(stamp_of "$root"/installer/*.txt "$root/installer/common.sh" "$root/installer/test.sh")"
make_environment "$root/.venv-test" "$stamp" install_tests

cd "$root"
# the tests' models are tiny: a second thread waits more than it works
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
bin="$root/.venv-test/bin"
"$bin/ruff" check app engine widgets resources tests
"$bin/ruff" format --check app engine widgets resources tests
"$bin/mypy"
# two files of tests at a time, the longest first (tests/conftest.py): most keep one core busy
exec "$bin/python" -m pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"
