namespace TrpoGpu.Backends.Reference;

/// <content>Gradients of proximal updates.</content>
public sealed partial class ReferenceBackend
{
    private protected override void KeepOldDistributionCore(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        w.OldDistributions = new double[w.Rows][];
        for (int b = 0; b < w.Rows; b++)
        {
            w.OldDistributions[b] = Distribution(w, parameters, w.Observations[b]);
        }
    }

    private protected override void ProximalGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, in ProximalTerms terms, ComputeBuffer gradient)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        KeepPasses(w, parameters);
        double[] sum = new double[w.Shape.ParameterCount];
        double[] u = new double[w.Shape.Head.Size.Parameters];
        for (int b = 0; b < w.Rows; b++)
        {
            double[] distribution = w.Distributions[b];
            double ratio = Ratio(LogRatio(w, b, distribution));
            double advantage = w.Advantages[b];
            bool isClipped = (advantage > 0 && ratio > 1.0 + terms.ClipRange) ||
                (advantage < 0 && ratio < 1.0 - terms.ClipRange);
            double weight = isClipped ? 0 : -ratio * advantage;
            w.Head.LogProbabilityGradient(distribution, w.Actions[b], weight / w.Rows, u);
            if (terms.KlPenalty > 0)
            {
                w.Head.KlOldToNewGradient(w.OldDistributions[b], distribution, terms.KlPenalty / (double)w.Rows, u);
            }

            if (terms.EntropyBonus != 0)
            {
                w.Head.EntropyGradient(distribution, -terms.EntropyBonus / (double)w.Rows, u);
            }

            AddBackward(w, parameters, w.Passes[b], u, sum);
        }

        sum.CopyTo(Values(gradient), 0);
    }
}
