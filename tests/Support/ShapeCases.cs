using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>A network and a number of rows that have a reason to hurt.</summary>
internal sealed record ShapeCase(string Name, NetworkShape Network, int Rows)
{
    /// <summary>Multiply-adds of a forward pass: what a case costs, up to a factor.</summary>
    public long Cost => (long)Network.ParameterCount * Rows;

    /// <summary>The case's data: equal for every backend and every run.</summary>
    public SampleProblem CreateProblem() =>
        SampleProblem.Create(Network, Rows, seed: Network.ParameterCount + Rows);
}

/// <summary>
/// The one table of sizes: networks, heads and batches at 1, at primes, around the edges of tiles and vectors
/// (15 to 17, 31 to 33, 63 to 65, 127 to 129, 255 to 257), wide and short, narrow and tall.
/// </summary>
internal static partial class ShapeCases
{
    // What a case may cost without vector instructions, where backends run ten to fifty times slower.
    private const long CostWithoutVectors = 100_000;

    private static readonly int[] MostBranches = [.. Enumerable.Repeat(3, DistributionSize.MaxBranches)];

    private static readonly ShapeCase[] Table =
    [
        // One of everything: no hidden layer, one row, one column.
        Case("1-1", ActivationKind.Tanh, HeadShape.DiagonalGaussian(1), 1),
        Case("1-1-1", ActivationKind.Tanh, HeadShape.UnitGaussian(1), 1),
        Case("1-1-1", ActivationKind.Relu, HeadShape.Categorical(1), 2),
        Case("2-1-2", ActivationKind.Sigmoid, HeadShape.Categorical(2), 3),
        Case("1-2-1", ActivationKind.Softplus, HeadShape.Bernoulli(1), 5),
        Case("5-3", ActivationKind.Tanh, HeadShape.DiagonalGaussian(3), 7),
        Case("65-17", ActivationKind.Tanh, HeadShape.Categorical(17), 65),
        Case("4-7", ActivationKind.Tanh, HeadShape.Bernoulli(7), 1000),

        // Networks people train, at batches around every edge.
        Case("4-64-64-2", ActivationKind.Tanh, HeadShape.Categorical(2), 1),
        Case("4-64-64-2", ActivationKind.Relu, HeadShape.Categorical(2), 63),
        Case("4-64-64-2", ActivationKind.Tanh, HeadShape.Categorical(2), 257),
        Case("3-64-64-1", ActivationKind.Tanh, HeadShape.DiagonalGaussian(1), 64),
        Case("11-64-64-3", ActivationKind.Tanh, HeadShape.DiagonalGaussian(3), 65),
        Case("17-64-64-6", ActivationKind.Tanh, HeadShape.DiagonalGaussian(6), 1),
        Case("17-64-64-6", ActivationKind.Tanh, HeadShape.DiagonalGaussian(6), 127),
        Case("17-64-64-6", ActivationKind.Elu, HeadShape.DiagonalGaussian(6), 128),
        Case("17-64-64-6", ActivationKind.Relu, HeadShape.DiagonalGaussian(6), 129),
        Case("17-64-64-1", ActivationKind.Tanh, HeadShape.UnitGaussian(1), 256),
        Case("6-64-64-3", ActivationKind.Tanh, HeadShape.Categorical(3), 1000),

        // Widths around vector and tile edges; pairwise different, in every order.
        Case("15-16-17-15", ActivationKind.Tanh, HeadShape.DiagonalGaussian(15), 16),
        Case("17-15-16-16", ActivationKind.Elu, HeadShape.DiagonalGaussian(16), 15),
        Case("16-17-15-17", ActivationKind.Sigmoid, HeadShape.DiagonalGaussian(17), 17),
        Case("31-33-32-31", ActivationKind.Softplus, HeadShape.UnitGaussian(31), 33),
        Case("33-32-31-32", ActivationKind.Identity, HeadShape.UnitGaussian(32), 31),
        Case("63-65-64-33", ActivationKind.Relu, HeadShape.Bernoulli(33), 64),
        Case("65-64-63-16", ActivationKind.Tanh, HeadShape.Categorical(16), 63),
        Case("127-129-5", ActivationKind.Tanh, HeadShape.DiagonalGaussian(5), 32),
        Case("128-127-128-4", ActivationKind.Elu, HeadShape.DiagonalGaussian(4), 17),
        Case("129-128-127-9", ActivationKind.Softplus, HeadShape.Categorical(9), 16),
        Case("255-257-2", ActivationKind.Tanh, HeadShape.DiagonalGaussian(2), 13),
        Case("256-256-3", ActivationKind.Sigmoid, HeadShape.Bernoulli(3), 7),
        Case("257-255-1", ActivationKind.Relu, HeadShape.UnitGaussian(1), 11),

        // Primes and depth.
        Case("7-13-11-5-3", ActivationKind.Tanh, HeadShape.DiagonalGaussian(3), 251),
        Case("3-5-7-11-13", ActivationKind.Softplus, HeadShape.Bernoulli(13), 255),
        Case("13-3-29-2-7", ActivationKind.Elu, HeadShape.Categorical(7), 256),
        Case("2-19-19-19-19-1", ActivationKind.Sigmoid, HeadShape.UnitGaussian(1), 257),

        // Wide and short; narrow and tall.
        Case("376-256-128-17", ActivationKind.Tanh, HeadShape.DiagonalGaussian(17), 3),
        Case("1-300-1", ActivationKind.Relu, HeadShape.DiagonalGaussian(1), 2),
        Case("200-1-200", ActivationKind.Tanh, HeadShape.UnitGaussian(200), 2),
        Case("2-3-2", ActivationKind.Tanh, HeadShape.Categorical(2), 5003),
        Case("1-4-1", ActivationKind.Elu, HeadShape.DiagonalGaussian(1), 4096),

        // Several choices at once: few, uneven, the most branches, the most categories.
        Case("5-16-5", ActivationKind.Tanh, HeadShape.MultiCategorical([2, 3]), 65),
        Case("9-31-24", ActivationKind.Relu, HeadShape.MultiCategorical([1, 7, 2, 13, 1]), 127),
        Case("3-8-48", ActivationKind.Softplus, HeadShape.MultiCategorical(MostBranches), 33),
        Case("6-12-258", ActivationKind.Sigmoid, HeadShape.MultiCategorical([255, 3]), 15),
    ];

    /// <summary>The cases that this machine can afford.</summary>
    public static IEnumerable<ShapeCase> Affordable => Vector128.IsHardwareAccelerated
        ? Table
        : Table.Where(c => c.Cost <= CostWithoutVectors);

    public static ShapeCase Find(string name) => Array.Find(Table, c => c.Name == name)
        ?? throw new ArgumentException($"There is no shape case '{name}'.", nameof(name));

    private static ShapeCase Case(string widths, ActivationKind activation, HeadShape head, int rows)
    {
        NetworkShape network = new(MlpShape.Parse(widths, activation), head);
        return new ShapeCase($"{network.Mlp} {head.Kind} x {rows}", network, rows);
    }
}
