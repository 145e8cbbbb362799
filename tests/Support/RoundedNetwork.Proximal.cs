using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Tests.Support;

/// <content>Gradients of proximal updates.</content>
internal sealed partial class RoundedNetwork
{
    /// <summary>[P] gradient of the clipped surrogate loss with the penalty on KL(old, new) and the bonus.</summary>
    /// <param name="problem">Samples.</param>
    /// <param name="old">[B,A] distribution parameters that KL is measured from.</param>
    /// <param name="terms">Clipping, penalty and bonus.</param>
    public Rounded[] ProximalGradient(SampleProblem problem, Rounded[] old, ProximalTerms terms)
    {
        RoundedSum[] sums = new RoundedSum[shape.ParameterCount];
        int columns = shape.Head.Size.Parameters;
        for (int b = 0; b < problem.Rows; b++)
        {
            Rounded[][] h = Activations(Row(problem.Observations, b, shape.Mlp.Inputs));
            Rounded[] outputs = Distribution(h);
            ReadOnlySpan<float> action = Row(problem.Actions, b, shape.Head.Size.Actions);
            Rounded ratio = RoundedTerms.Ratio(shape.Head, outputs, action, problem.LogProbabilities[b]);
            Rounded weight = ClippedWeight(ratio, problem.Advantages[b], terms.ClipRange) / (Rounded)problem.Rows;
            Rounded[] u = RoundedHead.LogProbabilityGradient(shape.Head, outputs, action, weight);
            Rounded[] kl = RoundedHead.KlOldToNewGradient(
                shape.Head, old.AsSpan(b * columns, columns), outputs, terms.KlPenalty / (Rounded)problem.Rows);
            Rounded[] entropy = RoundedHead.EntropyGradient(
                shape.Head, outputs, -terms.EntropyBonus / (Rounded)problem.Rows);
            for (int k = 0; k < columns; k++)
            {
                u[k] = u[k] + kl[k] + entropy[k];
            }

            Backward(h, u, sums);
        }

        return Array.ConvertAll(sums, sum => sum.OverRows());
    }

    // Where rounding may put the ratio on the other side of the bound, the weight may be either.
    private static Rounded ClippedWeight(Rounded ratio, float advantage, float range)
    {
        Rounded product = -advantage * ratio;
        Rounded beyond = advantage > 0 ? ratio - (1f + range) : (1f - range) - ratio;
        return beyond.MayCrossZero ? new Rounded(product.Value, product.Deviation + Math.Abs(product.Value))
            : beyond.Value > 0 && advantage != 0 ? 0f
            : product;
    }
}
