using System;
using System.Linq;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// The tolerances themselves: bounds hold for float32, and are not so wide that they hide mistakes.
/// </summary>
public sealed class RoundedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(256)]
    public void A_float32_dot_product_lies_within_its_bound_in_any_order(int terms)
    {
        NormalNumbers random = new(seed: 11);
        for (int trial = 0; trial < 50; trial++)
        {
            float[] left = random.Array(terms);
            float[] right = random.Array(terms);
            RoundedSum expected = default;
            float forwards = 0;
            float backwards = 0;
            for (int k = 0; k < terms; k++)
            {
                expected.AddProduct(left[k], right[k]);
                forwards += left[k] * right[k];
                backwards += left[terms - 1 - k] * right[terms - 1 - k];
            }

            Tolerance.AssertWithin(
                [expected.InFloat32(), expected.InFloat32()], [forwards, backwards], "dot");
        }
    }

    [Fact]
    public void A_float32_formula_lies_within_its_bound()
    {
        NormalNumbers random = new(seed: 12);
        for (int trial = 0; trial < 1000; trial++)
        {
            float a = (float)random.Next();
            float b = (float)random.Next();
            float actual = ((a * b) - b) / (1f + MathF.Exp(-(a + b)));
            Rounded expected = (((Rounded)a * b) - b) / (1f + Rounded.Exp(-((Rounded)a + b)));
            Tolerance.AssertWithin([expected], [actual], $"a = {a}, b = {b}");
        }
    }

    [Fact]
    public void Bounds_of_a_usual_network_notice_a_lost_row_and_a_wrong_weight()
    {
        ShapeCase usual = ShapeCases.Find("17-64-64-6 tanh DiagonalGaussian x 127");
        SampleProblem problem = usual.CreateProblem();
        Rounded[] gradient = new RoundedNetwork(usual.Network, problem.Parameters).SurrogateGradient(problem);

        double norm = Math.Sqrt(gradient.Sum(g => g.Value * g.Value));
        double bound = Math.Sqrt(gradient.Sum(g => g.Allowed * g.Allowed));
        Assert.InRange(bound / norm, 0, 1e-3);
    }

    [Fact]
    public void A_unit_at_its_kink_may_have_either_derivative()
    {
        Rounded atKink = RoundedActivation.Value(ActivationKind.Relu, new Rounded(1e-9, 1e-8));
        Rounded below = RoundedActivation.Value(ActivationKind.Relu, new Rounded(-1, 1e-8));

        Assert.Equal(1, RoundedActivation.DerivativeFromOutput(ActivationKind.Relu, atKink).Deviation);
        Assert.Equal(0f, RoundedActivation.DerivativeFromOutput(ActivationKind.Relu, below));
    }

    [Fact]
    public void Every_shape_case_has_its_own_name_and_makes_data()
    {
        Assert.Equal(
            ShapeCases.Affordable.Count(), ShapeCases.Affordable.Select(c => c.Name).Distinct().Count());
        foreach (ShapeCase shapeCase in ShapeCases.Affordable)
        {
            SampleProblem problem = shapeCase.CreateProblem();
            Assert.All(problem.LogProbabilities, value => Assert.True(float.IsFinite(value)));
        }
    }
}
