using System;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// A network and a batch with fixed random contents: float32 numbers that every backend holds exactly.
/// </summary>
internal sealed class SampleProblem
{
    private SampleProblem(NetworkShape shape, int rows)
    {
        Shape = shape;
        Rows = rows;
    }

    public NetworkShape Shape { get; }

    public int Rows { get; }

    /// <summary>[P] weights of variance 1/I, small biases, log standard deviations around -0.5.</summary>
    public required float[] Parameters { get; init; }

    /// <summary>[P] of unit normal numbers.</summary>
    public required float[] Direction { get; init; }

    /// <summary>[B,I] unit normal numbers.</summary>
    public required float[] Observations { get; init; }

    /// <summary>[B,Actions] actions that the policy might take.</summary>
    public required float[] Actions { get; init; }

    /// <summary>[B] unit normal numbers.</summary>
    public required float[] Advantages { get; init; }

    /// <summary>[B] log-probabilities of a policy near this one: the ratios are not 1.</summary>
    public required float[] LogProbabilities { get; init; }

    public static SampleProblem Create(NetworkShape shape, int rows, int seed)
    {
        NormalNumbers random = new(seed);
        float[] parameters = RandomParameters(shape, random);
        float[] observations = random.Array(rows * shape.Mlp.Inputs);
        Rounded[] outputs = new RoundedNetwork(shape, parameters).Forward(observations, rows);
        float[] actions = new float[rows * shape.Head.Size.Actions];
        float[] logProbabilities = new float[rows];
        for (int b = 0; b < rows; b++)
        {
            ReadOnlySpan<Rounded> row = outputs.AsSpan(
                b * shape.Head.Size.Parameters, shape.Head.Size.Parameters);
            Span<float> action = actions.AsSpan(b * shape.Head.Size.Actions, shape.Head.Size.Actions);
            Choose(shape.Head, row, random, action);
            double logProbability = RoundedHead.LogProbability(shape.Head, row, action).Value;
            logProbabilities[b] = (float)(logProbability + (0.3 * random.Next()));
        }

        return new SampleProblem(shape, rows)
        {
            Parameters = parameters,
            Direction = random.Array(shape.ParameterCount),
            Observations = observations,
            Actions = actions,
            Advantages = random.Array(rows),
            LogProbabilities = logProbabilities,
        };
    }

    /// <summary>Parameters a step of the given length away: a line search's candidate.</summary>
    public float[] Candidate(float step) => [.. System.Linq.Enumerable.Zip(
        Parameters, Direction, (parameter, direction) => parameter + (step * direction))];

    public SampleBatch ToBatch(ComputeBackend backend) => new(
        Rows, backend.Allocate(Observations), backend.Allocate(Actions), backend.Allocate(Advantages),
        backend.Allocate(LogProbabilities));

    private static float[] RandomParameters(NetworkShape shape, NormalNumbers random)
    {
        float[] parameters = random.Array(shape.ParameterCount);
        foreach (DenseShape n in shape.Mlp.Layers)
        {
            Scale(parameters.AsSpan(n.WeightOffset, n.I * n.O), 1 / Math.Sqrt(n.I), 0);
            Scale(parameters.AsSpan(n.BiasOffset, n.O), 0.1, 0);
        }

        Scale(parameters.AsSpan(shape.Mlp.ParameterCount), 0.3, -0.5);
        return parameters;
    }

    private static void Scale(Span<float> values, double factor, double shift)
    {
        foreach (ref float value in values)
        {
            value = (float)((factor * value) + shift);
        }
    }

    private static void Choose(
        HeadShape head, ReadOnlySpan<Rounded> row, NormalNumbers random, Span<float> action)
    {
        for (int column = 0; column < action.Length; column++)
        {
            action[column] = head.Kind switch
            {
                HeadKind.DiagonalGaussian => (float)(row[column].Value +
                    (Math.Exp(row[head.Size.NetworkOutputs + column].Value) * random.Next())),
                HeadKind.UnitGaussian => (float)(row[column].Value + random.Next()),
                HeadKind.Bernoulli => random.Index(2),
                HeadKind.Categorical => random.Index(head.Size.NetworkOutputs),
                _ => random.Index(head.Size.BranchCategories(column)),
            };
        }
    }
}
