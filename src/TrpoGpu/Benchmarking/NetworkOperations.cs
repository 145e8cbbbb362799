using System;
using System.Collections.Generic;
using TrpoGpu.Algorithms;
using TrpoGpu.Algorithms.Critics;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Models;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>The operations of an update, on random samples of a policy.</summary>
internal sealed class NetworkOperations : IDisposable
{
    /// <summary>Fisher products of one solve.</summary>
    public const int ConjugateGradientIterations = 10;

    // Of each unknown: a square at the beginning, two dots, a sum with its square, three scaled additions.
    private const int SolveStepFlops = 2 + (2 * 2) + 4 + (3 * 2);

    // Rows of the Fisher matrix of update_tenth: the first and every tenth after it.
    private const int SparseStride = 10;

    private static readonly string[] AllNames =
    [
        "gradient", "fvp", "cg", "update", "update_tenth", "ppo", "forward", "forward_row", "cg_step", "critic",
    ];

    private static readonly TrpoOptions Defaults = new() { FisherRowStride = 1, CriticMaxRows = int.MaxValue };
    private static readonly float Damping = (float)Defaults.Damping;

    private readonly ComputeBackend backend;
    private readonly Stack<IDisposable> owned = [];
    private readonly NetworkShape shape;
    private readonly int rows;
    private readonly ComputeBuffer parameters;
    private readonly SampleBatch batch;
    private readonly ComputeBuffer gradient;
    private readonly Lazy<LinearOperator> fisher;

    /// <summary>Draws observations, and actions of a policy as training starts with it.</summary>
    /// <param name="backend">Which computes; not disposed with this.</param>
    /// <param name="shape">Of the policy.</param>
    /// <param name="rows">B.</param>
    /// <exception cref="OutOfMemoryException">The batch does not fit.</exception>
    public NetworkOperations(ComputeBackend backend, NetworkShape shape, int rows)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(shape);
        this.backend = backend;
        this.shape = shape;
        this.rows = rows;
        Samples = Own(new PolicySamples(backend, shape, rows));
        parameters = Samples.Parameters;
        batch = Samples.Batch;
        gradient = Own(backend.Allocate(shape.ParameterCount));
        fisher = new Lazy<LinearOperator>(PrepareFisher);
    }

    /// <summary>Names of the operations.</summary>
    public static ReadOnlySpan<string> Names => AllNames;

    /// <summary>What the operations work on.</summary>
    public PolicySamples Samples { get; }

    /// <summary>Prepares an operation.</summary>
    /// <param name="name">
    /// One of <see cref="Names"/>. <c>update</c> is a whole policy update, <c>update_tenth</c> one whose Fisher matrix
    /// is that of one row in ten, <c>ppo</c> what a first-order method does instead (<see cref="FirstOrderEpochs"/>);
    /// <c>forward_row</c> is the forward pass of a single row, as a program calls it that acts; <c>cg_step</c> begins
    /// a solve and takes the first step, without the product; <c>critic</c> fits a value function of the policy's
    /// hidden widths by the default number of Gauss-Newton steps, with all rows.
    /// </param>
    /// <exception cref="ArgumentException">There is no such operation.</exception>
    public TimedOperation Create(string name)
    {
        Action run = name switch
        {
            "gradient" => Gradient(),
            "fvp" => FisherProduct(),
            "cg" => Solve(),
            "update" => Update(fisherRowStride: 1),
            "update_tenth" => Update(SparseStride),
            "ppo" => FirstOrder(),
            "forward" => Forward(rows),
            "forward_row" => Forward(1),
            "cg_step" => SolveStep(),
            "critic" => Critic(),
            _ => throw NoOperation(name),
        };
        return new TimedOperation(name, RowsOf(name, rows), Flops(name, shape, rows), run)
        {
            BytesMoved = BytesMoved(name, shape, rows),
        };
    }

    /// <summary>
    /// Floating-point operations of the matrix products of one run; of <c>cg_step</c>, which has none, those of its
    /// vectors.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such operation.</exception>
    public static double Flops(string name, NetworkShape shape, int rows)
    {
        RowFlops row = RowFlops.Of(shape.Mlp);
        RowFlops value = RowFlops.Of(Value(shape).Mlp);
        double solve = ConjugateGradientIterations * row.FisherProduct;
        return name switch
        {
            "gradient" => rows * row.Gradient,
            "fvp" => rows * row.FisherProduct,
            "cg" => rows * solve,

            // The loss at the first trial; before the step the gradient's own pass tells it.
            "update" => rows * (row.Gradient + solve + row.Forward),
            "update_tenth" =>
                (rows * (row.Gradient + row.Forward)) + (SparseRows(rows) * (row.Forward + solve)),
            "ppo" => rows * FirstOrderEpochs.Count * row.Gradient,
            "forward" or "forward_row" => RowsOf(name, rows) * row.Forward,
            "cg_step" => SolveStepFlops * (double)shape.ParameterCount,

            // The error at the first trial of each step; the gradient has shown the one before it.
            "critic" => rows * Defaults.CriticSteps *
                (value.Forward + value.Gradient + (Defaults.CriticMaxIterations * value.FisherProduct)),
            _ => throw NoOperation(name),
        };
    }

    /// <summary>
    /// Bytes that one run reads and writes at least where activations are kept; null of <c>cg_step</c>, which works on
    /// vectors alone.
    /// </summary>
    public static double? BytesMoved(string name, NetworkShape shape, int rows)
    {
        RowBytes row = RowBytes.Of(shape);
        RowBytes value = RowBytes.Of(Value(shape));
        return name switch
        {
            // The gather of the rows is left out: it is a choice of an implementation.
            "update_tenth" => (rows * (row.Gradient + row.Evaluation)) +
                (SparseRows(rows) * ConjugateGradientIterations * row.FisherProduct),
            "critic" => rows * Defaults.CriticSteps *
                (value.Evaluation + value.Gradient + (Defaults.CriticMaxIterations * value.FisherProduct)),
            _ => RowsOf(name, rows) * row.Of(name, ConjugateGradientIterations),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (owned.TryPop(out IDisposable? resource))
        {
            resource.Dispose();
        }
    }

    private Action Gradient()
    {
        NetworkWorkspace workspace = LoadedWorkspace();
        return () => backend.SurrogateGradient(workspace, parameters, gradient);
    }

    private Action FisherProduct()
    {
        ComputeBuffer product = Own(backend.Allocate(shape.ParameterCount));
        return () => fisher.Value(gradient, product);
    }

    private Action Solve()
    {
        ConjugateGradientWorkspace solve = Own(backend.CreateConjugateGradient(shape.ParameterCount));
        return () => ConjugateGradient.Solve(
            backend, solve, fisher.Value, gradient, ConjugateGradientIterations, Damping, residualTolerance: 0);
    }

    // The product of the first direction, which is the gradient, stays where the step expects it.
    private Action SolveStep()
    {
        ConjugateGradientWorkspace solve = Own(backend.CreateConjugateGradient(shape.ParameterCount));
        fisher.Value(gradient, solve.Product);
        return () =>
        {
            backend.BeginConjugateGradient(solve, gradient);
            backend.ConjugateGradientStep(solve, Damping, residualTolerance: 0);
        };
    }

    // Every run starts from the same parameters, so that every run does the same work.
    private Action Update(int fisherRowStride)
    {
        TrustRegionOptions options = TrustRegionOptions.Default with
        {
            Direction = new NaturalDirectionOptions(
                Damping, ConjugateGradientIterations, ResidualTolerance: 0, fisherRowStride),
        };
        TrustRegionUpdate update = Own(new TrustRegionUpdate(backend, shape, rows, options));
        ComputeBuffer updated = Own(backend.Allocate(shape.ParameterCount));
        return () =>
        {
            backend.Copy(parameters, updated, updated.Length);
            update.Apply(updated, batch);
        };
    }

    private Action FirstOrder()
    {
        FirstOrderEpochs epochs = Own(new FirstOrderEpochs(backend, shape, rows));
        return () => epochs.Run(parameters, batch);
    }

    private Action Forward(int count)
    {
        NetworkWorkspace workspace = Own(backend.CreateWorkspace(shape, count));
        ComputeBuffer outputs = Own(backend.Allocate(count * shape.Head.Size.Parameters));
        return () => backend.Forward(workspace, parameters, batch.Observations, count, outputs);
    }

    private Action Critic()
    {
        NetworkShape value = Value(shape);
        CriticFit fit = Own(TrpoTrainer.CreateCritic(backend, value, rows, Defaults, seed: 5));
        ComputeBuffer start = Own(backend.Allocate(NetworkInitialization.Value.Create(value, seed: 6)));
        ComputeBuffer fitted = Own(backend.Allocate(value.ParameterCount));
        SampleBatch samples = new(
            rows, batch.Observations, Own(backend.Allocate(RandomSamples.Normals(rows, seed: 7))));
        return () =>
        {
            backend.Copy(start, fitted, fitted.Length);
            fit.Fit(fitted, samples);
        };
    }

    private LinearOperator PrepareFisher()
    {
        NetworkWorkspace workspace = LoadedWorkspace();
        backend.SurrogateGradient(workspace, parameters, gradient);
        backend.PrepareFisher(workspace, parameters, 1);
        return (direction, result) =>
            backend.FisherVectorProduct(workspace, parameters, direction, Damping, result);
    }

    // A gradient makes the Fisher matrix of its workspace unready: each has its own.
    private NetworkWorkspace LoadedWorkspace()
    {
        NetworkWorkspace workspace = Own(backend.CreateWorkspace(shape, rows));
        backend.Load(workspace, batch);
        return workspace;
    }

    private T Own<T>(T resource)
        where T : IDisposable
    {
        owned.Push(resource);
        return resource;
    }

    private static int RowsOf(string name, int rows) => name == "forward_row" ? 1 : rows;

    private static int SparseRows(int rows) => ((rows - 1) / SparseStride) + 1;

    private static NetworkShape Value(NetworkShape policy) => new(
        new MlpShape([.. policy.Mlp.Widths[..^1], 1], policy.Mlp.Activation), HeadShape.UnitGaussian(1));

    private static ArgumentException NoOperation(string name) => new(
        $"There is no operation '{name}' to time, expected one of {string.Join(", ", AllNames)}.", nameof(name));
}
