namespace TrpoGpu.Backends.Reference;

/// <content>Fisher products.</content>
public sealed partial class ReferenceBackend
{
    private protected override void PrepareFisherCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, int rowStride) =>
        ((ReferenceWorkspace)workspace).FisherRowStride = rowStride;

    // F v = mean_b J_b' M_b J_b v
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
            w.Head.FisherMetric(w.Distributions[b], tangent, 1.0 / rows, u);
            AddBackward(w, parameters, w.Passes[b], u, sum);
        }

        for (int k = 0; k < sum.Length; k++)
        {
            Values(product)[k] = sum[k] + (damping * v[k]);
        }
    }
}
