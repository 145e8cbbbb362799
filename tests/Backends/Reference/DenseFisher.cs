using System.Linq;
using System.Numerics;
using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>
/// The Fisher matrix itself, [P,P], from per-row Jacobians by complex step and enumerated metrics.
/// </summary>
internal static class DenseFisher
{
    /// <summary>What is affordable.</summary>
    public const int MaxParameters = 400;

    /// <summary>
    /// mean_b J_b' M_b J_b over rows 0, stride, 2 * stride, ...; s_b s_b' for M_b if it is empirical.
    /// </summary>
    public static double[,] Create(
        SampleProblem problem, int stride, FisherKind kind = FisherKind.GaussNewton)
    {
        ComplexNetwork network = new(problem.Shape);
        double[] parameters = ReferenceFixture.Doubles(problem.Parameters);
        int count = parameters.Length;
        double[,] fisher = new double[count, count];
        int[] rows = [.. Enumerable.Range(0, problem.Rows).Where(b => b % stride == 0)];
        foreach (int b in rows)
        {
            float[] observation = network.Observation(problem, b);
            Complex[] p = network.Distribution(ComplexNetwork.Lift(parameters), observation);
            double[][] jacobian = [.. Enumerable.Range(0, count).Select(k => network
                .Distribution(ComplexNetwork.Along(parameters, k), observation)
                .Select(ComplexNetwork.Derivative).ToArray())];
            double[] distribution = [.. p.Select(value => value.Real)];
            double[,] metric = kind == FisherKind.GaussNewton
                ? ComplexHead.Metric(problem.Shape.Head, distribution)
                : ComplexHead.ScoreMetric(problem.Shape.Head, distribution, network.Action(problem, b));
            for (int k = 0; k < count; k++)
            {
                double[] mj = [.. Enumerable.Range(0, p.Length).Select(i =>
                    jacobian[k].Select((slope, j) => metric[i, j] * slope).Sum())];
                for (int l = 0; l < count; l++)
                {
                    fisher[k, l] += jacobian[l].Zip(mj, (slope, value) => slope * value).Sum() / rows.Length;
                }
            }
        }

        return fisher;
    }
}
