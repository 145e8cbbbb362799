using System;
using System.Collections.Generic;
using TrpoGpu.Algorithms;
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

    private static readonly string[] AllNames =
        ["gradient", "fvp", "cg", "update", "forward", "cg_step", "critic"];
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
        parameters = Own(backend.Allocate(NetworkInitialization.Policy().Create(shape, seed: 1)));
        batch = new SampleBatch(
            rows,
            Own(backend.Allocate(RandomSamples.Normals(rows * shape.Mlp.Inputs, seed: 2))),
            Own(backend.Allocate(rows * shape.Head.Size.Actions)),
            Own(backend.Allocate(RandomSamples.Normals(rows, seed: 3))),
            Own(backend.Allocate(rows)));
        gradient = Own(backend.Allocate(shape.ParameterCount));
        using NetworkWorkspace workspace = backend.CreateWorkspace(shape, rows);
        backend.Sample(
            workspace, parameters, batch.Observations, rows, new NoiseKey(4, 0), batch.Actions,
            batch.LogProbabilities!);
        fisher = new Lazy<LinearOperator>(PrepareFisher);
    }

    /// <summary>Names of the operations.</summary>
    public static ReadOnlySpan<string> Names => AllNames;

    /// <summary>Prepares an operation.</summary>
    /// <param name="name">
    /// One of <see cref="Names"/>. <c>update</c> is a whole policy update; <c>cg_step</c> begins a solve and takes the
    /// first step, without the product; <c>critic</c> fits a value function of the policy's hidden widths by the
    /// default number of Gauss-Newton steps, with all rows.
    /// </param>
    /// <exception cref="ArgumentException">There is no such operation.</exception>
    public TimedOperation Create(string name)
    {
        Action run = name switch
        {
            "gradient" => Gradient(),
            "fvp" => FisherProduct(),
            "cg" => Solve(),
            "update" => Update(),
            "forward" => Forward(),
            "cg_step" => SolveStep(),
            "critic" => Critic(),
            _ => throw NoOperation(name),
        };
        return new TimedOperation(name, rows, Flops(name, shape, rows), run);
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

            // The loss before the step and at the first trial.
            "update" => rows * (row.Gradient + solve + (2 * row.Forward)),
            "forward" => rows * row.Forward,
            "cg_step" => SolveStepFlops * (double)shape.ParameterCount,

            // The error at the first trial of each step; the gradient has shown the one before it.
            "critic" => rows * Defaults.CriticSteps *
                (value.Forward + value.Gradient + (Defaults.CriticMaxIterations * value.FisherProduct)),
            _ => throw NoOperation(name),
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
    private Action Update()
    {
        TrustRegionUpdate update = Own(new TrustRegionUpdate(backend, shape, rows));
        ComputeBuffer updated = Own(backend.Allocate(shape.ParameterCount));
        TrustRegionOptions options = TrustRegionOptions.Default with
        {
            Damping = Damping,
            MaxIterations = ConjugateGradientIterations,
            ResidualTolerance = 0,
        };
        return () =>
        {
            backend.Copy(parameters, updated, updated.Length);
            update.Apply(updated, batch, options);
        };
    }

    private Action Forward()
    {
        NetworkWorkspace workspace = Own(backend.CreateWorkspace(shape, rows));
        ComputeBuffer outputs = Own(backend.Allocate(rows * shape.Head.Size.Parameters));
        return () => backend.Forward(workspace, parameters, batch.Observations, rows, outputs);
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

    private static NetworkShape Value(NetworkShape policy) => new(
        new MlpShape([.. policy.Mlp.Widths[..^1], 1], policy.Mlp.Activation), HeadShape.UnitGaussian(1));

    private static ArgumentException NoOperation(string name) => new(
        $"There is no operation '{name}' to time, expected one of {string.Join(", ", AllNames)}.", nameof(name));
}
