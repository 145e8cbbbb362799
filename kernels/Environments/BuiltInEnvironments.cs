using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>The environments that every backend can step.</summary>
public static class BuiltInEnvironments
{
    private static readonly EnvironmentSpec[] Specs =
    [
        CartPole<Float64>.Spec,
        Acrobot<Float64>.Spec,
        Pendulum<Float64>.Spec,
        MountainCar<Float64>.Spec,
        MountainCarContinuous<Float64>.Spec,
        InvertedPendulum<Float64, Version5>.Spec,
        InvertedDoublePendulum<Float64, Version5>.Spec,
        Reacher<Float64, Version5>.Spec,
        Swimmer<Float64>.Spec,
        Hopper<Float64, Version5>.Spec,
        Walker2d<Float64, Version5>.Spec,
        HalfCheetah<Float64>.Spec,
        InvertedPendulum<Float64, Version4>.Spec,
        InvertedDoublePendulum<Float64, Version4>.Spec,
        Reacher<Float64, Version4>.Spec,
        Hopper<Float64, Version4>.Spec,
        Walker2d<Float64, Version4>.Spec,
    ];

    /// <summary>All of them, in the order in which lists show them.</summary>
    public static ReadOnlySpan<EnvironmentSpec> All => Specs;

    /// <summary>The specification with an identifier or a short name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static EnvironmentSpec Find(string name) =>
        TryFind(name, out EnvironmentSpec? spec)
            ? spec
            : throw new ArgumentException(
                $"There is no built-in environment '{name}'. There are: {string.Join(", ", Specs.Select(s => s.Id))}.",
                nameof(name));

    /// <summary>Looks for an environment.</summary>
    /// <param name="name">Identifier or short name, in any case: <c>CartPole-v1</c> or <c>cartpole</c>.</param>
    /// <param name="spec">Its specification.</param>
    public static bool TryFind(string name, [NotNullWhen(true)] out EnvironmentSpec? spec)
    {
        ArgumentNullException.ThrowIfNull(name);
        spec = Array.Find(Specs, s => s.Id.Equals(name, StringComparison.OrdinalIgnoreCase)) ??
            Array.Find(Specs, s => ShortName(s.Id).Equals(name, StringComparison.OrdinalIgnoreCase));
        return spec is not null;
    }

    /// <summary>An identifier in lower case without its version: <c>cartpole</c> for <c>CartPole-v1</c>.</summary>
    public static string ShortName(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        int version = id.LastIndexOf("-v", StringComparison.OrdinalIgnoreCase);
        return (version > 0 ? id[..version] : id).ToLowerInvariant();
    }
}
