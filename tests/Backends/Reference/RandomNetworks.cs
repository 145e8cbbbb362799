using System;
using System.Linq;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>Random networks that go through all activations and heads.</summary>
internal static class RandomNetworks
{
    private static readonly ActivationKind[] Activations = Enum.GetValues<ActivationKind>();
    private static readonly HeadKind[] Heads = Enum.GetValues<HeadKind>();

    /// <summary>
    /// Network number k: activation k mod 6 and head k mod 5, so that 30 in a row hold every pair.
    /// </summary>
    /// <param name="k">Number, and seed.</param>
    /// <param name="maxWidth">Of inputs, hidden layers and heads.</param>
    /// <param name="maxLayers">Dense layers.</param>
    public static NetworkShape Create(int k, int maxWidth, int maxLayers)
    {
        NormalNumbers random = new(k);
        HeadShape head = Head(Heads[k % Heads.Length], maxWidth, random);
        int[] widths =
            [.. Enumerable.Range(0, 1 + random.Index(maxLayers)).Select(_ => 1 + random.Index(maxWidth))];
        return new NetworkShape(
            new MlpShape([.. widths, head.Size.NetworkOutputs], Activations[k % Activations.Length]), head);
    }

    private static HeadShape Head(HeadKind kind, int maxWidth, NormalNumbers random) => kind switch
    {
        HeadKind.Categorical => HeadShape.Categorical(1 + random.Index(maxWidth)),
        HeadKind.DiagonalGaussian => HeadShape.DiagonalGaussian(1 + random.Index(maxWidth)),
        HeadKind.UnitGaussian => HeadShape.UnitGaussian(1 + random.Index(maxWidth)),
        HeadKind.Bernoulli => HeadShape.Bernoulli(1 + random.Index(Math.Min(maxWidth, 6))),
        _ => HeadShape.MultiCategorical(
            [.. Enumerable.Range(0, 1 + random.Index(3))
                .Select(_ => 1 + random.Index(Math.Max(1, maxWidth / 3)))]),
    };
}
