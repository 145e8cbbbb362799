using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>Results end where their formula says, in buffers that are longer.</summary>
public sealed class CpuGuardTests
{
    private const int Guards = 33;
    private const float Canary = -12345f;

    public static TheoryData<string> Cases =>
        [.. ShapeCases.Affordable.Where(c => c.Cost < 200_000).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_is_written_behind_a_result(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        using CpuFixture fixture = new(problem);
        int length = problem.Shape.ParameterCount;
        int outputs = problem.Rows * problem.Shape.Head.Size.Parameters;
        int actions = problem.Rows * problem.Shape.Head.Size.Actions;

        Check(fixture, outputs, result => fixture.Backend.Forward(
            fixture.Workspace, fixture.Parameters, fixture.Batch.Observations, problem.Rows, result));
        Check(fixture, actions, result => fixture.Backend.Mode(
            fixture.Workspace, fixture.Parameters, fixture.Batch.Observations, problem.Rows, result));
        Check(fixture, length, result =>
            fixture.Backend.SurrogateGradient(fixture.Workspace, fixture.Parameters, result));
        Check(fixture, length, result =>
            fixture.Backend.LikelihoodGradient(fixture.Workspace, fixture.Parameters, result));
        fixture.Backend.KeepOldDistribution(fixture.Workspace, fixture.Parameters);
        Check(fixture, length, result => fixture.Backend.ProximalGradient(
            fixture.Workspace, fixture.Parameters, new ProximalTerms(0.2f, 1, 1), result));
        fixture.Backend.PrepareFisher(fixture.Workspace, fixture.Parameters, 1, FisherKind.Empirical);
        Check(fixture, length, result => fixture.Backend.FisherVectorProduct(
            fixture.Workspace, fixture.Parameters, fixture.Direction, 0.1f, result));
        fixture.Backend.PrepareFisher(fixture.Workspace, fixture.Parameters, 1);
        Check(fixture, length, result => fixture.Backend.FisherVectorProduct(
            fixture.Workspace, fixture.Parameters, fixture.Direction, 0.1f, result));
    }

    private static void Check(CpuFixture fixture, int length, Action<ComputeBuffer> operation)
    {
        using ComputeBuffer result = fixture.Backend.Allocate(
            [.. Enumerable.Repeat(Canary, length + Guards)]);
        operation(result);
        float[] values = result.ReadArray();
        Assert.DoesNotContain(Canary, values[..length]);
        Assert.All(values[length..], value => Assert.Equal(Canary, value));
    }
}
