#!/usr/bin/env bash
# Installs the model libraries into the studio's own environment, for the graphics card that is there.
#   bash installer/models.sh                  find the card, install what fits it
#   bash installer/models.sh --dry-run        only say what would be done
#   bash installer/models.sh --build cu126    another build of torch: cu130, cu126, rocm7.2, mps, cpu
# No weights are downloaded: that is `models fetch`. CLIFF_TORCH_INDEX: a mirror of the torch builds.
set -euo pipefail
# shellcheck source=installer/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Builds of the pinned torch that PyTorch publishes, with what they need:
# CUDA 13 needs driver 580 and a card from Turing on (compute 7.5); CUDA 12.6 runs, by NVIDIA's minor
# version compatibility, on every driver from 525 on.
TORCH_INDEX="${CLIFF_TORCH_INDEX:-https://download.pytorch.org/whl}"

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

at_least() { # at_least 8.9 7.5
  awk -v a="$1" -v b="$2" 'BEGIN { exit !(a + 0 >= b + 0) }'
}

# Sets build and why.
find_build() {
  local card driver compute
  if [ "$(uname -s)" = Darwin ]; then
    if [ "$(uname -m)" = arm64 ]; then build=mps why="an Apple chip"; else
      fail "There is no build of torch for Macs with Intel processors. The studio works without it."
    fi
    return
  fi
  card="$(nvidia-smi --query-gpu=driver_version,compute_cap --format=csv,noheader 2>/dev/null | sort -t , -k 2 -n -r | head -n 1)" || card=
  if [ -n "$card" ]; then
    driver="${card%%,*}" compute="$(printf '%s' "${card##*,}" | tr -d ' ')"
    why="an NVIDIA card (compute $compute) with driver $driver"
    if at_least "$driver" 580 && at_least "$compute" 7.5; then build=cu130
    elif at_least "$driver" 525; then build=cu126
    else
      build=cpu why="$why, which is too old: with 525 or newer the card can be used"
    fi
  elif rocm-smi >/dev/null 2>&1; then
    build=rocm7.2 why="an AMD card"
  else
    build=cpu why="no graphics card that models can use"
  fi
}

# pinned NAME: the version in the list of pins.
pinned() {
  grep "^$1==" "$root/installer/constraints-models.txt"
}

# The pins for this build: a torch for CUDA or ROCm brings a triton of its own version.
write_pins() {
  case "$build" in
    cu* | rocm*) grep -v '^triton==' "$root/installer/constraints-models.txt" ;;
    *) cat "$root/installer/constraints-models.txt" ;;
  esac
}

run() {
  if [ "$dry" = yes ]; then
    printf '  %s\n' "$*"
  else
    "$@" || fail "The model libraries could not be installed; run this again."
  fi
}

install() {
  local pip index=() wanted="$root/installer/requirements-models.txt" pins="$root/.venv/model-pins.txt"
  pip=("$root/.venv/bin/python" -m pip install --disable-pip-version-check)
  [ "$build" = mps ] || index=(--index-url "$TORCH_INDEX/$build")
  # first and alone: its exact version keeps pip from taking a build for another card
  run "${pip[@]}" "$(pinned torch)" ${index[@]+"${index[@]}"}
  if [ "${build#rocm}" != "$build" ]; then
    # xgrammar asks for the triton of NVIDIA cards, which would lie over the one of ROCm
    wanted="$root/.venv/model-list.txt"
    if [ "$dry" = no ]; then
      { grep -v '^xgrammar' "$root/installer/requirements-models.txt"; echo pydantic; } >"$wanted"
    fi
    run "${pip[@]}" --no-deps "$(pinned xgrammar)" "$(pinned apache-tvm-ffi)"
  fi
  run "${pip[@]}" -r "$wanted" -c "$root/installer/constraints.txt" -c "$pins"
}

build='' why='as asked for' dry=no
while [ $# -gt 0 ]; do
  case "$1" in
    --dry-run) dry=yes ;;
    --build)
      build="${2:-}"
      [ $# -lt 2 ] || shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) fail "$1 is not known. $(usage)" ;;
  esac
  shift
done
case "$build" in
  '') find_build ;;
  cu126 | cu130 | rocm7.2 | mps | cpu) ;;
  *) fail "There is no build $build: cu130, cu126, rocm7.2, mps or cpu." ;;
esac

printf 'torch for %s: %s\n' "$build" "$why"
if [ "$dry" = yes ]; then
  install
  exit 0
fi
make_studio
stamp="$(stamp_of "$root/installer/requirements-models.txt" "$root/installer/constraints-models.txt" "$root/installer/models.sh")"
if [ "$(cat "$root/.venv/models" 2>/dev/null)" = "$build $stamp" ]; then
  printf 'They are installed already.\n'
  exit 0
fi
lock "$root/.setup-lock"
printf '%s\n' "$build" >"$root/.venv/models" # wanted, and not there yet
write_pins >"$root/.venv/model-pins.txt"
install
"$root/.venv/bin/python" -c 'import torch
seen = torch.cuda.is_available() or torch.backends.mps.is_available()
print("torch", torch.__version__, "sees the card" if seen else "works on the processor")' \
  || fail "torch was installed and does not start; try another --build."
printf '%s\n' "$build $stamp" >"$root/.venv/models"
