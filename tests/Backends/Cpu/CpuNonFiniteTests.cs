using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>A number that is not one anywhere in the input shows in the results.</summary>
public sealed class CpuNonFiniteTests
{
    public static TheoryData<string> Cases => [.. ShapeCases.Affordable
        .Where(c => c.Cost < 100_000 && c.Network.Mlp.Layers.Length > 1)
        .GroupBy(c => (c.Network.Mlp.Activation, c.Network.Head.Kind))
        .Select(group => group.First().Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_a_parameter(string name)
    {
        SampleProblem problem = ShapeCases.Find(name).CreateProblem();
        problem.Parameters[0] = float.NaN;
        using CpuFixture fixture = new(problem);

        Assert.Contains(fixture.Forward(), float.IsNaN);
        Assert.Contains(fixture.LikelihoodGradient(), float.IsNaN);
        Assert.Contains(fixture.SurrogateGradient(), float.IsNaN);
        Assert.Contains(fixture.FisherProduct(problem.Direction), float.IsNaN);
        Assert.Contains(fixture.FisherProduct(problem.Direction, kind: FisherKind.Empirical), float.IsNaN);
        Assert.Contains(fixture.ProximalGradient(problem.Parameters, new ProximalTerms(0.2f)), float.IsNaN);
        SurrogateTerms terms = fixture.Terms(problem.Parameters);
        Assert.True(double.IsNaN(terms.SurrogateLoss) && double.IsNaN(terms.MeanKlOldToNew));
        Assert.True(double.IsNaN(terms.LargestLogRatio));
        Assert.True(
            double.IsNaN(fixture.Backend.ReadNegativeLogLikelihood(fixture.Workspace, fixture.Parameters)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_one_number_of_one_row(string name)
    {
        foreach (Func<SampleProblem, float[]> part in (Func<SampleProblem, float[]>[])
            [p => p.Observations, p => p.Advantages, p => p.LogProbabilities])
        {
            SampleProblem problem = ShapeCases.Find(name).CreateProblem();
            part(problem)[^1] = float.NaN;
            using CpuFixture fixture = new(problem);
            Assert.Contains(fixture.SurrogateGradient(), float.IsNaN);
            Assert.Contains(fixture.ProximalGradient(problem.Parameters, new ProximalTerms(0.2f)), float.IsNaN);
            Assert.True(double.IsNaN(fixture.Terms(problem.Parameters).SurrogateLoss));
        }
    }

    [Fact]
    public void In_a_vector()
    {
        using CpuFixture fixture = new(ShapeCases.Find("1-1 tanh DiagonalGaussian x 1").CreateProblem());
        foreach (int count in (int[])[1, 15, 16, 17, 40])
        {
            float[] values = new NormalNumbers(count).Array(count);
            values[count / 2] = float.NaN;
            ComputeBuffer x = fixture.Backend.Allocate(values);
            Assert.True(double.IsNaN(fixture.Backend.ReadDot(x, x, count)));
            fixture.Backend.Standardize(x, count);
            Assert.All(x.ReadArray(), value => Assert.True(float.IsNaN(value)));
        }
    }
}
