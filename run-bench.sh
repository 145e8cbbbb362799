#!/usr/bin/env bash
# Builds, compares every timed operation with the double-precision reference, then measures; where they disagree it
# ends with status 1 and without a figure. Being slow is no failure.
#
#   ./run-bench.sh                         everything, by BenchmarkDotNet, then --compare: the better part of an hour
#   ./run-bench.sh --quick [--out FILE]    the operations that matter most, in about a minute; the table also in FILE
#   ./run-bench.sh --compare [--out FILE]  ours and PyTorch's in turns, the ratios, and what the project asks for: some
#                                          ten minutes; also --rounds 5, --python PROGRAM, --only '17-64-64-6 x 5000 fvp'
#   ./run-bench.sh --scaling [--out FILE]  times against rows and threads, the latency of one row: some minutes; also
#                                          --rounds 5, --most-rows 1000000
#   ./run-bench.sh --filter '*fvp*'        other arguments go to BenchmarkDotNet
#
# For --compare, PyTorch as Debian packs it (python3-torch) is enough; every OpenBLAS it finds installed is a peer of
# its own (libopenblas0-openmp, libopenblas0-pthread). Without PyTorch it says so, and tells ours alone.
set -euo pipefail
case "${1:-}" in
  -h | --help)
    sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit
    ;;
esac
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

dotnet build "$root/benchmarks" -c Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
benchmarks() {
  dotnet "$root/benchmarks/bin/Release/net10.0/TrpoGpu.Benchmarks.dll" "$@"
}

if [ "${1:-}" = --quick ]; then
  shift
  benchmarks quick "$@"
  printf 'Next: %s\n' \
    "./run-bench.sh measures all workloads; trpo bench fvp --obs 17 --act 6 --hidden 64,64 measures yours."
  exit
fi

case "${1:-}" in
  --compare | --scaling)
    command=${1#--}
    shift
    benchmarks "$command" "$@"
    exit
    ;;
esac

artifacts=$root/artifacts/benchmarks
benchmarks verify
printf '\n'
benchmarks "$@" --artifacts "$artifacts"
if [ $# -eq 0 ]; then
  printf '\n'
  benchmarks compare
fi
printf '%s\n' \
  "Everything agreed with the reference, and was measured." \
  "The tables are in $artifacts/results, as Markdown, CSV and HTML." \
  "Next: ./run-bench.sh --filter '*fvp*' repeats a part; ./run-bench.sh --scaling shows rows and threads."
