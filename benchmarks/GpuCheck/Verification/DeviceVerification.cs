using System.Linq;
using TrpoGpu.Benchmarks.Measuring;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>Compares every operation of the compute contract on a device with the CPU engine.</summary>
/// <param name="engines">What is compared.</param>
/// <param name="scope">How much of it.</param>
/// <param name="progress">Told of every case.</param>
internal sealed class DeviceVerification(VerifiedEngines engines, VerificationScope scope, StageProgress progress)
{
    private readonly VerificationTable table = new();

    /// <summary>Compares.</summary>
    /// <returns>A row an operation.</returns>
    internal OperationResult[] Run()
    {
        int cases = scope.Cases.Length + scope.Vectors.Length + scope.Solves.Length + scope.Rollouts.Length +
            scope.LargeBatches.Length;
        progress.Begin("verification", cases);
        NetworkCases networks = new(engines, table);

        // The bounds take most of the time: processors compute them ahead of the device.
        foreach (BoundedCase bounded in scope.Cases.AsParallel().AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(shapeCase => new BoundedCase(shapeCase)))
        {
            progress.Step(bounded.Case.Name);
            networks.Verify(bounded);
        }

        SolveCases solves = new(engines, table);
        foreach ((Shapes.NetworkShape shape, int rows) in scope.Solves)
        {
            progress.Step($"solve and update of {shape.Mlp}");
            solves.Verify(shape, rows);
        }

        VectorCases vectors = new(engines, table);
        foreach (int length in scope.Vectors)
        {
            progress.Step($"vectors of {length}");
            vectors.Verify(length);
        }

        VerifyTrajectories();
        LargeBatchCases large = new(engines, table);
        foreach ((Shapes.NetworkShape shape, int rows) in scope.LargeBatches)
        {
            progress.Step($"{rows} rows of {shape.Mlp}");
            large.Verify(shape, rows);
        }

        progress.End();
        return table.Results;
    }

    private void VerifyTrajectories()
    {
        AdvantageCases advantages = new(engines, table);
        foreach (double share in (double[])[0, 0.01, 0.3, 1])
        {
            advantages.Verify(7, 5, share);
            advantages.Verify(20, 33, share);
        }

        RolloutCases rollouts = new(engines, table);
        foreach (RolloutPlan plan in scope.Rollouts)
        {
            progress.Step($"rollout of {plan.Environment.Id}");
            rollouts.Verify(plan.Environment, plan.Count, plan.Hidden, plan.Steps);
        }

        if (engines.WithMemory is not null)
        {
            MemoryCases memory = new(engines, table);
            foreach (string widths in scope.Chunked)
            {
                memory.Verify(widths);
            }

            memory.VerifyRefusal();
        }
    }
}
