#!/usr/bin/env bash
# Measures the updates of TRPO's family as multiples of a gradient of the surrogate loss, by trpo bench family, and writes
# benchmarks/results/family.txt, or the file that is named: the machine, a Gaussian policy with 5,000 rows on all cores and
# on one, a categorical one with 1,000. It takes a minute and a half. Every update is timed right after a gradient, so that
# other programs blur the multiples and do not shift them; but who takes a core makes minibatches, which use one, cheaper
# beside gradients, which use all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=${1:-benchmarks/results/family.txt}
dotnet build src/TrpoGpu.Cli -c Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
family() { dotnet src/TrpoGpu.Cli/bin/Release/net10.0/trpo.dll bench family --device cpu "$@"; }
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
{
  printf '%s, %s cores, %s, .NET SDK %s\n\n' \
    "${processor:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" "$(date -u +%F)" "$(dotnet --version)"
  family --obs 17 --hidden 64,64 --act 6 --batch 5000
  printf '\n'
  family --obs 17 --hidden 64,64 --act 6 --batch 5000 --threads 1
  printf '\n'
  family --obs 4 --hidden 64,64 --act 2 --dist categorical --batch 1000
} >"$out.new"
mv "$out.new" "$out"
