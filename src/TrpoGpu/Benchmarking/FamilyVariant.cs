using System.Collections.Immutable;
using System.Linq;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>An update of TRPO's family, by the default settings but for a few.</summary>
/// <param name="Name">For people and programs.</param>
/// <param name="Options">Its settings.</param>
internal sealed record FamilyVariant(string Name, TrpoOptions Options)
{
    /// <summary>TRPO as <c>trpo train</c> does it unless told otherwise.</summary>
    public const string Trpo = "trpo";

    /// <summary>PPO likewise.</summary>
    public const string Ppo = "ppo";

    private static readonly TrpoOptions Defaults = new();

    /// <summary>The settings that are not the defaults, as <c>--set</c> takes them.</summary>
    public string Settings => string.Join(
        ' ',
        OptionTable.All
            .Where(option => option.Text(Options) != option.Text(Defaults))
            .Select(option => $"{option.Name}={option.Text(Options)}"));

    /// <summary>Whether the update takes its steps from minibatches.</summary>
    public bool HasMinibatches => Options.Algorithm is PolicyAlgorithm.Ppo or PolicyAlgorithm.KlPenalty;

    /// <summary>Whether the update knows the curvature by the products of a solve.</summary>
    public bool HasSolve =>
        Options.Algorithm is PolicyAlgorithm.Npg or PolicyAlgorithm.Tnpg or PolicyAlgorithm.Trpo;

    /// <summary>Whether the update inverts Kronecker factors.</summary>
    public bool HasKroneckerFactors =>
        Options.Algorithm == PolicyAlgorithm.Acktr || (HasSolve && Options.Preconditioner != CgPreconditioner.None);

    /// <summary>All of them, from the cheapest idea to the dearest.</summary>
    /// <param name="rows">B.</param>
    public static ImmutableArray<FamilyVariant> For(int rows) =>
    [
        new("vpg", new TrpoOptions { Algorithm = PolicyAlgorithm.Vpg }),
        new("vpg_l2", new TrpoOptions { Algorithm = PolicyAlgorithm.Vpg, EuclideanRadius = Defaults.MaxKl }),
        new("npg", new TrpoOptions { Algorithm = PolicyAlgorithm.Npg }),
        new("tnpg", new TrpoOptions { Algorithm = PolicyAlgorithm.Tnpg }),
        new("trpo_all_rows", new TrpoOptions { FisherRowStride = 1 }),
        new(Trpo, new TrpoOptions()),
        new("trpo_full_solve", new TrpoOptions { ResidualTolerance = 0 }),
        new("trpo_kfac", new TrpoOptions { Preconditioner = CgPreconditioner.Kfac }),
        new("acktr", new TrpoOptions { Algorithm = PolicyAlgorithm.Acktr }),
        new("kl_penalty", new TrpoOptions { Algorithm = PolicyAlgorithm.KlPenalty }),
        new(Ppo, new TrpoOptions { Algorithm = PolicyAlgorithm.Ppo }),
        new("ppo_full_batch", new TrpoOptions { Algorithm = PolicyAlgorithm.Ppo, PolicyMinibatchRows = rows }),
    ];

    /// <summary>Rows that curvature is averaged over; 0 where there is none.</summary>
    /// <param name="rows">B.</param>
    public int CurvatureRowsOf(int rows) => HasSolve || HasKroneckerFactors ? ((rows - 1) / Stride(rows)) + 1 : 0;

    /// <summary>Steps of the parameters that an update takes.</summary>
    /// <param name="rows">B.</param>
    /// <param name="report">Of the update.</param>
    public int StepsOf(int rows, in UpdateReport report) =>
        HasMinibatches ? report.Passes * (((rows - 1) / Options.PolicyMinibatchRows) + 1) : 1;

    /// <summary>
    /// Floating-point operations of the passes that an update makes through the network, and of the sums of its
    /// Kronecker factors: what grows with the rows.
    /// </summary>
    /// <param name="shape">Of the policy.</param>
    /// <param name="rows">B.</param>
    /// <param name="report">Of the update.</param>
    public double Flops(NetworkShape shape, int rows, in UpdateReport report)
    {
        RowFlops row = RowFlops.Of(shape.Mlp);

        // The gradient shows the loss before the step; every trial is a pass of its own. The old distribution of a
        // minibatch is computed where the KL is penalised.
        double steps = row.Gradient + ((report.Backtracks + 1) * row.Forward);
        double kept = Options.Algorithm == PolicyAlgorithm.KlPenalty ? row.Forward : 0;
        double passes = report.Passes * (row.Gradient + kept);

        // Of all rows the gradient has kept the activations, of some they are computed anew.
        double curvature = (Stride(rows) == 1 ? 0 : row.Forward) +
            ((report.Solve?.Iterations ?? 0) * row.FisherProduct) +
            (HasKroneckerFactors ? row.KroneckerFactors : 0);
        return (rows * (steps + passes)) + (CurvatureRowsOf(rows) * curvature);
    }

    private int Stride(int rows) => CurvatureRows.Stride(rows, Options.FisherRowStride);
}
