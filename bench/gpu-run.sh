#!/usr/bin/env bash
# What a bundle of bench/gpu-bundle.sh does on a machine with a card: whether the kernels are right, then how fast they are. Texts and pages of Markdown go
# to the folder results beside this file. Exit code 0 if all ran and every test passed.
#   ./run.sh [all|tests|bench|help] [OPTION…]
# Options of 'tests' go to the tests (-class DeepPuzzles.Kernels.Tests.LaunchTests, -method …), those of 'bench' to the bench (--quick, --only SECTION).
# DEVICES="cuda opencl" chooses what is measured; without it all that this machine has, but for ilgpu-cpu.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
results=$here/results
what=${1:-all}
shift || true
case $what in
  all | tests | bench) ;;
  help | -h | --help) sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) echo "run.sh: '$what' is none of all, tests, bench, help" >&2; exit 2 ;;
esac
if [ "$what" = all ] && [ $# -gt 0 ]; then echo "run.sh: options go to 'tests' or to 'bench'" >&2; exit 2; fi
mkdir -p "$results"
failed=()

# step NAME COMMAND…: shown, and kept in a file.
step() {
  local name=$1 code
  shift
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$results/$name.txt"
  code=${PIPESTATUS[0]}
  if [ "$code" -ne 0 ]; then
    failed+=("$name")
    printf '%s: exit code %s\n' "$name" "$code"
  fi
}

# tests NAME FOLDER PROGRAM OPTION…: a run in which no test ran proves nothing; a class that was asked for may be of one back-end only.
ran=0
tests() {
  local name=$1 runner=$here/$2/$3
  shift 3
  step "$name" "$runner" -noColor "$@"
  if ! grep -qE 'Total: 0$|Total: 0,' "$results/$name.txt"; then ran=$((ran + 1))
  elif [ $# -eq 0 ]; then failed+=("$name: no test ran"); fi
}

has() { grep -qE "^$1(:[0-9]+)? " "$results/devices.txt" && ! grep -qE "^$1 +(none|not in this build)" "$results/devices.txt"; }

if command -v nvidia-smi >/dev/null; then nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv | tee "$results/card.txt"; fi
# NVIDIA's driver brings its OpenCL, and not always the file that names it to the loader (libOpenCL.so.1).
if ! ls /etc/OpenCL/vendors/*.icd >/dev/null 2>&1 && [ -z "${OCL_ICD_VENDORS:-}" ]; then
  export OCL_ICD_VENDORS=$results/vendors/
  mkdir -p "$OCL_ICD_VENDORS"
  echo libnvidia-opencl.so.1 >"$OCL_ICD_VENDORS/nvidia.icd"
fi
step devices "$here/program/DeepPuzzles.Experiments" devices
[ -d "$here/tests-ilgpu" ] || echo "this bundle has no ILGPU: OpenCL only"

if [ "$what" != bench ]; then
  # Tests on ILGPU take the first CUDA device, or ILGPU's own on the processor, those of OpenCL the first that is listed above; without one they are skipped.
  if [ -d "$here/tests-ilgpu" ]; then
    if has cuda; then where=cuda; else where=ilgpu-cpu; fi
    tests "tests-$where" tests-ilgpu DeepPuzzles.Kernels.Ilgpu.Tests "$@"
  fi
  tests tests-opencl tests-opencl DeepPuzzles.Kernels.OpenCL.Tests "$@"
  if [ "$ran" -eq 0 ]; then failed+=("no test ran"); fi
fi

if [ "$what" != tests ]; then
  if [ -z "${DEVICES:-}" ]; then
    DEVICES=
    for device in cuda opencl ilgpu-opencl; do if has "$device"; then DEVICES="$DEVICES $device"; fi; done
    [ -n "$DEVICES" ] || echo "no device to measure: DEVICES=ilgpu-cpu shows that the bench runs"
  fi
  # A driver's own cache of programs would make cold builds warm.
  CUDA_CACHE_PATH=$(mktemp -d)
  export CUDA_CACHE_PATH
  for device in $DEVICES; do step "bench-${device//:/-}" "$here/bench/DeepPuzzles.Bench" device --device "$device" --markdown "$results/${device//:/-}.md" "$@"; done
  rm -rf "$CUDA_CACHE_PATH"
fi

printf '\n== results in %s\n' "$results"
[ "$what" = bench ] || grep -hE '^ +DeepPuzzles.*Total:' "$results"/tests-*.txt
if [ ${#failed[@]} -gt 0 ]; then printf 'FAILED: %s\n' "${failed[@]}"; exit 1; fi
