using System;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Replay;

/// <summary>
/// Steps environments with planar mechanisms from given states under given actions: no episode ends, none is reset.
/// States are those of <see cref="Kernels.Environments.Planar.PlanarState{TReal}"/>, in double precision here whatever
/// they are computed in.
/// </summary>
internal abstract class StateStepper : IDisposable
{
    /// <summary>Environments that are stepped at once: a vector of the CPU engine.</summary>
    internal const int Capacity = 16;

    // The fields of a state, in their order.
    private const int FirstVelocity = 9;
    private const int FirstKept = 18;
    private const int UnsettledField = 20;
    private const int Fields = 21;

    /// <summary>Environments of one kind in one precision.</summary>
    internal static StateStepper Create(EnvironmentSpec spec, ReplayPrecision precision) =>
        precision == ReplayPrecision.Single ? new SingleStepper(spec) : new DoubleStepper(spec);

    /// <summary>Puts environment n into a state.</summary>
    /// <param name="n">Which.</param>
    /// <param name="positions">[nq] m or rad, as MuJoCo's <c>qpos</c>.</param>
    /// <param name="velocities">[nv] m/s or rad/s, as MuJoCo's <c>qvel</c>.</param>
    internal void SetState(int n, ReadOnlySpan<double> positions, ReadOnlySpan<double> velocities)
    {
        for (int field = 0; field < Fields; field++)
        {
            this[n, field] = 0;
        }

        for (int i = 0; i < positions.Length; i++)
        {
            this[n, i] = positions[i];
            this[n, FirstVelocity + i] = velocities[i];
        }
    }

    /// <summary>Position i of environment n.</summary>
    internal double Position(int n, int i) => this[n, i];

    /// <summary>Velocity i of environment n.</summary>
    internal double Velocity(int n, int i) => this[n, FirstVelocity + i];

    /// <summary>Number i that the task keeps of the last Runge-Kutta stage of environment n.</summary>
    internal double Kept(int n, int i) => this[n, FirstKept + i];

    /// <summary>Evaluations since <see cref="SetState"/> whose solve stopped at its cap.</summary>
    internal double Unsettled(int n) => this[n, UnsettledField];

    /// <summary>Says what environment n does next.</summary>
    /// <param name="n">Which.</param>
    /// <param name="action">[columns] unclipped.</param>
    internal abstract void SetAction(int n, ReadOnlySpan<double> action);

    /// <summary>Advances all environments by one step.</summary>
    internal abstract void Step();

    /// <summary>The reward of the last step of environment n.</summary>
    internal abstract double Reward(int n);

    /// <summary>Whether the last step of environment n ended its task.</summary>
    internal abstract bool Terminated(int n);

    /// <summary>[I] the observation of environment n.</summary>
    internal abstract double[] Observe(int n);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Field of the state of environment n.</summary>
    private protected abstract double this[int n, int field] { get; set; }
}
