using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// Times operations as multiples of another, the unit, which takes a turn directly before every turn of each: what
/// slows the machine for a while slows both.
/// </summary>
/// <param name="backend">On which the operations run.</param>
/// <param name="rounds">Turns of each operation that count; one more before them, to warm up, does not.</param>
/// <param name="turn">Time of a turn; an operation that takes longer runs once.</param>
/// <param name="time">The clock; the system's if null.</param>
internal sealed class PairedTimer(ComputeBackend backend, int rounds, TimeSpan turn, TimeProvider? time = null)
{
    /// <summary>Times operations.</summary>
    /// <param name="unit">What the multiples are of.</param>
    /// <param name="operations">What is timed.</param>
    /// <param name="beginRound">Told each round that counts, from 1.</param>
    /// <returns>The timings, in the order of the operations.</returns>
    public PairedTiming[] Measure(
        TimedOperation unit, IReadOnlyList<TimedOperation> operations, Action<int> beginRound)
    {
        OperationClock unitClock = new(backend, unit, turn, time);
        unitClock.WarmUp();
        Pairs[] pairs =
        [
            .. operations.Select(operation =>
                new Pairs(unitClock, new OperationClock(backend, operation, turn, time))),
        ];
        Array.ForEach(pairs, pair => pair.Clock.WarmUp());
        for (int round = 1; round <= rounds; round++)
        {
            beginRound(round);
            Array.ForEach(pairs, pair => pair.TakeTurns());
        }

        return Array.ConvertAll(pairs, pair => pair.Timing());
    }

    private sealed class Pairs(OperationClock unit, OperationClock clock)
    {
        private readonly List<double> unitSeconds = [];
        private readonly List<double> seconds = [];
        private readonly List<double> multiples = [];

        public OperationClock Clock => clock;

        public void TakeTurns()
        {
            unitSeconds.Add(unit.TakeComparedTurn());
            seconds.Add(clock.TakeComparedTurn());
            multiples.Add(seconds[^1] / unitSeconds[^1]);
        }

        public PairedTiming Timing() => new(
            clock.Operation, unit.Operation, OperationClock.Median([.. seconds]),
            OperationClock.Median([.. unitSeconds]), OperationClock.Median([.. multiples]));
    }
}

/// <summary>Times of one operation beside another.</summary>
/// <param name="Operation">What was timed.</param>
/// <param name="Unit">What it was timed beside.</param>
/// <param name="MedianSeconds">The median over rounds of each round's mean.</param>
/// <param name="UnitMedianSeconds">The same of the unit's turns before those.</param>
/// <param name="Multiple">The median over rounds of the ratio of the two turns.</param>
internal sealed record PairedTiming(
    TimedOperation Operation, TimedOperation Unit, double MedianSeconds, double UnitMedianSeconds, double Multiple);
