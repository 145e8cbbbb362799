using System;
using System.Collections.Generic;
using TrpoGpu.Files;
using TrpoGpu.Rollouts;

namespace TrpoGpu;

/// <content>What goes to disk: the policy for use, the checkpoint for going on.</content>
public sealed partial class TrpoTrainer
{
    /// <summary>Writes the policy, value function and normaliser as safetensors, atomically.</summary>
    /// <exception cref="FileAccessException">The system refused; an existing file is intact.</exception>
    public void SavePolicy(string path)
    {
        normalizer.Freeze(normalization);
        PolicyFile.Write(path, new PolicyContents
        {
            EnvironmentId = Environment.Id,
            Seed = Seed,
            Steps = StepsTaken,
            Policy = Policy.Shape,
            PolicyParameters = Policy.Parameters.ReadArray(),
            Value = Value.Shape,
            ValueParameters = Value.Parameters.ReadArray(),
            ShiftAndScale = normalizer.ShiftAndScale.ToArray(),
        }, OptionTable.ToJson(Options));
    }

    /// <summary>
    /// Writes everything the rest of the run depends on, atomically: see <see cref="RestoreCheckpoint"/>.
    /// </summary>
    /// <exception cref="NotSupportedException">A user's environments hold state that cannot be read.</exception>
    /// <exception cref="FileAccessException">The system refused; an existing file is intact.</exception>
    public void SaveCheckpoint(string path)
    {
        if (!source.IsResumable)
        {
            throw new NotSupportedException($"{Environment.Id} is a user's environment; its state cannot be saved.");
        }

        double[] environments = new double[source.StateLength];
        source.ReadState(environments);
        double[] fit = new double[critic.StateLength];
        critic.ReadState(fit);
        List<SafetensorsTensor> tensors =
        [
            Vector("policy", Policy.Parameters.ReadArray()),
            Vector("value", Value.Parameters.ReadArray()),
            Vector("environments", environments),
            Vector("critic_fit", fit),
            Vector("episodes", episodes.ReadState()),
            Vector("observation_moments", normalizer.Moments.ReadState()),
            Vector("return_moments", returnMoments.ReadState()),
            Vector<ulong>("counters", [(ulong)iteration, (ulong)source.StepsTaken]),
        ];
        if (update.StateLength > 0)
        {
            double[] policyUpdate = new double[update.StateLength];
            update.ReadState(policyUpdate);
            tensors.Add(Vector("policy_update", policyUpdate));
        }

        SafetensorsFile.Write(path, tensors, Run.ToMetadata());
    }

    /// <summary>
    /// Goes on from a checkpoint of a run with the same environment, seed and settings; the budget may differ. On the
    /// same backend the bits are those of a run that was never interrupted; only the reference, which computes with
    /// more digits than a file holds, goes on within rounding.
    /// </summary>
    /// <exception cref="InvalidFileException">
    /// The file is damaged or of another run: says where and why. The trainer is as it was.
    /// </exception>
    /// <exception cref="NotSupportedException">A user's environments hold state that cannot be written.</exception>
    /// <exception cref="FileAccessException">The system refused to read it.</exception>
    public void RestoreCheckpoint(string path)
    {
        if (!source.IsResumable)
        {
            throw new NotSupportedException($"{Environment.Id} is a user's environment; its state cannot be restored.");
        }

        SafetensorsFile file = SafetensorsFile.Read(path);
        Run.Check(file);

        // Everything is read and checked before anything is changed.
        int inputs = Environment.ObservationSize;
        float[] policy = file.FiniteValues<float>("policy", Policy.Shape.ParameterCount);
        float[] value = file.FiniteValues<float>("value", Value.Shape.ParameterCount);
        double[] environments = file.FiniteValues<double>("environments", source.StateLength);
        double[] fit = file.FiniteValues<double>("critic_fit", critic.StateLength);
        double[] policyUpdate = update.StateLength > 0
            ? file.FiniteValues<double>("policy_update", update.StateLength)
            : [];
        double[] records = file.FiniteValues<double>("episodes", EpisodeStatistics.StateLength);
        double[] observationMoments = file.FiniteValues<double>(
            "observation_moments", RunningMoments.StateLength(inputs));
        double[] rewardMoments = file.FiniteValues<double>("return_moments", RunningMoments.StateLength(1));
        (int iterations, long steps) = Counters(file);
        long samples = steps * source.Count;
        Refuse(file, "environments", source.FaultOf(environments));
        Refuse(file, "critic_fit", critic.FaultOf(fit));
        Refuse(file, "policy_update", update.FaultOf(policyUpdate));
        Refuse(file, "episodes", EpisodeStatistics.FaultOf(records, samples));
        Refuse(file, "observation_moments", RunningMoments.FaultOf(observationMoments, samples));
        Refuse(file, "return_moments", RunningMoments.FaultOf(rewardMoments, samples));

        Policy.Parameters.Write(policy);
        Value.Parameters.Write(value);
        source.WriteState(environments, steps);
        critic.WriteState(fit);
        update.WriteState(policyUpdate);
        episodes.WriteState(records);
        normalizer.Moments.WriteState(observationMoments);
        returnMoments.WriteState(rewardMoments);
        iteration = iterations;
    }

    private CheckpointRun Run => new(Environment.Id, Seed, Options, backend.Name);

    // Iterations, and steps of each environment: every iteration takes as many.
    private (int Iterations, long Steps) Counters(SafetensorsFile file)
    {
        ulong[] counters = file.Values<ulong>("counters", 2);
        ulong mostIterations = (ulong)Math.Min(int.MaxValue, long.MaxValue / Options.BatchRows);
        bool isPossible = counters[0] <= mostIterations && counters[1] == counters[0] * (ulong)Options.Steps;
        Refuse(file, "counters", isPossible ? null : $"{counters[0]} iterations and {counters[1]} steps of each " +
            $"environment, expected at most {mostIterations} and {Options.Steps} an iteration");
        return ((int)counters[0], (long)counters[1]);
    }

    private static void Refuse(SafetensorsFile file, string tensor, string? fault)
    {
        if (fault is not null)
        {
            throw new InvalidFileException(
                file.Path, $"tensor {tensor}", fault, "No run leaves that behind; use another copy of the checkpoint.");
        }
    }

    private static SafetensorsTensor Vector<T>(string name, T[] values)
        where T : unmanaged =>
        SafetensorsTensor.Create<T>(name, values, values.Length);
}
