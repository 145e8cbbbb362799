using System.Runtime.CompilerServices;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments;

/// <summary>What the two mountain cars share: the valley, its walls and its top.</summary>
public static class MountainCarValley
{
    /// <summary>Where the car is stopped, m.</summary>
    public const double LeftWall = -1.2;

    /// <summary>The farthest position, m.</summary>
    public const double RightWall = 0.6;

    /// <summary>The slope at a position is the cosine of so many times it.</summary>
    public const double SlopeFactor = 3.0;

    private const double VelocityLimit = 0.07;
    private const double Gravity = 0.0025;
    private const double StartLow = -0.6;
    private const double StartHigh = -0.4;

    /// <summary>At rest near the bottom.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static MountainCarState<TReal> Start<TReal>(TReal uniform)
        where TReal : unmanaged, IReal<TReal> => new()
        {
            Position = Interval.At(uniform, StartLow, StartHigh),
            Velocity = TReal.Constant(0.0),
        };

    /// <summary>One step under a push, in m per step squared; the left wall stops the car.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Advance<TReal>(ref MountainCarState<TReal> state, TReal push)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal slope = TReal.Cos(TReal.Constant(SlopeFactor) * state.Position);
        TReal velocity = state.Velocity + (push - (TReal.Constant(Gravity) * slope));
        velocity = Interval.Clip(velocity, -VelocityLimit, VelocityLimit);
        TReal position = Interval.Clip(state.Position + velocity, LeftWall, RightWall);

        TReal awayFromWall = TReal.SelectLess(velocity, zero, zero, velocity);
        state.Position = position;
        state.Velocity = TReal.SelectEqual(position, TReal.Constant(LeftWall), awayFromWall, velocity);
    }

    /// <summary>1 at the goal or beyond, unless moving back; else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TReal Reached<TReal>(in MountainCarState<TReal> state, double goal)
        where TReal : unmanaged, IReal<TReal>
    {
        TReal zero = TReal.Constant(0.0);
        TReal forward = TReal.SelectLess(state.Velocity, zero, zero, TReal.Constant(1.0));
        return TReal.SelectLess(state.Position, TReal.Constant(goal), zero, forward);
    }
}
