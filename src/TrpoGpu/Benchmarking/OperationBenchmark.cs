using System;
using System.Collections.Generic;
using System.Diagnostics;
using TrpoGpu.Algorithms;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Models;
using TrpoGpu.Shapes;

namespace TrpoGpu.Benchmarking;

/// <summary>Times of one operation.</summary>
/// <param name="MinSeconds">The fastest run.</param>
/// <param name="MedianSeconds">The median of all runs.</param>
/// <param name="Flops">Floating-point operations of the matrix products of one run.</param>
public readonly record struct OperationTiming(double MinSeconds, double MedianSeconds, double Flops);

/// <summary>Runs the operations of an update on random samples, over and over.</summary>
public sealed class OperationBenchmark : IDisposable
{
    /// <summary>Fisher products of one solve.</summary>
    public const int ConjugateGradientIterations = 10;

    private const float Damping = 0.1f;
    private static readonly TimeSpan TargetTime = TimeSpan.FromSeconds(0.7);
    private const int FewestRuns = 5;

    private readonly ComputeBackend backend;
    private readonly Network policy;
    private readonly int rows;
    private readonly ComputeBuffer observations;
    private readonly ComputeBuffer actions;
    private readonly ComputeBuffer advantages;
    private readonly ComputeBuffer logProbabilities;
    private readonly NetworkWorkspace workspace;
    private readonly ConjugateGradientWorkspace solve;
    private readonly TrustRegionUpdate update;
    private readonly ComputeBuffer gradient;
    private readonly ComputeBuffer product;
    private readonly ComputeBuffer start;
    private readonly SampleBatch batch;
    private readonly LinearOperator fisher;

    /// <summary>Draws observations and actions and allocates everything.</summary>
    public OperationBenchmark(ComputeBackend backend, NetworkShape shape, int rows)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(shape);
        this.backend = backend;
        this.rows = rows;
        policy = new Network(backend, shape, NetworkInitialization.Policy(), seed: 1);
        observations = backend.Allocate(Normals(rows * shape.Mlp.Inputs, 2));
        actions = backend.Allocate(rows * shape.Head.Size.Actions);
        advantages = backend.Allocate(Normals(rows, 3));
        logProbabilities = backend.Allocate(rows);
        workspace = backend.CreateWorkspace(shape, rows);
        backend.Sample(
            workspace, policy.Parameters, observations, rows, new NoiseKey(4, 0), actions, logProbabilities);
        solve = backend.CreateConjugateGradient(shape.ParameterCount);
        update = new TrustRegionUpdate(backend, shape, rows);
        gradient = backend.Allocate(shape.ParameterCount);
        product = backend.Allocate(shape.ParameterCount);
        start = backend.Allocate(policy.Parameters.ReadArray());
        batch = new SampleBatch(rows, observations, actions, advantages, logProbabilities);
        fisher = (direction, result) =>
            backend.FisherVectorProduct(workspace, policy.Parameters, direction, Damping, result);

        backend.Load(workspace, batch);
        backend.SurrogateGradient(workspace, policy.Parameters, gradient);
        backend.PrepareFisher(workspace, policy.Parameters, 1);
    }

    /// <summary>Times an operation.</summary>
    /// <param name="operation"><c>gradient</c>, <c>fvp</c>, <c>cg</c> or <c>update</c>.</param>
    /// <exception cref="ArgumentException">There is no such operation.</exception>
    public OperationTiming Measure(string operation)
    {
        Action run = operation switch
        {
            "gradient" => Gradient,
            "fvp" => FisherProduct,
            "cg" => Solve,
            "update" => Update,
            _ => throw new ArgumentException($"There is no operation '{operation}' to time.", nameof(operation)),
        };
        run();
        run();
        List<double> seconds = [];
        long begin = Stopwatch.GetTimestamp();
        while (seconds.Count < FewestRuns || Stopwatch.GetElapsedTime(begin) < TargetTime)
        {
            long before = Stopwatch.GetTimestamp();
            run();
            seconds.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        seconds.Sort();
        return new OperationTiming(seconds[0], seconds[seconds.Count / 2], Flops(operation));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        policy.Dispose();
        observations.Dispose();
        actions.Dispose();
        advantages.Dispose();
        logProbabilities.Dispose();
        workspace.Dispose();
        solve.Dispose();
        update.Dispose();
        gradient.Dispose();
        product.Dispose();
        start.Dispose();
    }

    private void Gradient() => backend.SurrogateGradient(workspace, policy.Parameters, gradient);

    private void FisherProduct() => fisher(gradient, product);

    private void Solve() => ConjugateGradient.Solve(
        backend, solve, fisher, gradient, ConjugateGradientIterations, Damping, residualTolerance: 0);

    // Every run starts from the same parameters, so that every run does the same work.
    private void Update()
    {
        backend.Copy(start, policy.Parameters, start.Length);
        TrustRegionOptions options = TrustRegionOptions.Default with
        {
            MaxIterations = ConjugateGradientIterations,
            ResidualTolerance = 0,
        };
        update.Apply(policy.Parameters, batch, options);
    }

    // Multiply-adds of one row: a forward pass has I*O a layer, a gradient 2 I*O in the first layer and 3 in the
    // others, a Fisher product with kept activations 2 and 4 (design of the engine, section on mathematics).
    private double Flops(string operation)
    {
        double first = 0;
        double others = 0;
        foreach (DenseShape layer in policy.Shape.Mlp.Layers)
        {
            double products = (double)layer.I * layer.O;
            first += layer.WeightOffset == 0 ? products : 0;
            others += layer.WeightOffset == 0 ? 0 : products;
        }

        double forward = first + others;
        double gradientProducts = (2 * first) + (3 * others);
        double fisherProducts = (2 * first) + (4 * others);
        double solveProducts = ConjugateGradientIterations * fisherProducts;
        double perRow = operation switch
        {
            "gradient" => gradientProducts,
            "fvp" => fisherProducts,
            "cg" => solveProducts,
            _ => gradientProducts + solveProducts + (2 * forward),
        };
        return 2 * perRow * rows;
    }

    private static float[] Normals(int count, ulong seed)
    {
        float[] values = new float[count];
        for (int k = 0; k < count; k++)
        {
            values[k] = NoiseColumn.NormalAt<Float32>(seed, RandomUse.Initialization, 0, (ulong)k, 0).Value;
        }

        return values;
    }
}
