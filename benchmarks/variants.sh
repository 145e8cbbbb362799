#!/usr/bin/env bash
# What the options of TRPO that are off by default do to learning, on a task that is learnt in a hundred updates and on
# the first 300,000 steps of one that takes more; writes benchmarks/results/variants-*.md. Takes some minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
variants() { dotnet run -c Release --project benchmarks -- variants "$@"; }
variants Pendulum-v1 --seeds 0..9 --out benchmarks/results/variants-pendulum.md
variants Hopper-v5 --seeds 0..4 --set total_timesteps=300000 --out benchmarks/results/variants-hopper.md
