using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>
/// What one thread does for one environment: the same operations in the same order as the CPU engine's, number by
/// number, whichever kernel they are part of.
/// </summary>
public static class EnvironmentPhases
{
    /// <summary>A component as the networks see it: clip((o - shift) * scale); a NaN stays one.</summary>
    public static Float32 Normalize(in RolloutSettings settings, int component, Float32 observation)
    {
        Float32 shift = new(settings.Normalization[component]);
        Float32 scale = new(settings.Normalization[settings.Inputs + component]);
        Float32 highest = new(settings.ObservationClip);
        Float32 scaled = (observation - shift) * scale;
        return Float32.SelectLess(
            scaled, -highest, -highest, Float32.SelectLess(highest, scaled, highest, scaled));
    }

    /// <summary>
    /// Chooses an action, steps, brings clocks and returns up to date, records all of it, and resets where the episode
    /// ended.
    /// </summary>
    /// <param name="settings">How actions are chosen.</param>
    /// <param name="environments">Updated.</param>
    /// <param name="trajectories">Row t*N + n is written, all but observation, value and action.</param>
    /// <param name="finals">The final observation is written, if the step truncates.</param>
    /// <param name="t">Step of the rollout.</param>
    /// <param name="n">Environment.</param>
    /// <param name="distribution">Distribution parameters.</param>
    /// <param name="action">[columns] write.</param>
    /// <returns>The running discounted return after the step's reward.</returns>
    public static float ActAndStep<TDynamics, TState, THead>(
        in RolloutSettings settings, in EnvironmentMemory<TState> environments, in TrajectoryMemory trajectories,
        in FinalStates finals, int t, int n, ViewRow distribution, ViewRow action)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
        where THead : struct, IActionDistribution
    {
        int place = (t * environments.Count) + n;
        ulong step = settings.FirstStep + (ulong)t;
        Choose<THead>(settings, environments.Seed, n, t, step, distribution, action);
        trajectories.LogProbabilities[place] =
            THead.LogProbability<Float32, ViewRow>(settings.Size, distribution, action).Value;
        TState state = environments.States[n];
        DeviceStepMemory memory = new(environments.Constants, environments.Scratch, n, environments.Count);
        TDynamics.Step(
            ref state, ValuesOf(action, settings.Size.Actions), memory, out Float32 reward, out Float32 terminated);

        double total = SingleRounding.AddWide(environments.Returns[n], reward.Value);
        double discounted = SingleRounding.AddWide(
            SingleRounding.MultiplyWide(settings.Discount, environments.DiscountedReturns[n]), reward.Value);
        int length = environments.Lengths[n] + 1;
        bool timeIsUp = environments.TimeLimit > 0 && length >= environments.TimeLimit;
        float end = terminated.Value == EpisodeEnds.None && timeIsUp ? EpisodeEnds.Truncated : terminated.Value;
        bool ended = end != EpisodeEnds.None;

        trajectories.Rewards[place] = reward.Value;
        trajectories.Ends[place] = end;
        trajectories.FinalValues[place] = 0f;
        trajectories.EpisodeReturns[place] = ended ? (float)total : 0f;
        trajectories.EpisodeLengths[place] = ended ? length : 0f;
        int truncations = t == 0 ? 0 : environments.Truncations[n];
        if (end == EpisodeEnds.Truncated)
        {
            KeepFinalState<TDynamics, TState>(settings, environments.Count, finals, truncations, t, n, state);
            truncations++;
        }

        if (ended)
        {
            state = StartState.Draw<TDynamics, TState>(environments.Seed, (uint)n, step + 1);
        }

        environments.Truncations[n] = truncations;
        environments.States[n] = state;
        environments.Returns[n] = ended ? 0 : total;
        environments.DiscountedReturns[n] = ended ? 0 : discounted;
        environments.Lengths[n] = ended ? 0 : length;
        return (float)discounted;
    }

    private static void Choose<THead>(
        in RolloutSettings settings, ulong seed, int n, int t, ulong step, ViewRow distribution, ViewRow action)
        where THead : struct, IActionDistribution
    {
        int copy = n % settings.BranchCopies;
        if (settings.EnumerateFirstAction != 0 && t == 0)
        {
            action[0] = new Float32(copy);
            return;
        }

        if (settings.Deterministic != 0)
        {
            THead.Mode<Float32, ViewRow>(settings.Size, distribution, action);
            return;
        }

        // The noise lies where the action will: every head reads a column's noise before it writes the column.
        ulong noiseStep = step / (ulong)settings.NoiseHoldSteps;
        uint environment = (uint)(t == 0 ? n : n - copy);
        for (int column = 0; column < settings.Size.Actions; column++)
        {
            action[column] = THead.DrawsFromNormal
                ? NoiseColumn.NormalAt<Float32>(seed, RandomUse.Action, environment, noiseStep, column)
                : new Float32(NoiseColumn.UniformAt(seed, RandomUse.Action, environment, noiseStep, column));
        }

        THead.Sample<Float32, ViewRow>(settings.Size, distribution, action, action);
    }

    // Columns that the action does not have are not read by the environment either.
    private static ActionValues<Float32> ValuesOf(ViewRow action, int columns)
    {
        ActionValues<Float32> values = default;
        values.A0 = action[0];
        values.A1 = columns > 1 ? action[1] : values.A0;
        values.A2 = columns > 2 ? action[2] : values.A0;
        values.A3 = columns > 3 ? action[3] : values.A0;
        values.A4 = columns > 4 ? action[4] : values.A0;
        values.A5 = columns > 5 ? action[5] : values.A0;
        values.A6 = columns > 6 ? action[6] : values.A0;
        values.A7 = columns > 7 ? action[7] : values.A0;
        return values;
    }

    private static void KeepFinalState<TDynamics, TState>(
        in RolloutSettings settings, int environments, in FinalStates finals, int slot, int t, int n, in TState state)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
    {
        finals.Steps[(slot * environments) + n] = t;
        ViewRow row = new(
            finals.Observations, FinalStates.Place(slot, environments, n, settings.Inputs), RowTile.Rows);
        for (int component = 0; component < settings.Inputs; component++)
        {
            row[component] = Normalize(settings, component, TDynamics.Observation(state, component));
        }
    }
}
