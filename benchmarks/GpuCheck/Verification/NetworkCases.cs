using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>Networks over batches: every number within its derived bound, and beside the CPU engine's bits.</summary>
/// <param name="engines">What is compared.</param>
/// <param name="table">Where it is counted.</param>
internal sealed class NetworkCases(VerifiedEngines engines, VerificationTable table)
{
    /// <summary>Compares all operations on one case, and the device with itself.</summary>
    internal void Verify(BoundedCase bounded)
    {
        string name = bounded.Case.Name;
        NetworkNumbers? actual = null;
        NetworkNumbers? cpu = null;
        table.Case("forward", engines.RoundsAlike, name, tally =>
        {
            cpu = Compute(engines.Cpu, bounded);
            actual = Compute(engines.Tested, bounded);
            tally.Within($"{name}, output", bounded.Outputs, actual.Outputs);
            tally.Bits($"{name}, output", cpu.Outputs, actual.Outputs);
        });
        if (cpu is null || actual is null)
        {
            return;
        }

        table.Case("sample", engines.RoundsAlike, name, tally => CompareSamples(tally, bounded, cpu, actual));
        table.Case("mode", engines.RoundsAlike, name, tally => CompareModes(tally, bounded, cpu, actual));
        Vector("surrogate gradient", bounded.SurrogateGradient, numbers => numbers.SurrogateGradient);
        Vector("likelihood gradient", bounded.LikelihoodGradient, numbers => numbers.LikelihoodGradient);
        Vector("Fisher product", bounded.FisherProduct, numbers => numbers.FisherProduct);
        Vector(
            $"Fisher product of one row in {BoundedCase.Stride}", bounded.SparseFisherProduct,
            numbers => numbers.SparseFisherProduct);
        Vector(
            $"empirical Fisher product of one row in {BoundedCase.Stride}", bounded.EmpiricalFisherProduct,
            numbers => numbers.EmpiricalFisherProduct);
        Vector("proximal gradient", bounded.ProximalGradient, numbers => numbers.ProximalGradient);
        table.Case("terms of a candidate", false, name, tally => CompareTerms(tally, bounded, cpu, actual));
        table.Case("same bits twice", true, name, tally => tally.Require(
            Compute(engines.Tested, bounded).Equals(actual), $"{name}: a second time some bits are others"));

        void Vector(string operation, Rounded[] expected, Func<NetworkNumbers, float[]> numbers) =>
            table.Case(operation, false, name, tally =>
            {
                tally.Within($"{name}, {operation}", expected, numbers(actual));
                tally.Bits($"{name}, {operation}", numbers(cpu), numbers(actual));
            });
    }

    private NetworkNumbers Compute(ComputeBackend engine, BoundedCase bounded) =>
        new(engine, bounded, values => engines.Allocate(engine, values));

    // Whatever was drawn, its log-probability is that of the distribution it was drawn from.
    private static void CompareSamples(Tally tally, BoundedCase bounded, NetworkNumbers cpu, NetworkNumbers actual)
    {
        string name = bounded.Case.Name;
        HeadShape head = bounded.Problem.Shape.Head;
        for (int b = 0; b < bounded.Problem.Rows; b++)
        {
            ReadOnlySpan<float> action = actual.Actions.AsSpan(b * head.Size.Actions, head.Size.Actions);
            tally.Require(IsPossible(head, action), $"{name}: row {b} has an action that does not exist");
            if (IsPossible(head, action))
            {
                tally.Within(
                    $"{name}, log-probability[{b}]", RoundedHead.LogProbability(head, Row(bounded, b), action),
                    actual.LogProbabilities[b]);
            }
        }

        tally.Bits($"{name}, action", cpu.Actions, actual.Actions);
        tally.Bits($"{name}, log-probability", cpu.LogProbabilities, actual.LogProbabilities);
    }

    // No recorded action is more likely than the mode, beyond what single precision can tell.
    private static void CompareModes(Tally tally, BoundedCase bounded, NetworkNumbers cpu, NetworkNumbers actual)
    {
        string name = bounded.Case.Name;
        HeadShape head = bounded.Problem.Shape.Head;
        int columns = head.Size.Actions;
        for (int b = 0; b < bounded.Problem.Rows; b++)
        {
            ReadOnlySpan<float> action = actual.Modes.AsSpan(b * columns, columns);
            tally.Require(IsPossible(head, action), $"{name}: row {b} has a mode that does not exist");
            if (IsPossible(head, action))
            {
                Rounded mode = RoundedHead.LogProbability(head, Row(bounded, b), action);
                Rounded recorded = RoundedHead.LogProbability(
                    head, Row(bounded, b), bounded.Problem.Actions.AsSpan(b * columns, columns));
                tally.Within(
                    $"{name}, how much more likely than the mode[{b}]", 0, Math.Max(0, recorded.Value - mode.Value),
                    recorded.Allowed + mode.Allowed);
            }
        }

        tally.Bits($"{name}, mode", cpu.Modes, actual.Modes);
    }

    private static void CompareTerms(Tally tally, BoundedCase bounded, NetworkNumbers cpu, NetworkNumbers actual)
    {
        string name = bounded.Case.Name;
        Compare("surrogate loss", bounded.Terms.SurrogateLoss, numbers => numbers.Terms.SurrogateLoss);
        Compare("KL", bounded.Terms.MeanKlOldToNew, numbers => numbers.Terms.MeanKlOldToNew);
        Compare("entropy", bounded.Terms.Entropy, numbers => numbers.Terms.Entropy);
        Compare("largest log-ratio", bounded.Terms.LargestLogRatio, numbers => numbers.Terms.LargestLogRatio);
        Compare("likelihood", bounded.Terms.NegativeLogLikelihood, numbers => numbers.NegativeLogLikelihood);

        void Compare(string what, Rounded expected, Func<NetworkNumbers, double> number)
        {
            tally.Within($"{name}, {what}", expected, number(actual));
            tally.Bits($"{name}, {what}", number(cpu), number(actual));
        }
    }

    private static ReadOnlySpan<Rounded> Row(BoundedCase bounded, int b)
    {
        int columns = bounded.Problem.Shape.Head.Size.Parameters;
        return bounded.Outputs.AsSpan(b * columns, columns);
    }

    // Indices that do not exist have no log-probability to compare.
    private static bool IsPossible(HeadShape head, ReadOnlySpan<float> action)
    {
        for (int column = 0; column < action.Length; column++)
        {
            int choices = head.Kind switch
            {
                HeadKind.Categorical => head.Size.NetworkOutputs,
                HeadKind.MultiCategorical => head.Size.BranchCategories(column),
                HeadKind.Bernoulli => 2,
                _ => 0,
            };
            bool isChoice = choices == 0 || ((int)action[column] == action[column] &&
                action[column] >= 0 && action[column] < choices);
            if (!isChoice || float.IsNaN(action[column]))
            {
                return false;
            }
        }

        return true;
    }
}
