using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

/// <summary>Vectors do to every lane what one number does, to the bit.</summary>
public sealed unsafe class LanesTests
{
    private const float SmallestNormal = 1.17549435e-38f;

    private static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, -2.5f, float.Epsilon, -float.Epsilon, 1e-40f, SmallestNormal,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1e-20f,
        -3e20f, 10f, -87.5f, 88.9f, 20f, 8388607.5f, -8388608f, 16777216f, 0.1f, -0.3f, 3.14159274f,
        1.00000012f, 0.99999994f, 127f,
    ];

    [Fact]
    public void Sixteen_lanes_equal_one() => CheckAll<Lanes16>();

    [Fact]
    public void Eight_lanes_equal_one() => CheckAll<Lanes8>();

    [Fact]
    public void Squares_are_transposed()
    {
        CheckTranspose<Lanes16>();
        CheckTranspose<Lanes8>();
        CheckTranspose<Lanes1>();
    }

    private static void CheckAll<T>()
        where T : unmanaged, ILanes<T>
    {
        IEnumerable<(float, float, float)> triples = Special.SelectMany(x =>
            Special.SelectMany(y => Special.Take(20).Select(z => (x, y, z))));
        Check<T>(Operations<T>(), Operations<Lanes1>(), triples);

        // These are defined on positive normal numbers and on small integers.
        IEnumerable<(float, float, float)> normals = Special
            .Where(x => x >= SmallestNormal && float.IsFinite(x))
            .SelectMany(x => Enumerable.Range(-126, 254).Select(n => (x, (float)n, 0f)));
        Check<T>(FieldOperations<T>(), FieldOperations<Lanes1>(), normals);
    }

    private static Dictionary<string, Func<T, T, T, T>> Operations<T>()
        where T : unmanaged, ILanes<T> => new()
        {
            ["x + y"] = (x, y, _) => x + y,
            ["x - y"] = (x, y, _) => x - y,
            ["x * y"] = (x, y, _) => x * y,
            ["x / y"] = (x, y, _) => x / y,
            ["-x"] = (x, _, _) => -x,
            ["x * y + z"] = T.FusedMultiplyAdd,
            ["x < y ? x : z"] = (x, y, z) => T.SelectLess(x, y, x, z),
            ["x == y ? z : y"] = (x, y, z) => T.SelectEqual(x, y, z, y),
            ["copysign"] = (x, y, _) => T.CopySign(x, y),
            ["constants"] = (x, _, _) => (x * T.Broadcast(0.1f)) + T.Constant(0.7),
            ["abs"] = (x, _, _) => T.Abs(x),
            ["sqrt"] = (x, _, _) => T.Sqrt(x),
            ["floor"] = (x, _, _) => T.Floor(x),
            ["exp"] = (x, _, _) => T.Exp(x),
            ["log"] = (x, _, _) => T.Log(x),
            ["tanh"] = (x, _, _) => T.Tanh(x),
            ["sin"] = (x, _, _) => T.Sin(x),
            ["cos"] = (x, _, _) => T.Cos(x),
        };

    private static Dictionary<string, Func<T, T, T, T>> FieldOperations<T>()
        where T : unmanaged, ILanes<T> => new()
        {
            ["exponent"] = (x, _, _) => T.ExponentField(x),
            ["significand"] = (x, _, _) => T.SignificandField(x),
            ["x * 2^n"] = (x, n, _) => T.ScaleByPowerOfTwo(x, n),
            ["-x * 2^n"] = (x, n, _) => T.ScaleByPowerOfTwo(-x, n),
        };

    private static void Check<T>(
        Dictionary<string, Func<T, T, T, T>> vectors,
        Dictionary<string, Func<Lanes1, Lanes1, Lanes1, Lanes1>> singles,
        IEnumerable<(float X, float Y, float Z)> operands)
        where T : unmanaged, ILanes<T>
    {
        float* x = stackalloc float[T.Count];
        float* y = stackalloc float[T.Count];
        float* z = stackalloc float[T.Count];
        float* result = stackalloc float[T.Count];
        float expected = 0;
        foreach ((float X, float Y, float Z)[] chunk in operands.Chunk(T.Count))
        {
            for (int lane = 0; lane < T.Count; lane++)
            {
                (x[lane], y[lane], z[lane]) = chunk[lane % chunk.Length];
            }

            foreach ((string name, Func<T, T, T, T> vector) in vectors)
            {
                T.Store(result, vector(T.Load(x), T.Load(y), T.Load(z)));
                for (int lane = 0; lane < T.Count; lane++)
                {
                    Lanes1.Store(
                        &expected,
                        singles[name](Lanes1.Load(x + lane), Lanes1.Load(y + lane), Lanes1.Load(z + lane)));
                    if (!SameBits(expected, result[lane]))
                    {
                        Assert.Fail(
                            $"{name} of ({x[lane]:R}, {y[lane]:R}, {z[lane]:R}): {result[lane]:R}, " +
                            $"expected {expected:R}");
                    }
                }
            }
        }
    }

    private static void CheckTranspose<T>()
        where T : unmanaged, ILanes<T>
    {
        const int SourceStride = 19;
        const int DestinationStride = 23;
        float* source = stackalloc float[T.Count * SourceStride];
        float* destination = stackalloc float[T.Count * DestinationStride];
        for (int k = 0; k < T.Count * SourceStride; k++)
        {
            source[k] = k;
        }

        new Span<float>(destination, T.Count * DestinationStride).Fill(-1);
        T.Transpose(source, SourceStride, destination, DestinationStride);
        for (int i = 0; i < T.Count; i++)
        {
            for (int j = 0; j < DestinationStride; j++)
            {
                float expected = j < T.Count ? source[(j * SourceStride) + i] : -1;
                Assert.Equal(expected, destination[(i * DestinationStride) + j]);
            }
        }
    }

    // Which NaN results from several is not specified; that one results is.
    private static bool SameBits(float left, float right) =>
        BitConverter.SingleToInt32Bits(left) == BitConverter.SingleToInt32Bits(right) ||
        (float.IsNaN(left) && float.IsNaN(right));
}
