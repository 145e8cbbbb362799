#!/usr/bin/env bash
# Trains every built-in environment by its preset over seeds 0..9 and writes the table of final returns to
# benchmarks/results/learning.md. Arguments go on to the benchmark: environments, --seeds 0..4, --set name=value.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet run -c Release --project benchmarks -- learning --out benchmarks/results/learning.md "$@"
