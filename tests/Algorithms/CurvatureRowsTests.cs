using TrpoGpu.Algorithms.Solvers;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>How many rows curvature is averaged over.</summary>
public sealed class CurvatureRowsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2048, 1)]
    [InlineData(4095, 1)]
    [InlineData(4096, 2)]
    [InlineData(163_840, 80)]
    [InlineData(int.MaxValue, 1_048_575)]
    public void The_automatic_stride_leaves_enough_rows_and_fewer_than_twice_as_many(int rows, int expected)
    {
        int stride = CurvatureRows.Stride(rows, asked: null);
        int left = ((rows - 1) / stride) + 1;

        Assert.Equal(expected, stride);
        Assert.InRange(left, int.Min(rows, CurvatureRows.Enough), (2 * CurvatureRows.Enough) - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_stride_that_is_asked_for_is_taken(int stride) =>
        Assert.Equal(stride, CurvatureRows.Stride(1_000_000, stride));

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("Acrobot-v1")]
    [InlineData("Pendulum-v1")]
    [InlineData("MountainCar-v0")]
    [InlineData("MountainCarContinuous-v0")]
    public void The_presets_take_all_rows(string environment)
    {
        TrpoOptions preset = Presets.For(environment);
        Assert.Equal(1, CurvatureRows.Stride(preset.BatchRows, preset.FisherRowStride));
        Assert.True(preset.BatchRows <= preset.CriticMaxRows);
    }
}
