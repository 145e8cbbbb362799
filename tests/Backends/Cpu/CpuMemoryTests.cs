using System;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

public sealed unsafe class CpuMemoryTests
{
    [Fact]
    public void Memory_starts_on_a_cache_line_and_is_zero()
    {
        foreach (int count in (int[])[0, 1, 15, 17, 1000])
        {
            using AlignedMemory memory = AlignedMemory.OfFloats(count);
            Assert.Equal(0, (nint)memory.Floats % 64);
            Assert.All(
                new ReadOnlySpan<float>(memory.Floats, count).ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void What_has_been_disposed_of_is_refused()
    {
        using CpuFixture fixture = new(ShapeCases.Find("5-3 tanh DiagonalGaussian x 7").CreateProblem());
        ComputeBuffer buffer = fixture.Backend.Allocate(3);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Write([1]));
        Assert.Throws<ObjectDisposedException>(() => fixture.Backend.ReadDot(buffer, buffer, 3));

        fixture.Workspace.Dispose();
        Assert.Throws<ObjectDisposedException>(() => fixture.SurrogateGradient());
    }

    [Fact]
    public void Every_nth_row_takes_memory_only_once_it_is_asked_for()
    {
        using CpuFixture fixture = new(
            ShapeCases.Find("7-13-11-5-3 tanh DiagonalGaussian x 251").CreateProblem());
        fixture.SurrogateGradient();
        long before = fixture.Workspace.Bytes;
        fixture.FisherProduct(fixture.Problem.Direction, rowStride: 1);
        Assert.Equal(before, fixture.Workspace.Bytes);

        fixture.FisherProduct(fixture.Problem.Direction, rowStride: 2);
        long after = fixture.Workspace.Bytes;
        Assert.True(after > before);
        fixture.FisherProduct(fixture.Problem.Direction, rowStride: 5);
        Assert.Equal(after, fixture.Workspace.Bytes);
    }

    [Fact]
    public void Every_nth_row_takes_no_more_memory_than_its_rows()
    {
        using CpuFixture fixture = new(
            ShapeCases.Find("7-13-11-5-3 tanh DiagonalGaussian x 251").CreateProblem());
        fixture.SurrogateGradient();
        long before = fixture.Workspace.Bytes;
        fixture.FisherProduct(fixture.Problem.Direction, rowStride: 4);
        long oneTile = fixture.Workspace.Bytes;
        float[] product = fixture.FisherProduct(fixture.Problem.Direction, rowStride: 4);
        fixture.FisherProduct(fixture.Problem.Direction, rowStride: 2);
        long twoTiles = fixture.Workspace.Bytes;

        Assert.True(before < oneTile && oneTile < twoTiles);
        Assert.Equal(product, fixture.FisherProduct(fixture.Problem.Direction, rowStride: 4));
        Assert.Equal(twoTiles, fixture.Workspace.Bytes);
    }
}
