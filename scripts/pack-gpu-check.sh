#!/usr/bin/env bash
# Packs gpu-check and trpo with everything they need into one archive, for a machine that has a GPU and no .NET.
#
#   scripts/pack-gpu-check.sh                 artifacts/gpu-check-linux-x64.tar.gz
#   scripts/pack-gpu-check.sh win-x64         for another system: linux-x64, linux-arm64, win-x64
#
# There it is unpacked and run: ./gpu-check (README.txt inside says more). Needs the .NET SDK, and package sources that
# carry ILGPU and the .NET runtime of that system. Exit codes: 0 done, 1 it could not be built or is too large, 2 usage,
# 3 ILGPU cannot be restored here.
set -euo pipefail

readonly most_bytes=$((60 * 1000 * 1000))
readonly systems='linux-x64 linux-arm64 win-x64'

usage() {
  sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
}

refuse() {
  printf 'pack-gpu-check: %s\n' "$2" >&2
  exit "$1"
}

case "${1:-linux-x64}" in
  -h | --help)
    usage
    exit
    ;;
esac
[ $# -le 1 ] || refuse 2 "one system at most, got $#: $*"
system=${1:-linux-x64}
case " $systems " in
  *" $system "*) ;;
  *) refuse 2 "there is no archive for '$system', only for $systems" ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$root/artifacts/pack
name=gpu-check-$system
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Apart from the outputs of other builds, which may have no ILGPU. Not trimmed and not compiled ahead: ILGPU finds kernels
# by reflection and emits code at run time; nor is our own code, which would be larger and start no faster than a device.
publish() {
  dotnet publish "$root/$1" --configuration Release --runtime "$system" --self-contained --nologo --verbosity quiet \
    --artifacts-path "$work/build" --output "$work/$name" \
    -p:UseIlgpu=true -p:PublishTrimmed=false -p:PublishReadyToRun=false -p:PublishSingleFile=false \
    -p:DebugType=none -p:DebugSymbols=false -p:GenerateDocumentationFile=true -p:PublishDocumentationFiles=false \
    -consoleLoggerParameters:NoSummary
}

printf 'Looking for ILGPU.\n'
dotnet restore "$root/kernels" --artifacts-path "$work/build" -p:UseIlgpu=true --verbosity quiet --nologo ||
  refuse 3 'ILGPU cannot be restored from the package sources of this machine, and an archive without it checks no GPU.'

rm -rf "${work:?}/$name"
printf 'Publishing for %s.\n' "$system"
publish src/TrpoGpu.Cli || refuse 1 'trpo could not be published; the lines above say why.'
publish benchmarks/GpuCheck || refuse 1 'gpu-check could not be published; the lines above say why.'

# Both programs share one folder of runtime files.
mkdir -p "$work/$name/peers"
cp "$root"/benchmarks/peers/*.py "$root/benchmarks/peers/README.md" "$work/$name/peers/"
cp "$root/benchmarks/GpuCheck/README.txt" "$root/LICENSE" "$work/$name/"
[ -e "$work/$name/ILGPU.dll" ] || refuse 1 'the published files hold no ILGPU.'

archive=$root/artifacts/$name.tar.gz
tar --create --directory "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime='2000-01-01' "$name" |
  gzip -9n >"$archive"
bytes=$(wc -c <"$archive")
printf '%s: %d.%d MB\n' "$archive" $((bytes / 1000000)) $((bytes / 100000 % 10))
[ "$bytes" -lt "$most_bytes" ] || refuse 1 "the archive is to be smaller than $((most_bytes / 1000000)) MB."
printf 'Next: copy it to the machine with the GPU, then: tar xzf %s.tar.gz && cd %s && ./gpu-check\n' "$name" "$name"
