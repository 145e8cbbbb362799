using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Benchmarks.Verification;

/// <summary>
/// The epochs of a first-order method, one by one: the reference's gradient is at the parameters that the engine had
/// come to, and its step of Adam from the engine's gradient and moments. So each bound follows from the roundings of
/// one epoch: Adam divides by the size of a gradient, and where that is all but zero it makes a whole step of what was
/// a rounding, so that ten epochs of two correct engines may end apart.
/// </summary>
internal sealed class EpochVerification(Side engine, Side reference)
{
    private readonly SampleProblem problem = reference.Problem;
    private readonly Comparison comparison = new($"ppo, {FirstOrderEpochs.Count} epochs one by one");

    /// <summary>Verifies every epoch of a run.</summary>
    public Agreement Verify()
    {
        ComputeBackend backend = reference.Backend;
        using FirstOrderEpochs epochs = new(engine.Backend, problem.Shape, problem.Rows);
        using ComputeBuffer parameters = backend.Allocate(problem.Parameters);
        using ComputeBuffer gradient = backend.Allocate(problem.Shape.ParameterCount);
        using ComputeBuffer firstMoment = backend.Allocate(problem.Shape.ParameterCount);
        using ComputeBuffer secondMoment = backend.Allocate(problem.Shape.ParameterCount);
        float[] first = new float[problem.Shape.ParameterCount];
        float[] second = new float[problem.Shape.ParameterCount];
        float[] before = problem.Parameters;
        epochs.Begin(engine.Parameters, engine.Batch);
        for (int epoch = 1; epoch <= FirstOrderEpochs.Count; epoch++)
        {
            epochs.Continue(epoch);
            float[] taken = epochs.Gradient.ReadArray();
            parameters.Write(before);
            backend.SurrogateGradient(reference.Workspace, parameters, gradient);
            comparison.Add(
                $"gradient of epoch {epoch}", Side.Read(gradient), Side.Read(epochs.Gradient),
                new RoundedNetwork(problem.Shape, before).SurrogateGradient(problem));

            RoundedAdam step = new(FirstOrderEpochs.Adam, epoch, before, taken, first, second);
            gradient.Write(taken);
            firstMoment.Write(first);
            secondMoment.Write(second);
            backend.AdamStep(parameters, gradient, firstMoment, secondMoment, epoch, FirstOrderEpochs.Adam);
            Compare($"first moment of epoch {epoch}", firstMoment, epochs.FirstMoment, step.FirstMoment);
            Compare($"second moment of epoch {epoch}", secondMoment, epochs.SecondMoment, step.SecondMoment);
            Compare($"parameters of epoch {epoch}", parameters, epochs.Parameters, step.Parameters);
            before = epochs.Parameters.ReadArray();
            first = epochs.FirstMoment.ReadArray();
            second = epochs.SecondMoment.ReadArray();
        }

        return comparison.Result;
    }

    private void Compare(string what, ComputeBuffer expected, ComputeBuffer actual, Rounded[] bounds) =>
        comparison.Add(what, Side.Read(expected), Side.Read(actual), bounds);
}
