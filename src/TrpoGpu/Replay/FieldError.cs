using System;

namespace TrpoGpu.Replay;

/// <summary>A number that was recorded, what a replay makes of it, and how far that is off.</summary>
/// <param name="Trajectory">Of which trajectory, counted from 0.</param>
/// <param name="Step">After which step, counted from 0.</param>
/// <param name="Field">The name of the field that holds it.</param>
/// <param name="Component">Which number of the step; -1 if there is only one.</param>
/// <param name="Recorded">The number in the recording.</param>
/// <param name="Replayed">The number in the replay.</param>
/// <param name="Error">How far apart they are, in the sense of the quantity; infinite if that is no number.</param>
internal readonly record struct FieldError(
    int Trajectory, int Step, string Field, int Component, double Recorded, double Replayed, double Error)
{
    private const string FinalObservation = "final_obs";

    /// <summary>The way to the number in the file, such as <c>trajectories[2].qpos[17][3]</c>.</summary>
    internal string Where =>
        $"trajectories[{Trajectory}].{Field}" +
        (Field == FinalObservation ? "" : $"[{Step}]") + (Component < 0 ? "" : $"[{Component}]");

    /// <summary>The larger one: <paramref name="first"/> where neither is.</summary>
    internal static FieldError Larger(in FieldError first, in FieldError second) =>
        second.Error > first.Error ? second : first;

    /// <summary>The difference, relative to recorded values above 1.</summary>
    internal static double Between(double recorded, double replayed)
    {
        double error = Math.Abs(replayed - recorded) / Math.Max(1.0, Math.Abs(recorded));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    /// <summary>The component of a vector that is off the most; the first of equals.</summary>
    /// <param name="trajectory">Of which trajectory.</param>
    /// <param name="step">After which step.</param>
    /// <param name="field">The name of the field.</param>
    /// <param name="recorded">The vector in the recording.</param>
    /// <param name="replayed">A component of the vector in the replay.</param>
    internal static FieldError LargestOf(
        int trajectory, int step, string field, ReadOnlySpan<double> recorded, Func<int, double> replayed)
    {
        FieldError largest = At(0, recorded, replayed);
        for (int i = 1; i < recorded.Length; i++)
        {
            largest = Larger(largest, At(i, recorded, replayed));
        }

        return largest;

        FieldError At(int i, ReadOnlySpan<double> vector, Func<int, double> other) =>
            new(trajectory, step, field, i, vector[i], other(i), Between(vector[i], other(i)));
    }
}
