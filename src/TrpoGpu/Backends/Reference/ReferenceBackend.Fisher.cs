namespace TrpoGpu.Backends.Reference;

/// <content>Fisher products.</content>
public sealed partial class ReferenceBackend
{
    private protected override void PrepareFisherCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, int rowStride, FisherKind kind)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        w.FisherRowStride = rowStride;
        w.FisherKind = kind;
    }

    // F v = mean_b J_b' M_b J_b v, with s_b s_b' for M_b if it is empirical
    private protected override void FisherVectorProductCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, ComputeBuffer direction, float damping,
        ComputeBuffer product)
    {
        ReferenceWorkspace w = (ReferenceWorkspace)workspace;
        int rows = ((w.Rows - 1) / w.FisherRowStride) + 1;
        double[] v = Values(direction);
        double[] freeTangent = v[w.Shape.Mlp.ParameterCount..w.Shape.ParameterCount];
        double[] sum = new double[w.Shape.ParameterCount];
        double[] u = new double[w.Shape.Head.Size.Parameters];
        for (int b = 0; b < w.Rows; b += w.FisherRowStride)
        {
            double[] tangent = [.. w.Mlp.Tangent(Values(parameters), v, w.Passes[b]), .. freeTangent];
            if (w.FisherKind == FisherKind.Empirical)
            {
                ScoreMetric(w, b, tangent, 1.0 / rows, u);
            }
            else
            {
                w.Head.FisherMetric(w.Distributions[b], tangent, 1.0 / rows, u);
            }

            AddBackward(w, parameters, w.Passes[b], u, sum);
        }

        for (int k = 0; k < sum.Length; k++)
        {
            Values(product)[k] = sum[k] + (damping * v[k]);
        }
    }

    // result = weight * s (s' tangent), s the score of the row's action
    private static void ScoreMetric(ReferenceWorkspace w, int b, double[] tangent, double weight, double[] result)
    {
        w.Head.LogProbabilityGradient(w.Distributions[b], w.Actions[b], 1, result);
        double slope = 0;
        for (int k = 0; k < result.Length; k++)
        {
            slope += result[k] * tangent[k];
        }

        for (int k = 0; k < result.Length; k++)
        {
            result[k] *= weight * slope;
        }
    }
}
