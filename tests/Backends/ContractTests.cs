using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Backends;

/// <summary>
/// What the public operations refuse, before any backend sees it: the message names the operation, what was
/// expected as a formula and a number, and what came.
/// </summary>
public sealed class ContractTests
{
    private const int Capacity = 5;

    // 2-3-2: 9 + 8 weights and biases, 2 free parameters.
    private static readonly NetworkShape Policy = new(
        MlpShape.Parse("2-3-2", ActivationKind.Tanh), HeadShape.DiagonalGaussian(2));

    private readonly ReferenceBackend backend = new();
    private readonly ReferenceBackend other = new();
    private readonly NetworkWorkspace workspace;
    private readonly ComputeBuffer parameters;
    private readonly ComputeBuffer vector;
    private readonly SampleBatch batch;

    public ContractTests()
    {
        workspace = backend.CreateWorkspace(Policy, Capacity);
        parameters = backend.Allocate(Policy.ParameterCount);
        vector = backend.Allocate(Policy.ParameterCount);
        batch = new SampleBatch(
            Capacity, backend.Allocate(10), backend.Allocate(10), backend.Allocate(5), backend.Allocate(5));
    }

    [Fact]
    public void Short_buffers_are_named_with_what_was_expected()
    {
        ComputeBuffer few = backend.Allocate(3);
        Refuses(
            () => backend.Forward(workspace, few, vector, 5, vector), "Forward: parameters", "3", "P = 19");
        Refuses(
            () => backend.Forward(workspace, parameters, few, 5, vector),
            "Forward: observations", "B*I = 10");
        Refuses(() => backend.Forward(workspace, parameters, vector, 5, few), "Forward: outputs", "B*A = 20");
        Refuses(() => backend.Mode(workspace, parameters, vector, 5, few), "Mode: actions", "B*Actions = 10");
        Refuses(
            () => backend.Sample(workspace, parameters, vector, 5, default, vector, few),
            "Sample: logProbabilities", "B = 5");
        Refuses(() => Load(batch with { Observations = few }), "Load: batch.Observations", "B*I = 10");
        Refuses(() => Load(batch with { Actions = few }), "Load: batch.Actions", "B*Actions = 10");
        Refuses(() => Load(batch with { Advantages = few }), "Load: batch.Advantages", "B = 5");
        Refuses(() => backend.AddScaled(few, 1, vector, vector, 4), "AddScaled: x", "P = 4");
        Refuses(() => backend.Copy(vector, few, 4), "Copy: destination", "count = 4");
        Refuses(() => backend.ReadDot(vector, few, 4), "ReadDot: right", "P = 4");
        Refuses(() => backend.Standardize(few, 4), "Standardize: values", "count = 4");
        Refuses(
            () => backend.AdamStep(vector, few, vector, vector, 1, default), "AdamStep: gradient", "P = 19");
        Refuses(
            () => backend.BeginConjugateGradient(backend.CreateConjugateGradient(4), few),
            "BeginConjugateGradient: rightHandSide", "P = 4");
        Refuses(
            () => backend.ReadEpisodes(new TrajectoryBuffers(backend, 2, 3, 1, 1), new EpisodeEnding[5]),
            "ReadEpisodes: the destination has room for 5 episodes", "T*N = 6");
        Refuses(() => few.Write(new float[4]), "Write: 4 numbers at offset 0", "3");
        Refuses(() => few.Read(new float[2], offset: 2), "Read: 2 numbers at offset 2", "3");
    }

    [Fact]
    public void What_belongs_to_another_backend_is_refused()
    {
        ComputeBuffer foreign = other.Allocate(19);
        Refuses(
            () => backend.Forward(workspace, foreign, vector, 5, vector),
            "Forward: parameters", "'reference'");
        Refuses(() => other.Load(workspace, batch), "Load: the workspace", "'reference'");
        Refuses(
            () => other.ConjugateGradientStep(backend.CreateConjugateGradient(4), 0, 0),
            "ConjugateGradientStep: the solve");
        TrajectoryBuffers trajectories = new(other, 2, 3, 1, 1);
        Refuses(
            () => backend.Advantages(trajectories, 1, 1, 1, vector, vector), "Advantages: the trajectories");
        Refuses(
            () => backend.ReadEpisodes(trajectories, new EpisodeEnding[6]), "ReadEpisodes: the trajectories");
    }

    [Fact]
    public void Rows_are_within_the_capacity_and_the_batch()
    {
        Refuses(() => backend.Forward(workspace, parameters, vector, 0, vector), "Forward: 0 rows", "1 to 5");
        Refuses(() => backend.Forward(workspace, parameters, vector, 6, vector), "Forward: 6 rows", "1 to 5");
        Refuses(() => Load(batch with { Rows = 6 }), "Load: 6 rows", "1 to 5");
        RowOrder order = RowOrder.Identity(Capacity);
        Refuses(() => backend.Load(workspace, batch, order, 3, 3), "Load: rows 3 to 5", "batch of 5");
        Refuses(() => backend.Load(workspace, batch, order, -1, 3), "Load: rows -1 to 1");
        Refuses(() => backend.Load(workspace, batch, RowOrder.Identity(4), 0, 3), "Load", "order of 4");
        Refuses(() => Load(batch with { Advantages = null }), "Load: advantages");
    }

    [Fact]
    public void Operations_wait_for_those_they_build_on()
    {
        Waits(() => backend.LikelihoodGradient(workspace, parameters, vector), "LikelihoodGradient", "Load");
        Waits(
            () => backend.ReadNegativeLogLikelihood(workspace, parameters),
            "ReadNegativeLogLikelihood", "Load");

        Waits(
            () => backend.ReadNegativeLogLikelihoodAtGradient(workspace, parameters),
            "ReadNegativeLogLikelihoodAtGradient", "Gradient");

        backend.Load(workspace, batch with { Advantages = null, LogProbabilities = null });
        Waits(
            () => backend.SurrogateGradient(workspace, parameters, vector),
            "SurrogateGradient", "advantages");
        Waits(() => backend.PrepareFisher(workspace, parameters, 1), "PrepareFisher", "LikelihoodGradient");

        backend.Load(workspace, batch);
        backend.LikelihoodGradient(workspace, parameters, vector);
        Waits(() => backend.ReadSurrogate(workspace, parameters), "ReadSurrogate", "SurrogateGradient");
        Waits(
            () => backend.ReadSurrogateAtGradient(workspace, parameters),
            "ReadSurrogateAtGradient", "SurrogateGradient");
        Waits(() => Multiply(), "FisherVectorProduct", "PrepareFisher");

        backend.SurrogateGradient(workspace, parameters, vector);
        backend.PrepareFisher(workspace, parameters, 1);
        Multiply();
        backend.ReadSurrogate(workspace, parameters);
        backend.ReadSurrogateAtGradient(workspace, parameters);
        backend.LikelihoodGradient(workspace, parameters, vector);
        backend.ReadSurrogate(workspace, parameters);
        Waits(
            () => backend.ReadSurrogateAtGradient(workspace, parameters),
            "ReadSurrogateAtGradient", "SurrogateGradient");

        // An old distribution that is kept stands in for a surrogate gradient, but for the penalty nothing needs one.
        backend.Load(workspace, batch);
        ProximalTerms penalty = new(KlPenalty: 1);
        Waits(
            () => backend.ProximalGradient(workspace, parameters, penalty, vector),
            "ProximalGradient", "KeepOldDistribution");
        backend.ProximalGradient(workspace, parameters, new ProximalTerms(0.2f, 0, 1), vector);
        Waits(() => backend.ReadSurrogate(workspace, parameters), "ReadSurrogate", "KeepOldDistribution");
        backend.PrepareFisher(workspace, parameters, 1, FisherKind.Empirical);
        Multiply();
        backend.Load(workspace, batch);
        backend.KeepOldDistribution(workspace, parameters);
        backend.ReadSurrogate(workspace, parameters);
        Waits(
            () => backend.ReadSurrogateAtGradient(workspace, parameters),
            "ReadSurrogateAtGradient", "SurrogateGradient");
        Waits(() => backend.PrepareFisher(workspace, parameters, 1), "PrepareFisher", "Gradient");
        backend.ProximalGradient(workspace, parameters, penalty, vector);
        backend.Load(workspace, batch with { Advantages = null, LogProbabilities = null });
        Waits(
            () => backend.ProximalGradient(workspace, parameters, new ProximalTerms(), vector),
            "ProximalGradient", "advantages");

        // A new batch starts over.
        backend.Load(workspace, batch);
        Waits(() => Multiply(), "FisherVectorProduct", "PrepareFisher");
        Waits(() => backend.ReadSurrogate(workspace, parameters), "ReadSurrogate", "Gradient");
    }

    [Fact]
    public void Kronecker_operations_refuse_what_does_not_fit()
    {
        KroneckerWorkspace kronecker = backend.CreateKroneckerWorkspace(workspace);
        KroneckerMatrices matrices = backend.CreateKroneckerMatrices(Policy);
        ComputeBuffer few = backend.Allocate(3);

        // 2-3-2: (3^2 + 3^2) + (4^2 + 2^2) + 2.
        double[] factors = new double[40];
        Assert.Equal(factors.Length, kronecker.Layout.Length);
        backend.Load(workspace, batch);
        backend.LikelihoodGradient(workspace, parameters, vector);
        Waits(
            () => backend.ReadKroneckerFactors(kronecker, parameters, factors),
            "ReadKroneckerFactors", "PrepareFisher");
        backend.PrepareFisher(workspace, parameters, 1);
        backend.ReadKroneckerFactors(kronecker, parameters, factors);
        Refuses(
            () => backend.ReadKroneckerFactors(kronecker, parameters, new double[39]),
            "ReadKroneckerFactors: the destination has room for 39", "40");
        Refuses(
            () => backend.ReadKroneckerFactors(kronecker, few, factors), "ReadKroneckerFactors: parameters", "P = 19");
        Refuses(() => other.CreateKroneckerWorkspace(workspace), "CreateKroneckerWorkspace: the workspace");
        Refuses(() => matrices.Write(new double[41]), "Write: 41 numbers", "40");
        Refuses(
            () => backend.ApplyKroneckerProduct(matrices, few, vector), "ApplyKroneckerProduct: x", "P = 19");
        Refuses(
            () => backend.ApplyKroneckerProduct(matrices, vector, few), "ApplyKroneckerProduct: y", "P = 19");
        Refuses(
            () => backend.ApplyKroneckerProduct(matrices, vector, vector), "ApplyKroneckerProduct: y overwrites x");
        Refuses(
            () => other.ApplyKroneckerProduct(matrices, vector, few), "ApplyKroneckerProduct: the matrices");
        Assert.Throws<ArgumentOutOfRangeException>(() => backend.BytesOfKroneckerWorkspace(Policy, 0));
        Refuses(
            () => new KroneckerLayout(new NetworkShape(
                new MlpShape([1, 50_000, 1], ActivationKind.Tanh), HeadShape.UnitGaussian(1))),
            "KroneckerLayout", "2147483647");
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => backend.Allocate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => backend.CreateWorkspace(Policy, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => backend.CreateConjugateGradient(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => backend.Standardize(vector, 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => backend.AdamStep(vector, vector, vector, vector, 0, default));
        backend.Load(workspace, batch);
        backend.LikelihoodGradient(workspace, parameters, vector);
        Assert.Throws<ArgumentOutOfRangeException>(() => backend.PrepareFisher(workspace, parameters, 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => backend.PrepareFisher(workspace, parameters, 1, (FisherKind)2));
        backend.PrepareFisher(workspace, parameters, 1);
        foreach (ProximalTerms terms in (ProximalTerms[])
            [default, new(-1), new(float.NaN), new(1, -1), new(1, float.NaN), new(1, float.PositiveInfinity),
                new(1, 0, float.NaN)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                () => backend.ProximalGradient(workspace, parameters, terms, vector));
        }

        Assert.Throws<ArgumentOutOfRangeException>(
            () => backend.FisherVectorProduct(workspace, parameters, vector, -1, backend.Allocate(19)));
        Refuses(
            () => backend.FisherVectorProduct(workspace, parameters, vector, 0, vector),
            "FisherVectorProduct");
    }

    [Fact]
    public void Loaded_rows_are_those_of_the_order()
    {
        NetworkShape value = new(MlpShape.Parse("1-1", ActivationKind.Identity), HeadShape.UnitGaussian(1));
        ComputeBuffer zeros = backend.Allocate(value.ParameterCount);
        ComputeBuffer gradient = backend.Allocate(value.ParameterCount);
        NetworkWorkspace small = backend.CreateWorkspace(value, 3);
        SampleBatch powers = new(7, backend.Allocate(7), backend.Allocate([1, 2, 4, 8, 16, 32, 64]));
        RowOrder order = RowOrder.Shuffled(7, seed: 1, epoch: 2);
        backend.Load(small, powers, order, first: 4, rows: 3);
        backend.LikelihoodGradient(small, zeros, gradient);

        // With zero weights the bias's gradient is minus the mean target.
        float expected = -((1 << order[4]) + (1 << order[5]) + (1 << order[6])) / 3f;
        Assert.Equal(expected, gradient.ReadArray()[1]);
        Assert.Equal(3, small.Rows);
    }

    private void Load(SampleBatch samples) => backend.Load(workspace, samples);

    private void Multiply() =>
        backend.FisherVectorProduct(workspace, parameters, vector, 0, backend.Allocate(19));

    private static void Refuses(Action action, params string[] fragments) =>
        Contains(Assert.ThrowsAny<ArgumentException>(action), fragments);

    private static void Waits(Action action, params string[] fragments) =>
        Contains(Assert.Throws<InvalidOperationException>(action), fragments);

    private static void Contains(Exception exception, string[] fragments) =>
        Assert.All(
            fragments, fragment => Assert.Contains(fragment, exception.Message, StringComparison.Ordinal));
}
