#!/usr/bin/env bash
# Trains CartPole and Pendulum with every algorithm by its preset, seeds 0..9, and writes what the policies return to
# benchmarks/results/algorithms.txt and .csv; the report with the curves stays in runs/algorithms. What is there already
# is not run again. Takes some minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet run -c Release --project src/TrpoGpu.Cli -- compare --env cartpole,pendulum \
  --algo trpo,tnpg,npg,vpg,kl-penalty,ppo,acktr --seeds 0..9 --device cpu --out runs/algorithms |
  sed '/^$/,$d' | tee benchmarks/results/algorithms.txt
cp runs/algorithms/results.csv benchmarks/results/algorithms.csv
