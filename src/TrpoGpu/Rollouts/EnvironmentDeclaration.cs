using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Shapes;

namespace TrpoGpu.Rollouts;

/// <summary>What a user's environments say of themselves, checked before anything is allocated for it.</summary>
internal static class EnvironmentDeclaration
{
    /// <summary>Reads specification and number.</summary>
    /// <exception cref="EnvironmentContractException">They cannot be.</exception>
    internal static (EnvironmentSpec Spec, int Count) Read(IVectorEnvironment environments)
    {
        EnvironmentSpec? spec;
        int count;
        try
        {
            spec = environments.Spec;
            count = environments.Count;
        }
        catch (Exception cause) when (cause is not EnvironmentContractException)
        {
            throw new EnvironmentContractException(
                -1, -1, $"Spec or Count threw {cause.GetType().Name}: {cause.Message}", cause);
        }

        return Problem(spec, count) is string problem
            ? throw new EnvironmentContractException(-1, -1, problem)
            : (spec, count);
    }

    /// <summary>Checks that there are as many environments as there were.</summary>
    internal static void CheckCount(IVectorEnvironment environments, int expected, long step)
    {
        int count = environments.Count;
        if (count != expected)
        {
            throw new EnvironmentContractException(
                -1, step, $"Count is {count}, expected {expected} as before the first step");
        }
    }

    private static string? Problem(EnvironmentSpec? spec, int count)
    {
        // What is not nullable can still be null where the caller's compiler did not look.
        if (spec?.Id is null || spec.ObservationNames is null || spec.Actions is null)
        {
            return "Spec, its Id, its ObservationNames or its Actions are null";
        }

        if (count < 1 || spec.ObservationSize < 1 || spec.Actions.Columns < 1)
        {
            return $"{spec.Id} declares {count} environments, {spec.ObservationSize} observations and " +
                $"{spec.Actions.Columns} action columns, expected at least 1 of each";
        }

        if (spec.TimeLimit < 0)
        {
            return $"{spec.Id} declares a time limit of {spec.TimeLimit} steps, expected at least 1, or 0 for none";
        }

        try
        {
            HeadShape.For(spec.Actions);
            return null;
        }
        catch (ArgumentException cause)
        {
            return $"{spec.Id} declares actions that no policy can take: {cause.Message}";
        }
    }
}
