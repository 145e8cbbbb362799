using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>
/// The updates of TRPO's family on one batch, and what they are measured in: the gradient of the surrogate loss.
/// </summary>
internal sealed class FamilyOperations : IDisposable
{
    /// <summary>Name of the operation in <c>trpo bench</c>.</summary>
    public const string Name = "family";

    private readonly NetworkOperations network;
    private readonly List<FamilyUpdate> updates = [];

    /// <summary>Draws the samples, and allocates every update.</summary>
    /// <param name="backend">Which computes; not disposed with this.</param>
    /// <param name="shape">Of the policy.</param>
    /// <param name="rows">B.</param>
    /// <exception cref="OutOfMemoryException">They do not fit.</exception>
    public FamilyOperations(ComputeBackend backend, NetworkShape shape, int rows)
    {
        network = new NetworkOperations(backend, shape, rows);
        Gradient = network.Create("gradient");
        foreach (FamilyVariant variant in FamilyVariant.For(rows))
        {
            updates.Add(new FamilyUpdate(backend, shape, network.Samples, variant));
        }
    }

    /// <summary>The unit.</summary>
    public TimedOperation Gradient { get; }

    /// <summary>The updates.</summary>
    public IReadOnlyList<FamilyUpdate> Updates => updates;

    /// <summary>Times every update right after the gradient, round after round.</summary>
    /// <param name="timer">How often and how long.</param>
    /// <param name="beginRound">Told each round, counted from 1.</param>
    public FamilyTiming[] Measure(PairedTimer timer, Action<int> beginRound)
    {
        PairedTiming[] timings = timer.Measure(Gradient, [.. updates.Select(update => update.Operation)], beginRound);
        return [.. updates.Zip(timings, (update, timing) => new FamilyTiming(update, timing))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        updates.ForEach(update => update.Dispose());
        network.Dispose();
    }
}

/// <summary>One of them. Every run starts from the same parameters, so that every run does the same work.</summary>
/// <remarks>
/// What an update remembers is kept from run to run, as in training; it does not move the work. Adam's moments and the
/// averages of Kronecker factors settle, and the coefficient of the KL stays positive.
/// </remarks>
internal sealed class FamilyUpdate : IDisposable
{
    private readonly NetworkShape shape;
    private readonly PolicyUpdate update;
    private readonly ComputeBuffer updated;

    /// <summary>Allocates it.</summary>
    /// <param name="backend">Which computes; not disposed with this.</param>
    /// <param name="shape">Of the policy.</param>
    /// <param name="samples">What every run starts from.</param>
    /// <param name="variant">The update.</param>
    public FamilyUpdate(ComputeBackend backend, NetworkShape shape, PolicySamples samples, FamilyVariant variant)
    {
        this.shape = shape;
        Variant = variant;
        int rows = samples.Batch.Rows;
        update = TrpoTrainer.CreateUpdate(backend, shape, rows, variant.Options, seed: 8);
        updated = backend.Allocate(shape.ParameterCount);
        Operation = new TimedOperation(variant.Name, rows, Flops: 0, () =>
        {
            backend.Copy(samples.Parameters, updated, updated.Length);
            Report = update.Apply(updated, samples.Batch);
        });
    }

    /// <summary>Which one.</summary>
    public FamilyVariant Variant { get; }

    /// <summary>The update; its operations depend on how it goes, see <see cref="Flops"/>.</summary>
    public TimedOperation Operation { get; }

    /// <summary>Of the last run.</summary>
    public UpdateReport Report { get; private set; }

    /// <summary>Rows that curvature is averaged over.</summary>
    public int CurvatureRows => Variant.CurvatureRowsOf(Operation.Rows);

    /// <summary>Steps of the parameters in the last run.</summary>
    public int Steps => Variant.StepsOf(Operation.Rows, Report);

    /// <summary>Floating-point operations of the last run: <see cref="FamilyVariant.Flops"/>.</summary>
    public double Flops => Variant.Flops(shape, Operation.Rows, Report);

    /// <inheritdoc/>
    public void Dispose()
    {
        update.Dispose();
        updated.Dispose();
    }
}

/// <summary>Times of one of them.</summary>
/// <param name="Update">What was timed.</param>
/// <param name="Times">Its times, and those of the gradient before each.</param>
internal sealed record FamilyTiming(FamilyUpdate Update, PairedTiming Times)
{
    /// <summary>What the multiple would be if time were arithmetic.</summary>
    public double CountedMultiple => Update.Flops / Times.Unit.Flops;
}
