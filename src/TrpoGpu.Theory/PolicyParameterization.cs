using System;

namespace TrpoGpu.Theory;

/// <summary>A smooth map from parameters to tables of action probabilities.</summary>
public abstract class PolicyParameterization
{
    /// <summary>How many parameters there are.</summary>
    public abstract int ParameterCount { get; }

    /// <summary>pi at the parameters.</summary>
    public abstract TabularPolicy Policy(ReadOnlySpan<double> parameters);

    /// <summary>d pi(a|s) / d parameter, [state * actions + action, parameter].</summary>
    public abstract double[,] Jacobian(ReadOnlySpan<double> parameters);

    /// <summary>Throws unless there are as many parameters as the map takes.</summary>
    private protected void RequireCount(ReadOnlySpan<double> parameters)
    {
        if (parameters.Length != ParameterCount)
        {
            throw new ArgumentException(
                $"{GetType().Name}: {parameters.Length} parameters, expected {ParameterCount}.", nameof(parameters));
        }
    }
}
