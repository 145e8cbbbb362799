#!/usr/bin/env bash
# Trains the built-in environments by their presets and writes the tables of final returns and the learning curves to
# benchmarks/results: classic control with seeds 0..9, locomotion with seeds 0..4. With arguments, runs the benchmark
# on those instead and writes only what they ask for: environments, --seeds 0..4, --set name=value, --out FILE,
# --curves FILE.svg.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
learning() { dotnet run -c Release --project benchmarks -- learning "$@"; }
if [ $# -gt 0 ]; then
  learning "$@"
else
  results=benchmarks/results
  met=0
  learning classic --seeds 0..9 --out $results/learning.md --curves $results/learning.svg || met=1
  learning locomotion --seeds 0..4 --out $results/locomotion.md --curves $results/locomotion.svg || met=1
  exit $met
fi
