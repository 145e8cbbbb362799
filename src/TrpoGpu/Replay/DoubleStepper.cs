using System;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Replay;

/// <summary>Steps of the reference engine.</summary>
internal sealed class DoubleStepper : StateStepper
{
    private readonly ReferenceBackend backend = new();
    private readonly ReferenceEnvironments environments;
    private readonly double[][] actions = new double[Capacity][];
    private readonly (double Reward, bool Terminated)[] outcomes = new (double, bool)[Capacity];

    internal DoubleStepper(EnvironmentSpec spec)
    {
        environments = (ReferenceEnvironments)backend.CreateEnvironments(spec.Id, Capacity, seed: 0);
        Array.Fill(actions, new double[spec.Actions.Columns]);
    }

    /// <inheritdoc/>
    internal override void SetAction(int n, ReadOnlySpan<double> action) => actions[n] = action.ToArray();

    /// <inheritdoc/>
    internal override void Step()
    {
        for (int n = 0; n < Capacity; n++)
        {
            outcomes[n] = environments.Advance(n, actions[n]);
        }
    }

    /// <inheritdoc/>
    internal override double Reward(int n) => outcomes[n].Reward;

    /// <inheritdoc/>
    internal override bool Terminated(int n) => outcomes[n].Terminated;

    /// <inheritdoc/>
    internal override double[] Observe(int n) => environments.Observe(n);

    /// <inheritdoc/>
    public override void Dispose()
    {
        environments.Dispose();
        backend.Dispose();
    }

    private protected override double this[int n, int field]
    {
        get => environments.State(n)[field];
        set => environments.State(n)[field] = value;
    }
}
