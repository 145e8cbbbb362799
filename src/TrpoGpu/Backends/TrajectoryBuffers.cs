using System;

namespace TrpoGpu.Backends;

/// <summary>
/// T steps of N environments in the memory of one backend; row t*N + n of every [T,N] buffer is environment n at
/// step t. Filled by <see cref="ComputeBackend.Rollout"/>, read as a batch of B = T*N rows.
/// </summary>
public sealed class TrajectoryBuffers : IDisposable
{
    /// <summary>Allocates trajectories.</summary>
    /// <param name="owner">The backend whose memory this is.</param>
    /// <param name="steps">T.</param>
    /// <param name="environments">N.</param>
    /// <param name="observationSize">I.</param>
    /// <param name="actionColumns">Columns of an action.</param>
    /// <exception cref="ArgumentException">A size is below one, or T*N*I exceeds the range of an int.</exception>
    public TrajectoryBuffers(ComputeBackend owner, int steps, int environments, int observationSize, int actionColumns)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ThrowIfTooLarge(steps, environments, observationSize, actionColumns);
        Owner = owner;
        Steps = steps;
        Environments = environments;
        ObservationSize = observationSize;
        ActionColumns = actionColumns;
        Observations = owner.Allocate(Rows * observationSize);
        Actions = owner.Allocate(Rows * actionColumns);
        LogProbabilities = owner.Allocate(Rows);
        Rewards = owner.Allocate(Rows);
        Values = owner.Allocate(Rows);
        FinalValues = owner.Allocate(Rows);
        LastValues = owner.Allocate(environments);
        Ends = owner.Allocate(Rows);
        EpisodeReturns = owner.Allocate(Rows);
        EpisodeLengths = owner.Allocate(Rows);
    }

    // Of a row: log-probability, reward, value, final value, end, return and length of the episode.
    private const int RowColumns = 7;

    /// <summary>The backend whose memory this is.</summary>
    public ComputeBackend Owner { get; }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>N.</summary>
    public int Environments { get; }

    /// <summary>I.</summary>
    public int ObservationSize { get; }

    /// <summary>Columns of an action.</summary>
    public int ActionColumns { get; }

    /// <summary>B = T*N.</summary>
    public int Rows => Steps * Environments;

    /// <summary>[T,N,I] normalised observations, as the networks saw them.</summary>
    public ComputeBuffer Observations { get; }

    /// <summary>[T,N,columns] actions, unclipped.</summary>
    public ComputeBuffer Actions { get; }

    /// <summary>[T,N] log pi(a|s).</summary>
    public ComputeBuffer LogProbabilities { get; }

    /// <summary>[T,N] rewards of the environment, unscaled.</summary>
    public ComputeBuffer Rewards { get; }

    /// <summary>[T,N] V(s_t).</summary>
    public ComputeBuffer Values { get; }

    /// <summary>[T,N] value of the final observation where a step truncated its episode, 0 elsewhere.</summary>
    public ComputeBuffer FinalValues { get; }

    /// <summary>[N] V(s_T): the states after the last step.</summary>
    public ComputeBuffer LastValues { get; }

    /// <summary>[T,N] <see cref="EpisodeEnd"/> as a number.</summary>
    public ComputeBuffer Ends { get; }

    /// <summary>[T,N] undiscounted return of the episode that ended in this step; 0 where none did.</summary>
    public ComputeBuffer EpisodeReturns { get; }

    /// <summary>[T,N] steps of the episode that ended in this step; 0 where none did.</summary>
    public ComputeBuffer EpisodeLengths { get; }

    /// <summary>Bytes of device memory that trajectories of these sizes take; 0 on the host.</summary>
    /// <param name="owner">The backend whose memory it would be.</param>
    /// <param name="steps">T.</param>
    /// <param name="environments">N.</param>
    /// <param name="observationSize">I.</param>
    /// <param name="actionColumns">Columns of an action.</param>
    /// <exception cref="ArgumentException">A size is below one, or T*N*I exceeds the range of an int.</exception>
    public static long BytesFor(
        ComputeBackend owner, int steps, int environments, int observationSize, int actionColumns)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ThrowIfTooLarge(steps, environments, observationSize, actionColumns);
        int rows = steps * environments;
        return owner.BytesOfBuffer(rows * observationSize) + owner.BytesOfBuffer(rows * actionColumns) +
            (RowColumns * owner.BytesOfBuffer(rows)) + owner.BytesOfBuffer(environments);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Observations.Dispose();
        Actions.Dispose();
        LogProbabilities.Dispose();
        Rewards.Dispose();
        Values.Dispose();
        FinalValues.Dispose();
        LastValues.Dispose();
        Ends.Dispose();
        EpisodeReturns.Dispose();
        EpisodeLengths.Dispose();
    }

    private static void ThrowIfTooLarge(int steps, int environments, int observationSize, int actionColumns)
    {
        if (steps < 1 || environments < 1 || observationSize < 1 || actionColumns < 1 ||
            (long)steps * environments * Math.Max(observationSize, actionColumns) > int.MaxValue)
        {
            throw new ArgumentException(
                $"TrajectoryBuffers: {steps} steps of {environments} environments with {observationSize} " +
                $"observations and {actionColumns} action columns, expected positive sizes and at most " +
                $"{int.MaxValue} numbers a buffer.");
        }
    }
}
