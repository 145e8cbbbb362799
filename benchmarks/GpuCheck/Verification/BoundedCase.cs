using TrpoGpu.Backends;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>A network with a batch, and all that an engine is asked of it in numbers that carry their bounds.</summary>
internal sealed class BoundedCase
{
    /// <summary>Of the damped products.</summary>
    internal const float Damping = 0.1f;

    /// <summary>Every so many rows make the sparser of the two Fisher matrices.</summary>
    internal const int Stride = 3;

    /// <summary>Of the proximal gradient: ratios on either side of the bounds, every term present.</summary>
    internal static readonly ProximalTerms Proximal = new(ClipRange: 0.2f, KlPenalty: 0.75f, EntropyBonus: 0.1f);

    // Long enough that divergence and ratios mean something, short enough that a line search would try it.
    private const float CandidateStep = 0.02f;

    /// <summary>Computes the bounds, which takes a thousand times as long as the numbers.</summary>
    internal BoundedCase(ShapeCase shapeCase)
    {
        Case = shapeCase;
        Problem = shapeCase.CreateProblem();
        RoundedNetwork network = new(Problem.Shape, Problem.Parameters);
        Outputs = network.Forward(Problem.Observations, Problem.Rows);
        SurrogateGradient = network.SurrogateGradient(Problem);
        LikelihoodGradient = network.LikelihoodGradient(Problem);
        FisherProduct = network.FisherVectorProduct(Problem, Problem.Direction, Damping);
        SparseFisherProduct = network.FisherVectorProduct(Problem, Problem.Direction, Damping, Stride);
        EmpiricalFisherProduct = network.FisherVectorProduct(
            Problem, Problem.Direction, Damping, Stride, FisherKind.Empirical);
        Candidate = Problem.Candidate(CandidateStep);
        ProximalGradient = new RoundedNetwork(Problem.Shape, Candidate).ProximalGradient(Problem, Outputs, Proximal);
        Terms = RoundedTerms.Of(Problem, Problem.Parameters, Candidate);
    }

    internal ShapeCase Case { get; }

    internal SampleProblem Problem { get; }

    /// <summary>[B,A].</summary>
    internal Rounded[] Outputs { get; }

    /// <summary>[P].</summary>
    internal Rounded[] SurrogateGradient { get; }

    /// <summary>[P].</summary>
    internal Rounded[] LikelihoodGradient { get; }

    /// <summary>[P] of all rows.</summary>
    internal Rounded[] FisherProduct { get; }

    /// <summary>[P] of every third row.</summary>
    internal Rounded[] SparseFisherProduct { get; }

    /// <summary>[P] of every third row, from the scores of its actions.</summary>
    internal Rounded[] EmpiricalFisherProduct { get; }

    /// <summary>[P] at the candidate, KL being measured from the problem's parameters.</summary>
    internal Rounded[] ProximalGradient { get; }

    /// <summary>[P] parameters near the problem's.</summary>
    internal float[] Candidate { get; }

    /// <summary>Of the candidate.</summary>
    internal RoundedTerms Terms { get; }
}
