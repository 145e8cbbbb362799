using System;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <content>The update that the settings ask for.</content>
public sealed partial class TrpoTrainer
{
    /// <summary>The update that the options ask for, from batches of at most <paramref name="rows"/> rows.</summary>
    internal static PolicyUpdate CreateUpdate(
        ComputeBackend backend, NetworkShape policy, int rows, TrpoOptions options, ulong seed)
    {
        NaturalDirectionOptions direction = Direction(options, rows);
        if (direction.Solver == DirectionSolver.Dense && policy.ParameterCount > DenseSolve.MostUnknowns)
        {
            throw new OptionException(
                "direction_solver",
                $"dense given for a policy of {policy.ParameterCount} parameters, expected at most " +
                $"{DenseSolve.MostUnknowns}: use cg, or a smaller net_arch");
        }

        if (direction.Solver == DirectionSolver.Dense &&
            (direction.WarmStart || direction.Preconditioner != CgPreconditioner.None))
        {
            throw new OptionException(
                "direction_solver",
                "dense given with cg_warm_start or cg_preconditioner, expected neither: there are no iterations");
        }

        double stepSize = options.PolicyLearningRate;
        return options.Algorithm switch
        {
            PolicyAlgorithm.Tnpg => new TruncatedNaturalGradientUpdate(
                backend, policy, rows, direction, options.MaxKl),
            PolicyAlgorithm.Npg => new NaturalGradientUpdate(backend, policy, rows, direction, stepSize),
            PolicyAlgorithm.Vpg => new PolicyGradientUpdate(
                backend, policy, rows, stepSize, options.EuclideanRadius),
            PolicyAlgorithm.KlPenalty => new KlPenaltyUpdate(
                backend, policy, rows, Minibatches(options), options.KlCoefficient,
                options.AdaptKlCoefficient ? options.MaxKl : null, seed),
            PolicyAlgorithm.Ppo => new ProximalUpdate(
                backend, policy, rows, Minibatches(options), (float)options.ClipRange, options.KlStop, seed),
            PolicyAlgorithm.Acktr => new KroneckerUpdate(backend, policy, rows, new KroneckerOptions(
                direction.Damping, options.MaxKl, stepSize, options.KroneckerDecay, direction.FisherRowStride)),
            _ => new TrustRegionUpdate(
                backend, policy, rows, new TrustRegionOptions(direction, LineSearch(options))),
        };
    }

    /// <summary>Device memory that the update takes where so much is left: as it is made, and in all.</summary>
    internal static (WorkspaceNeed AtFirst, WorkspaceNeed InAll) NeedOfUpdate(
        ComputeBackend backend, NetworkShape policy, int rows, TrpoOptions options, long availableBytes)
    {
        if (options.Algorithm is PolicyAlgorithm.Vpg or PolicyAlgorithm.KlPenalty or PolicyAlgorithm.Ppo)
        {
            WorkspaceNeed need = PolicyUpdate.NeedOf(backend, policy, rows, rowStride: 1, availableBytes);
            if (options.Algorithm != PolicyAlgorithm.Vpg)
            {
                long passes = MinibatchUpdate.BytesOf(
                    backend, policy, Math.Min(rows, options.PolicyMinibatchRows), availableBytes - need.Bytes);
                need = need with { Bytes = need.Bytes + passes };
            }

            return (need, need);
        }

        NaturalDirectionOptions direction = Direction(options, rows);
        long solve = options.Algorithm == PolicyAlgorithm.Acktr
            ? KroneckerUpdate.BytesOf(backend, policy, rows)
            : NaturalDirection.BytesOf(backend, policy, rows, direction);
        return (Need(1), Need(direction.FisherRowStride));

        WorkspaceNeed Need(int rowStride)
        {
            WorkspaceNeed need = PolicyUpdate.NeedOf(backend, policy, rows, rowStride, availableBytes);
            return need with { Bytes = need.Bytes + solve };
        }
    }

    private static NaturalDirectionOptions Direction(TrpoOptions options, int rows) => new(
        (float)options.Damping,
        options.MaxIterations,
        options.ResidualTolerance,
        CurvatureRows.Stride(rows, options.FisherRowStride),
        options.Fisher,
        options.Solver,
        options.Preconditioner,
        options.AdaptDamping,
        options.WarmStart);

    private static MinibatchOptions Minibatches(TrpoOptions options) => new(
        options.Passes, options.PolicyMinibatchRows, (float)options.PolicyLearningRate, (float)options.EntropyBonus);

    private static LineSearchOptions LineSearch(TrpoOptions options) =>
        new(options.MaxKl, options.BacktrackRatio, options.MaxTrials - 1, options.AcceptRatio);
}
