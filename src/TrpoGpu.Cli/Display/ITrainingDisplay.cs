using System;

namespace TrpoGpu.Cli.Display;

/// <summary>Shows a run while it goes on; may be disposed more than once.</summary>
internal interface ITrainingDisplay : IDisposable
{
    /// <summary>Shows an iteration.</summary>
    /// <param name="report">What it did.</param>
    /// <param name="elapsed">Since this process began to train.</param>
    void Show(in TrainingReport report, TimeSpan elapsed);

    /// <summary>Shows a line that must not be lost; any thread may call it.</summary>
    void Say(string line);
}

/// <summary>What a display knows from the start.</summary>
/// <param name="Environment">Identifier.</param>
/// <param name="Algorithm">Name of the update.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Device">Description of the backend.</param>
/// <param name="Environments">N.</param>
/// <param name="StepsPerUpdate">Environment steps from one update to the next.</param>
/// <param name="FirstStep">Environment steps taken before: not 0 for a resumed run.</param>
/// <param name="TotalSteps">The run's budget.</param>
/// <param name="MaxKl">The KL that updates keep to, or aim at; null where they know none.</param>
/// <param name="SolvedReturn">Mean return from which the environment counts as solved.</param>
internal sealed record RunFacts(
    string Environment,
    string Algorithm,
    ulong Seed,
    string Device,
    int Environments,
    long StepsPerUpdate,
    long FirstStep,
    long TotalSteps,
    double? MaxKl,
    double? SolvedReturn);
