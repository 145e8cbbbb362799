using System;
using System.Linq;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Models;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Models;

/// <summary>Orthogonal weights, biases of zero, and the same bits on every machine.</summary>
public sealed class NetworkInitializationTests
{
    [Theory]
    [InlineData("17-64-64-6")]
    [InlineData("3-70-5-1")]
    [InlineData("1-1-1")]
    [InlineData("1-40-2")]
    public void Weights_are_orthogonal_along_the_shorter_side(string widths)
    {
        NetworkShape shape = PolicyScene.Network(
            widths, ActivationKind.Tanh, HeadShape.DiagonalGaussian(MlpShape.Parse(widths, 0).Outputs));
        float[] parameters = NetworkInitialization.Policy(-0.5).Create(shape, seed: 3);
        for (int l = 0; l < shape.Mlp.Layers.Length; l++)
        {
            DenseShape n = shape.Mlp.Layers[l];
            double gain = l < shape.Mlp.Layers.Length - 1 ? Math.Sqrt(2) : 0.01;
            int vectors = Math.Min(n.I, n.O);
            for (int a = 0; a < vectors; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    // Rounded to float once, after double arithmetic.
                    double expected = a == b ? gain * gain : 0;
                    Assert.Equal(expected, Dot(parameters, n, a, b), Math.ScaleB(4 * gain * gain, -24));
                }
            }

            Assert.All(parameters[n.BiasOffset..(n.BiasOffset + n.O)], bias => Assert.Equal(0, bias));
        }

        Assert.All(parameters[shape.Mlp.ParameterCount..], free => Assert.Equal(-0.5f, free));
    }

    [Fact]
    public void Seeds_and_layers_differ_and_equal_seeds_do_not()
    {
        NetworkShape shape = PolicyScene.Network("8-8-8-8", ActivationKind.Tanh, HeadShape.Categorical(8));
        NetworkInitialization same = new(HiddenGain: 1, OutputGain: 1, FreeParameters: 0);
        float[] first = same.Create(shape, seed: 1);
        Assert.Equal(first, same.Create(shape, seed: 1));
        Assert.NotEqual(first, same.Create(shape, seed: 2));
        float[][] layers = [.. shape.Mlp.Layers.ToArray().Select(n => first[n.WeightOffset..n.BiasOffset])];
        Assert.NotEqual(layers[0], layers[1]);
        Assert.NotEqual(layers[1], layers[2]);
    }

    [Fact]
    public void The_bits_are_those_that_were_written_down()
    {
        using CpuBackend backend = new(1);
        NetworkShape shape = PolicyScene.Network("17-64-64-6", ActivationKind.Tanh, HeadShape.DiagonalGaussian(6));
        using Network policy = new(backend, shape, NetworkInitialization.Policy(), seed: 42);
        Assert.Equal("94B7DDCD2EB57AF7", Bits.Hash(policy.Parameters));
    }

    private static double Dot(float[] parameters, in DenseShape n, int a, int b)
    {
        bool tall = n.I >= n.O;
        double sum = 0;
        for (int e = 0; e < Math.Max(n.I, n.O); e++)
        {
            int ofA = tall ? (e * n.O) + a : (a * n.O) + e;
            int ofB = tall ? (e * n.O) + b : (b * n.O) + e;
            sum += (double)parameters[n.WeightOffset + ofA] * parameters[n.WeightOffset + ofB];
        }

        return sum;
    }
}
