#!/usr/bin/env bash
# Builds, checks every kernel against the reference, then measures; ends without a figure where they disagree.
# Arguments go to the benchmarks: --quick takes under a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec dotnet run --project benchmarks -c Release -- "$@"
