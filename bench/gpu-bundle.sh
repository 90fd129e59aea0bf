#!/usr/bin/env bash
# A folder that runs on a Linux machine with a card's driver and without .NET: the tests of the back-ends, the bench, the program, and run.sh, which starts
# them in that order. Where packages of ILGPU can be had, Gpu=true bench/gpu-bundle.sh; without it the bundle has the OpenCL back-end only.
#   bench/gpu-bundle.sh [FILE.tar.gz|FILE.tar.xz]        default: artifacts/deeppuzzles-gpu.tar.gz
set -euo pipefail
cd "$(dirname "$0")/.."
file=$(realpath -m "${1:-artifacts/deeppuzzles-gpu.tar.gz}")
work=artifacts/gpu-bundle       # its own outputs: a publication restores for one kind of machine, and the checkout for any
bundle=$work/deeppuzzles-gpu
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

rm -rf "$bundle"
mkdir -p "$bundle" "$(dirname "$file")"

# publish PROJECT FOLDER: no trimming, which would take from ILGPU what it finds by reflection.
publish() {
  printf '%s\n' "$1"
  dotnet publish "$1" -c Release -r linux-x64 --self-contained --artifacts-path "$work/build" -o "$bundle/$2" -v quiet -p:DebugType=none
}
publish src/Experiments program
publish bench bench
publish tests/Kernels.OpenCL.Tests tests-opencl
if [ "${Gpu:-}" = true ]; then
  publish tests/Kernels.Ilgpu.Tests tests-ilgpu
else
  echo "without ILGPU, OpenCL only: set Gpu=true where the package feed serves ILGPU"
fi

# Coverage, Windows' symbols and pages for editors are no use there.
rm -rf "$bundle"/*/Microsoft.CodeCoverage
find "$bundle" \( -name msdia140.dll -o -name '*.xml' -o -name '*.pdb' \) -delete

# Each folder can run alone; what is the same in several, as the runtime is, is packed once.
declare -A first
while read -r sum path; do
  if [ -n "${first[$sum]:-}" ]; then ln -f "${first[$sum]}" "$path"; else first[$sum]=$path; fi
done < <(find "$bundle" -type f -exec sha256sum {} +)

commit=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || commit="$commit with changes"
for folder in "$bundle"/*/; do echo "$commit" >"$folder/commit"; done
cp bench/gpu-run.sh "$bundle/run.sh"
chmod +x "$bundle/run.sh"
tar -C "$work" -caf "$file" deeppuzzles-gpu
printf '%s, %s, commit %s\n' "$file" "$(du -h --apparent-size "$file" | cut -f1)" "$commit"
