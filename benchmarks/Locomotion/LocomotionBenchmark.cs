using System;
using System.Diagnostics;
using System.Globalization;
using TrpoGpu.Backends.Cpu;

namespace TrpoGpu.Benchmarks.Locomotion;

/// <summary>
/// <c>locomotion</c>: steps the planar tasks under random actions on the CPU engine; how fast, and whether every solve
/// of the constraints settled and every state stayed finite.
/// </summary>
internal static class LocomotionBenchmark
{
    private const int Ok = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    // Operations of a step under a sine of actions, counted by hand, those with 0 and 1 left out.
    private static readonly (string Id, double Kiloflops)[] Tasks =
    [
        ("InvertedPendulum-v5", 1.0), ("InvertedDoublePendulum-v5", 3.6), ("Reacher-v5", 0.9), ("Swimmer-v5", 7.1),
        ("Hopper-v5", 19.9), ("Walker2d-v5", 42.0), ("HalfCheetah-v5", 16.1),
    ];

    /// <summary>Runs the command.</summary>
    /// <param name="arguments"><c>[--envs N] [--steps T] [--task ID]</c>.</param>
    public static int Run(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int environments = 4096;
        int steps = 200;
        string? only = null;
        for (int k = 0; k < arguments.Length; k += 2)
        {
            string value = k + 1 < arguments.Length ? arguments[k + 1] : "";
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            if (arguments[k] == "--task" && value.Length > 0)
            {
                only = value;
            }
            else if (arguments[k] == "--envs" && isNumber && number > 0)
            {
                environments = number;
            }
            else if (arguments[k] == "--steps" && isNumber && number > 0)
            {
                steps = number;
            }
            else
            {
                Console.Error.WriteLine("locomotion: expected [--envs N] [--steps T] [--task ID]");
                return Usage;
            }
        }

        return Run(environments, steps, only) ? Ok : Failed;
    }

    private static bool Run(int environments, int steps, string? only)
    {
        using CpuBackend backend = new();
        Console.WriteLine(
            $"{environments} environments, {steps} steps of each, uniform actions; {backend.Description}");
        Console.WriteLine(
            "task                         steps/s   per CPU s   GFLOP/s  episodes  unsettled  not finite");
        bool isSound = true;
        foreach ((string id, double kiloflops) in Tasks)
        {
            if (only is not null && only != id)
            {
                continue;
            }

            using RandomSteps work = new(backend, id, environments);

            // Code settles in its fastest form, and episodes of different lengths drift apart.
            work.Run(Math.Min(steps, 100));
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            work.Run(steps);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            double count = (double)environments * steps;
            Console.WriteLine(
                $"{id,-26} {count / seconds,9:F0} {count / processor,11:F0} {count * kiloflops / seconds / 1e6,9:F1} " +
                $"{work.Episodes,9} {work.Unsettled,10} {work.NotFinite,11}");
            isSound &= work.Unsettled == 0 && work.NotFinite == 0;
        }

        return isSound;
    }
}
