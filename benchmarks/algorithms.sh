#!/usr/bin/env bash
# Trains CartPole and Pendulum with every algorithm by its preset, seeds 0..9, and writes what the policies return to
# benchmarks/results/algorithms.txt and .csv; the report with the curves stays in runs/algorithms. What is there already
# is not run again. Takes some minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=benchmarks/results/algorithms.txt
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
{
  printf '%s, %s cores, %s, .NET SDK %s\n\n' \
    "${processor:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" "$(date -u +%F)" "$(dotnet --version)"
  dotnet run -c Release --project src/TrpoGpu.Cli -- compare --env cartpole,pendulum \
    --algo trpo,tnpg,npg,vpg,kl-penalty,ppo,acktr --seeds 0..9 --device cpu --out runs/algorithms | sed '/^$/,$d'
} >"$out.new"
mv "$out.new" "$out"
cp runs/algorithms/results.csv benchmarks/results/algorithms.csv
