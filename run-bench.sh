#!/usr/bin/env bash
# Builds, compares every timed operation with the double-precision reference, then measures; where they disagree it
# ends with status 1 and without a figure. Being slow is no failure.
#
#   ./run-bench.sh                       everything, by BenchmarkDotNet: the better part of an hour
#   ./run-bench.sh --quick [--out FILE]  the operations that matter most, in under a minute; the table also in FILE
#   ./run-bench.sh --filter '*fvp*'      other arguments go to BenchmarkDotNet
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

artifacts=$root/artifacts/benchmarks
benchmarks verify
printf '\n'
benchmarks "$@" --artifacts "$artifacts"
printf '%s\n' \
  "Everything agreed with the reference, and was measured." \
  "The tables are in $artifacts/results, as Markdown, CSV and HTML." \
  "Next: ./run-bench.sh --filter '*fvp*' repeats a part; ./run-bench.sh --quick compares with the machine's peak."
