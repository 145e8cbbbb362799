using System;
using System.Linq;
using System.Numerics;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>
/// A network in complex numbers: the imaginary part of f(x + i h) is h f'(x) exactly for h so small that its
/// square vanishes (Squire and Trapp 1998). Nothing is subtracted, so derivatives come out to the last
/// digits, without a formula for any of them.
/// </summary>
internal sealed class ComplexNetwork(NetworkShape shape)
{
    private const double Step = 1e-30;

    /// <summary>Real numbers as complex ones.</summary>
    public static Complex[] Lift(double[] values) => Array.ConvertAll(values, value => new Complex(value, 0));

    /// <summary>Parameters moved by i h along one coordinate.</summary>
    public static Complex[] Along(double[] parameters, int coordinate)
    {
        Complex[] moved = Lift(parameters);
        moved[coordinate] += new Complex(0, Step);
        return moved;
    }

    /// <summary>Parameters moved by i h along a direction.</summary>
    public static Complex[] Along(double[] parameters, double[] direction) =>
        [.. parameters.Zip(direction, (value, change) => new Complex(value, Step * change))];

    /// <summary>The derivative that a value carries.</summary>
    public static double Derivative(Complex value) => value.Imaginary / Step;

    /// <summary>[A] distribution parameters of one row.</summary>
    public Complex[] Distribution(Complex[] parameters, float[] observation)
    {
        Complex[] h = Array.ConvertAll(observation, value => new Complex(value, 0));
        int layer = 0;
        foreach (DenseShape n in shape.Mlp.Layers)
        {
            layer++;
            h = [.. Enumerable.Range(0, n.O).Select(o =>
            {
                Complex z = parameters[n.BiasOffset + o];
                for (int i = 0; i < n.I; i++)
                {
                    z += h[i] * parameters[n.WeightOffset + (i * n.O) + o];
                }

                return layer == shape.Mlp.Layers.Length ? z : Activate(z);
            })];
        }

        return [.. h, .. parameters[shape.Mlp.ParameterCount..]];
    }

    /// <summary>-mean(ratio * advantage).</summary>
    public Complex SurrogateLoss(Complex[] parameters, SampleProblem problem) => Mean(problem, b =>
    {
        Complex log = LogProbability(parameters, problem, b);
        return -Complex.Exp(log - problem.LogProbabilities[b]) * problem.Advantages[b];
    });

    /// <summary>-mean(log pi(a|s)).</summary>
    public Complex NegativeLogLikelihood(Complex[] parameters, SampleProblem problem) =>
        Mean(problem, b => -LogProbability(parameters, problem, b));

    /// <summary>mean(KL(old, these parameters)).</summary>
    public Complex KlOldToNew(double[] old, Complex[] parameters, SampleProblem problem) => Mean(problem, b =>
    {
        float[] observation = Observation(problem, b);
        Complex[] from = Distribution(Lift(old), observation);
        return ComplexHead.KlOldToNew(shape.Head, from, Distribution(parameters, observation));
    });

    /// <summary>
    /// -mean(min(ratio * A, clip(ratio) * A)) + KlPenalty * mean(KL(old, these)) - EntropyBonus * mean(entropy).
    /// </summary>
    public Complex ProximalLoss(double[] old, Complex[] parameters, SampleProblem problem, ProximalTerms terms) =>
        Mean(problem, b =>
        {
            Complex ratio = Complex.Exp(LogProbability(parameters, problem, b) - problem.LogProbabilities[b]);
            double clipped = Math.Clamp(ratio.Real, 1.0 - terms.ClipRange, 1.0 + terms.ClipRange);
            double advantage = problem.Advantages[b];
            Complex objective =
                clipped * advantage < ratio.Real * advantage ? clipped * advantage : ratio * advantage;
            return -objective - (terms.EntropyBonus * ComplexHead.Entropy(
                shape.Head, Distribution(parameters, Observation(problem, b))));
        }) + (terms.KlPenalty * KlOldToNew(old, parameters, problem));

    public float[] Observation(SampleProblem problem, int row) =>
        problem.Observations.AsSpan(row * shape.Mlp.Inputs, shape.Mlp.Inputs).ToArray();

    public float[] Action(SampleProblem problem, int row) =>
        problem.Actions.AsSpan(row * shape.Head.Size.Actions, shape.Head.Size.Actions).ToArray();

    private Complex LogProbability(Complex[] parameters, SampleProblem problem, int row) =>
        ComplexHead.LogProbability(
            shape.Head, Distribution(parameters, Observation(problem, row)), Action(problem, row));

    private static Complex Mean(SampleProblem problem, Func<int, Complex> term) =>
        Enumerable.Range(0, problem.Rows).Aggregate(Complex.Zero, (sum, b) => sum + term(b)) / problem.Rows;

    // Pieces are told apart by the real part: the path of x + i h stays on x's side.
    private Complex Activate(Complex z) => shape.Mlp.Activation switch
    {
        ActivationKind.Tanh => (Complex.Exp(z) - Complex.Exp(-z)) / (Complex.Exp(z) + Complex.Exp(-z)),
        ActivationKind.Relu => z.Real > 0 ? z : Complex.Zero,
        ActivationKind.Elu => z.Real > 0 ? z : Complex.Exp(z) - 1,
        ActivationKind.Sigmoid => 1 / (1 + Complex.Exp(-z)),
        ActivationKind.Softplus => Complex.Log(1 + Complex.Exp(z)),
        ActivationKind.Identity => z,
        _ => throw new InvalidOperationException($"Unknown activation {shape.Mlp.Activation}."),
    };
}
