using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <content>The update that the settings ask for.</content>
public sealed partial class TrpoTrainer
{
    /// <summary>The update that the options ask for, from batches of at most <paramref name="rows"/> rows.</summary>
    internal static PolicyUpdate CreateUpdate(
        ComputeBackend backend, NetworkShape policy, int rows, TrpoOptions options)
    {
        NaturalDirectionOptions direction = Direction(options, rows);
        double stepSize = options.PolicyLearningRate;
        return options.Algorithm switch
        {
            PolicyAlgorithm.Tnpg => new TruncatedNaturalGradientUpdate(
                backend, policy, rows, direction, options.MaxKl),
            PolicyAlgorithm.Npg => new NaturalGradientUpdate(backend, policy, rows, direction, stepSize),
            PolicyAlgorithm.Vpg => new PolicyGradientUpdate(
                backend, policy, rows, stepSize, options.EuclideanRadius),
            _ => new TrustRegionUpdate(
                backend, policy, rows, new TrustRegionOptions(direction, LineSearch(options))),
        };
    }

    /// <summary>Device memory that the update takes where so much is left: as it is made, and in all.</summary>
    internal static (WorkspaceNeed AtFirst, WorkspaceNeed InAll) NeedOfUpdate(
        ComputeBackend backend, NetworkShape policy, int rows, TrpoOptions options, long availableBytes)
    {
        if (options.Algorithm == PolicyAlgorithm.Vpg)
        {
            WorkspaceNeed need = PolicyUpdate.NeedOf(backend, policy, rows, rowStride: 1, availableBytes);
            return (need, need);
        }

        NaturalDirectionOptions direction = Direction(options, rows);
        long solve = NaturalDirection.BytesOf(backend, policy, direction);
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
        options.AdaptDamping,
        options.WarmStart);

    private static LineSearchOptions LineSearch(TrpoOptions options) =>
        new(options.MaxKl, options.BacktrackRatio, options.MaxTrials - 1, options.AcceptRatio);
}
