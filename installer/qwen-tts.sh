#!/usr/bin/env bash
# Makes the environment in which Qwen3-TTS speaks, apart from the studio's: its library pins versions
# that the studio does not have. It lies in the user's folder for data, beside the models.
#   bash installer/qwen-tts.sh                  find the card, install what fits it
#   bash installer/qwen-tts.sh --dry-run        only say what would be done
#   bash installer/qwen-tts.sh --build cu126    another build of torch: cu130, cu126, rocm6.4, mps, cpu
# No weights are downloaded: that is `models fetch`. CLIFF_TORCH_INDEX: a mirror of the torch builds.
set -euo pipefail
# shellcheck source=installer/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

QWEN="qwen-tts==0.1.1"
TORCH="torch==2.9.1 torchaudio==2.9.1"
TORCH_INDEX="${CLIFF_TORCH_INDEX:-https://download.pytorch.org/whl}"

# Where engine/voice/qwen.py looks for it.
data_folder() {
  if [ -n "${CLIFF_MODELS:-}" ]; then
    dirname "$CLIFF_MODELS"
  elif [ "$(uname -s)" = Darwin ]; then
    printf '%s\n' "$HOME/Library/Application Support/cliffhanger-studio"
  else
    printf '%s\n' "${XDG_DATA_HOME:-$HOME/.local/share}/cliffhanger-studio"
  fi
}

# The build that installer/models.sh would choose; its ROCm is newer than this torch's.
find_build() {
  local found
  found="$(bash "$root/installer/models.sh" --dry-run | sed -n 's/^torch for \([^:]*\):.*/\1/p')"
  case "$found" in
    rocm*) printf 'rocm6.4\n' ;;
    *) printf '%s\n' "${found:-cpu}" ;;
  esac
}

build='' dry=no
while [ $# -gt 0 ]; do
  case "$1" in
    --dry-run) dry=yes ;;
    --build)
      build="${2:-}"
      [ $# -lt 2 ] || shift
      ;;
    -h | --help)
      sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    *) fail "$1 is not known; see --help." ;;
  esac
  shift
done
[ -n "$build" ] || build="$(find_build)"
case "$build" in
  cu126 | cu130 | rocm6.4 | mps | cpu) ;;
  *) fail "There is no build $build: cu130, cu126, rocm6.4, mps or cpu." ;;
esac

folder="$(data_folder)/qwen-tts"
index=()
[ "$build" = mps ] || index=(--index-url "$TORCH_INDEX/$build")
stamp="$QWEN $TORCH $build"
printf 'Qwen3-TTS in %s, torch for %s\n' "$folder" "$build"

run() {
  if [ "$dry" = yes ]; then
    printf '  %s\n' "$*"
  else
    "$@" || fail "Qwen3-TTS could not be installed; run this again."
  fi
}

if [ "$dry" = no ]; then
  if [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then
    printf 'It is installed already.\n'
    exit 0
  fi
  mkdir -p "$(dirname "$folder")"
  lock "$folder.lock"
  rm -rf "$folder"
fi
python="$(find_python)"
run "$python" -m venv "$folder"
pip=("$folder/bin/python" -m pip install --disable-pip-version-check)
# torch first: its exact version keeps pip from taking a build for another card
# shellcheck disable=SC2086 # a list of words
run "${pip[@]}" $TORCH ${index[@]+"${index[@]}"}
# shellcheck disable=SC2086 # a list of words
run "${pip[@]}" "$QWEN" $TORCH
run "$folder/bin/python" -I -c 'from qwen_tts import Qwen3TTSModel, VoiceClonePromptItem'
[ "$dry" = yes ] || printf '%s' "$stamp" >"$folder/stamp"
