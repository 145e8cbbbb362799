using System;
using System.Linq;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rollouts;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// The simplest thing to learn: the observation shows a target, the action is to match it, the reward of each step is
/// the share that was matched. Episodes are cut after <see cref="TimeLimit"/> steps, so the best return is that.
/// </summary>
internal sealed class IdentityTask
{
    public const int TimeLimit = 10;

    public IdentityTask(ActionKind kind)
    {
        ActionSpace actions = kind switch
        {
            ActionKind.Discrete => ActionSpace.Discrete(4),
            ActionKind.MultiDiscrete => ActionSpace.MultiDiscrete(2, 3),
            ActionKind.MultiBinary => ActionSpace.MultiBinary(3),
            _ => ActionSpace.Continuous(2),
        };
        int size = kind is ActionKind.Discrete or ActionKind.MultiDiscrete
            ? actions.Choices.ToArray().Sum()
            : actions.Columns;
        Spec = new EnvironmentSpec
        {
            Id = $"Identity-{kind}",
            ObservationNames = [.. Enumerable.Range(0, size).Select(i => $"target {i}")],
            Actions = actions,
            TimeLimit = TimeLimit,
        };
    }

    public EnvironmentSpec Spec { get; }

    /// <summary>Draws a target and shows it: one-hot for choices, as it is for switches and real numbers.</summary>
    public void Draw(ref ulong state, Span<float> target, Span<float> observation)
    {
        observation.Clear();
        int offset = 0;
        for (int column = 0; column < target.Length; column++)
        {
            // Knuth's linear congruence; the high bits are good.
            state = (state * 6364136223846793005) + 1442695040888963407;
            double uniform = (state >> 40) / (double)(1 << 24);
            switch (Spec.Actions.Kind)
            {
                case ActionKind.Continuous:
                    observation[column] = target[column] = (float)((2 * uniform) - 1);
                    break;
                case ActionKind.MultiBinary:
                    observation[column] = target[column] = uniform < 0.5 ? 0 : 1;
                    break;
                default:
                    int choices = Spec.Actions.Choices[column];
                    target[column] = (int)(uniform * choices);
                    observation[offset + (int)target[column]] = 1;
                    offset += choices;
                    break;
            }
        }
    }

    /// <summary>The share of columns that match; for real numbers 1 less the mean square of what is missed.</summary>
    public float Reward(ReadOnlySpan<float> target, ReadOnlySpan<float> action)
    {
        double reward = 0;
        for (int column = 0; column < target.Length; column++)
        {
            double missed = target[column] - action[column];
            reward += Spec.Actions.Kind == ActionKind.Continuous
                ? 1 - Math.Min(1, missed * missed)
                : missed == 0 ? 1 : 0;
        }

        return (float)(reward / target.Length);
    }
}

/// <summary>One copy of the task.</summary>
internal sealed class IdentityEnvironment(ActionKind kind) : IEnvironment
{
    private readonly IdentityTask task = new(kind);
    private readonly float[] target = new float[new IdentityTask(kind).Spec.Actions.Columns];
    private ulong state;

    public EnvironmentSpec Spec => task.Spec;

    public void Reset(ulong seed, Span<float> observation)
    {
        state = seed;
        task.Draw(ref state, target, observation);
    }

    public StepOutcome Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        float reward = task.Reward(target, action);
        task.Draw(ref state, target, observation);
        return new StepOutcome(reward, Terminated: false);
    }
}

/// <summary>Many copies of the task, as a vector of its own.</summary>
internal sealed class IdentityVector(ActionKind kind, int count) : IVectorEnvironment
{
    private readonly IdentityTask task = new(kind);
    private readonly ulong[] states = new ulong[count];
    private readonly float[] targets = new float[count * new IdentityTask(kind).Spec.Actions.Columns];
    private int clock;

    public EnvironmentSpec Spec => task.Spec;

    public int Count => count;

    public bool IsDisposed { get; private set; }

    public void Reset(ReadOnlySpan<ulong> seeds, Span<float> observations)
    {
        seeds.CopyTo(states);
        clock = 0;
        Draw(observations);
    }

    public void Advance(ReadOnlySpan<float> actions, in StepResult result)
    {
        int columns = Spec.Actions.Columns;
        clock = (clock + 1) % IdentityTask.TimeLimit;
        for (int n = 0; n < count; n++)
        {
            result.Rewards[n] = task.Reward(
                targets.AsSpan(n * columns, columns), actions.Slice(n * columns, columns));
            result.Truncated[n] = clock == 0;
        }

        Draw(result.Observations);
        if (clock == 0)
        {
            // Targets follow each other without regard to episodes: the first of the next is also the last of this.
            result.Observations.CopyTo(result.FinalObservations);
        }
    }

    public void Dispose() => IsDisposed = true;

    private void Draw(Span<float> observations)
    {
        int columns = Spec.Actions.Columns;
        int size = Spec.ObservationSize;
        for (int n = 0; n < count; n++)
        {
            task.Draw(ref states[n], targets.AsSpan(n * columns, columns), observations.Slice(n * size, size));
        }
    }
}
