using System;
using System.Collections.Generic;
using System.Globalization;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu;

/// <summary>What a policy file holds.</summary>
internal sealed class PolicyContents
{
    internal required string EnvironmentId { get; init; }

    internal required ulong Seed { get; init; }

    internal required long Steps { get; init; }

    internal required NetworkShape Policy { get; init; }

    internal required float[] PolicyParameters { get; init; }

    internal required NetworkShape Value { get; init; }

    internal required float[] ValueParameters { get; init; }

    /// <summary>[2,I] frozen normalisation of observations.</summary>
    internal required float[] ShiftAndScale { get; init; }
}

/// <summary>
/// Policies as safetensors: <c>actor.K.weight</c> [out,in] and <c>actor.K.bias</c> as PyTorch's Linear stores them,
/// <c>actor.log_std</c>, the same for <c>critic</c>, and the observation normaliser.
/// </summary>
internal static class PolicyFile
{
    private const string Format = "trpogpu-policy";
    private const string FormatVersion = "1";

    internal static void Write(string path, PolicyContents contents, string config)
    {
        List<SafetensorsTensor> tensors = [];
        AddNetwork(tensors, "actor", contents.Policy, contents.PolicyParameters);
        AddNetwork(tensors, "critic", contents.Value, contents.ValueParameters);
        int inputs = contents.Policy.Mlp.Inputs;
        tensors.Add(SafetensorsTensor.Create<float>("obs.shift", contents.ShiftAndScale.AsSpan(0, inputs), inputs));
        tensors.Add(SafetensorsTensor.Create<float>("obs.scale", contents.ShiftAndScale.AsSpan(inputs), inputs));
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["format_version"] = FormatVersion,
            ["env_id"] = contents.EnvironmentId,
            ["seed"] = contents.Seed.ToString(CultureInfo.InvariantCulture),
            ["steps"] = contents.Steps.ToString(CultureInfo.InvariantCulture),
            ["activation"] = contents.Policy.Mlp.Activation.ToString(),
            ["distribution"] = contents.Policy.Head.Kind.ToString(),
            ["branches"] = Branches(contents.Policy.Head),
            ["actor_widths"] = string.Join('-', contents.Policy.Mlp.Widths.ToArray()),
            ["critic_widths"] = string.Join('-', contents.Value.Mlp.Widths.ToArray()),
            ["config"] = config,
        });
    }

    internal static PolicyContents Read(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        Expect(file, "format", Format);
        Expect(file, "format_version", FormatVersion);
        ActivationKind activation = Parse<ActivationKind>(file, "activation");
        try
        {
            MlpShape actor = MlpShape.Parse(file.Text("actor_widths"), activation);
            MlpShape critic = MlpShape.Parse(file.Text("critic_widths"), activation);
            NetworkShape policy = new(actor, Head(file, actor.Outputs));
            NetworkShape value = new(critic, HeadShape.UnitGaussian(1));
            string environment = file.Text("env_id");
            ThrowIfForeign(environment, policy, value);
            int inputs = actor.Inputs;
            return new PolicyContents
            {
                EnvironmentId = environment,
                Seed = ulong.Parse(file.Text("seed"), NumberStyles.None, CultureInfo.InvariantCulture),
                Steps = long.Parse(file.Text("steps"), NumberStyles.None, CultureInfo.InvariantCulture),
                Policy = policy,
                PolicyParameters = ReadNetwork(file, "actor", policy),
                Value = value,
                ValueParameters = ReadNetwork(file, "critic", value),
                ShiftAndScale =
                [
                    .. file.FiniteValues<float>("obs.shift", inputs), .. file.FiniteValues<float>("obs.scale", inputs),
                ],
            };
        }
        catch (Exception cause) when (cause is FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidFileException(
                path, "metadata", DisplayText.Reason(cause), "The file is not a policy of this version.");
        }
    }

    private static void AddNetwork(List<SafetensorsTensor> tensors, string name, NetworkShape shape, float[] parameters)
    {
        ReadOnlySpan<DenseShape> layers = shape.Mlp.Layers;
        for (int l = 0; l < layers.Length; l++)
        {
            DenseShape layer = layers[l];
            float[] weights = new float[layer.I * layer.O];
            for (int k = 0; k < weights.Length; k++)
            {
                weights[((k % layer.O) * layer.I) + (k / layer.O)] = parameters[layer.WeightOffset + k];
            }

            tensors.Add(SafetensorsTensor.Create<float>($"{name}.{l}.weight", weights, layer.O, layer.I));
            tensors.Add(SafetensorsTensor.Create<float>(
                $"{name}.{l}.bias", parameters.AsSpan(layer.BiasOffset, layer.O), layer.O));
        }

        int free = shape.Head.Size.FreeParameters;
        if (free > 0)
        {
            tensors.Add(SafetensorsTensor.Create<float>(
                $"{name}.log_std", parameters.AsSpan(shape.Mlp.ParameterCount, free), free));
        }
    }

    // Parameters are allocated as the file shows them to be there, never by what its widths claim.
    private static float[] ReadNetwork(SafetensorsFile file, string name, NetworkShape shape)
    {
        List<float> parameters = [];
        ReadOnlySpan<DenseShape> layers = shape.Mlp.Layers;
        for (int l = 0; l < layers.Length; l++)
        {
            DenseShape layer = layers[l];
            float[] weights = file.FiniteValues<float>($"{name}.{l}.weight", layer.O, layer.I);
            for (int k = 0; k < weights.Length; k++)
            {
                parameters.Add(weights[((k % layer.O) * layer.I) + (k / layer.O)]);
            }

            parameters.AddRange(file.FiniteValues<float>($"{name}.{l}.bias", layer.O));
        }

        int free = shape.Head.Size.FreeParameters;
        if (free > 0)
        {
            parameters.AddRange(file.FiniteValues<float>($"{name}.log_std", free));
        }

        return [.. parameters];
    }

    private static void ThrowIfForeign(string environment, NetworkShape policy, NetworkShape value)
    {
        if (value.Mlp.Inputs != policy.Mlp.Inputs)
        {
            throw new ArgumentException(
                $"the critic has {value.Mlp.Inputs} inputs, expected the policy's {policy.Mlp.Inputs}");
        }

        if (BuiltInEnvironments.TryFind(environment, out EnvironmentSpec? spec) &&
            (policy.Mlp.Inputs != spec.ObservationSize || policy.Head != HeadShape.For(spec.Actions)))
        {
            throw new ArgumentException(
                $"a policy {policy} does not fit the {spec.ObservationSize} observations and the actions of {spec.Id}");
        }
    }

    private static HeadShape Head(SafetensorsFile file, int outputs) => Parse<HeadKind>(file, "distribution") switch
    {
        HeadKind.Categorical => HeadShape.Categorical(outputs),
        HeadKind.DiagonalGaussian => HeadShape.DiagonalGaussian(outputs),
        HeadKind.Bernoulli => HeadShape.Bernoulli(outputs),
        HeadKind.MultiCategorical => HeadShape.MultiCategorical(Array.ConvertAll(
            file.Text("branches").Split(','),
            text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))),
        _ => HeadShape.UnitGaussian(outputs),
    };

    private static string Branches(HeadShape head)
    {
        if (head.Kind != HeadKind.MultiCategorical)
        {
            return "";
        }

        int[] choices = new int[head.Size.Actions];
        for (int k = 0; k < choices.Length; k++)
        {
            choices[k] = head.Size.BranchCategories(k);
        }

        return string.Join(',', choices);
    }

    private static T Parse<T>(SafetensorsFile file, string key)
        where T : struct, Enum =>
        Enum.TryParse(file.Text(key), out T value) && Enum.IsDefined(value)
            ? value
            : throw new InvalidFileException(
                file.Path, $"metadata {key}",
                $"{DisplayText.Quote(file.Text(key))} is unknown, expected one of " +
                $"{string.Join(", ", Enum.GetNames<T>())}",
                "The file was written by another version.");

    private static void Expect(SafetensorsFile file, string key, string expected)
    {
        if (file.Text(key) != expected)
        {
            throw new InvalidFileException(
                file.Path, $"metadata {key}", $"it is {DisplayText.Quote(file.Text(key))}, expected '{expected}'",
                "Give a policy.safetensors that this program wrote.");
        }
    }
}
