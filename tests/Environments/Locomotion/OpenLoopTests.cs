using System;
using System.Collections.Generic;
using TrpoGpu.Replay;
using Xunit;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>
/// Many steps from MuJoCo's start states under its actions: errors may grow, but no faster than the task lets them.
/// </summary>
public sealed class OpenLoopTests
{
    private static readonly Dictionary<string, (int Steps, double Allowed)[]> Single = new()
    {
        ["swimmer"] = [(10, 3e-5), (50, 1e-4), (100, 2e-4)],
        ["hopper"] = [(10, 5e-5), (50, 3e-4), (100, 2e-3)],
        ["walker2d"] = [(10, 7e-4), (50, 2e-3), (100, 2e-2)],
        ["walker2d_v4"] = [(10, 7e-4), (50, 2e-3), (100, 2e-2)],
        ["half_cheetah"] = [(10, 2e-2)],
        ["inverted_pendulum"] = [(10, 5e-5), (50, 3e-4)],
        ["inverted_double_pendulum"] = [(10, 1e-3)],
        ["reacher"] = [(10, 1e-4), (50, 2e-4), (100, 1e-3)],
    };

    public static TheoryData<string> Environments => [.. MujocoRecord.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void In_double_precision(string environment) => Check(
        environment, ReplayPrecision.Double,
        [(environment is "half_cheetah" or "inverted_double_pendulum" ? 20 : 50, 1e-9)]);

    [Theory]
    [MemberData(nameof(Environments))]
    public void In_the_CPU_engines_vectors(string environment) =>
        Check(environment, ReplayPrecision.Single, Single[environment]);

    private static void Check(string environment, ReplayPrecision precision, (int Steps, double Allowed)[] limits)
    {
        ReplayResult result = GoldenReplay.Of(environment, precision);
        int judged = 0;
        for (int k = 0; k < result.Recording.Trajectories.Length; k++)
        {
            // A balanced pole multiplies errors: single precision does not follow a policy's actions.
            bool isPolicy = result.Recording.Trajectories[k].ActionsFrom.Contains("policy", StringComparison.Ordinal);
            if (environment == "inverted_pendulum" && precision == ReplayPrecision.Single && isPolicy)
            {
                continue;
            }

            foreach ((int steps, double allowed) in limits)
            {
                if (result.OpenLoop.After(k, steps) is FieldError error)
                {
                    Assert.InRange(error.Error, 0.0, allowed);
                    judged++;
                }
            }
        }

        Assert.NotEqual(0, judged);
    }
}
