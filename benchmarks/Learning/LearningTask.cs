using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Benchmarks.Learning;

/// <summary>An environment whose preset is held to a return.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Group"><c>classic</c> or <c>locomotion</c>.</param>
/// <param name="Required">The mean over seeds that is asked of final policies.</param>
internal sealed record LearningTask(string Id, string Group, double Required)
{
    private const string Classic = "classic";
    private const string Locomotion = "locomotion";

    // Classic control: about what rl-baselines3-zoo's table shows for TRPO within the same steps. Locomotion:
    // sb3-contrib's table for TRPO after a million steps; of the pendulums, which it leaves out, the most there is and
    // what Gymnasium calls solved; of Reacher, what keeps the fingertip at the target.
    private static readonly LearningTask[] Tasks =
    [
        new("CartPole-v1", Classic, 499),
        new("Acrobot-v1", Classic, -85),
        new("Pendulum-v1", Classic, -175),
        new("MountainCar-v0", Classic, -110),
        new("MountainCarContinuous-v0", Classic, 92),
        new("InvertedPendulum-v5", Locomotion, 1000),
        new("InvertedDoublePendulum-v5", Locomotion, 9100),
        new("Reacher-v5", Locomotion, -5),
        new("Swimmer-v5", Locomotion, 359),
        new("Hopper-v5", Locomotion, 3372),
        new("Walker2d-v5", Locomotion, 4502),
        new("HalfCheetah-v5", Locomotion, 1803),
    ];

    /// <summary>All of them.</summary>
    internal static ReadOnlySpan<LearningTask> All => Tasks;

    /// <summary>The tasks that a word on the command line means: those of a group, or one.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    internal static LearningTask[] Named(string word)
    {
        LearningTask[] group = Array.FindAll(Tasks, task => task.Group == word);
        if (group.Length > 0)
        {
            return group;
        }

        return BuiltInEnvironments.TryFind(word, out EnvironmentSpec? spec) &&
            Array.Find(Tasks, task => task.Id == spec.Id) is LearningTask one
            ? [one]
            : throw new UsageException(
                $"learning: '{word}' given, expected {Classic}, {Locomotion} or one of " +
                string.Join(", ", Tasks.Select(task => task.Id)));
    }
}
