using System;

namespace TrpoGpu.Rollouts;

/// <summary>A user's environment broke its contract: which, where, and how.</summary>
public sealed class EnvironmentContractException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="environment">Index of the environment, or -1 if the whole vector is at fault.</param>
    /// <param name="step">Steps taken before the one at fault; -1 for the reset.</param>
    /// <param name="problem">What is wrong and what is expected.</param>
    /// <param name="cause">What the environment threw, if it did.</param>
    public EnvironmentContractException(int environment, long step, string problem, Exception? cause = null)
        : base(Describe(environment, step, problem), cause)
    {
        Environment = environment;
        Step = step;
    }

    /// <summary>Index of the environment, or -1 if the whole vector is at fault.</summary>
    public int Environment { get; }

    /// <summary>Steps taken before the one at fault; -1 for the reset.</summary>
    public long Step { get; }

    private static string Describe(int environment, long step, string problem)
    {
        string where = environment < 0 ? "environments" : $"environment {environment}";
        string when = step < 0 ? "reset" : $"step {step}";

        // What an environment threw may have a message of many lines.
        string line = string.Join(
            ' ', problem.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return $"{where}, {when}: {line}";
    }
}
