using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// Positions and velocities of a planar mechanism of up to nine degrees of freedom in the order and the senses of
/// MuJoCo's <c>qpos</c> and <c>qvel</c>, and what a task keeps of its last step. What a model does not have is zero.
/// </summary>
/// <typeparam name="TReal">Number, or vector of numbers, one lane per environment.</typeparam>
public struct PlanarState<TReal>
    where TReal : unmanaged, IReal<TReal>
{
    /// <summary>Position 0, m or rad.</summary>
    public TReal Q0;

    /// <summary>Position 1, m or rad.</summary>
    public TReal Q1;

    /// <summary>Position 2, m or rad.</summary>
    public TReal Q2;

    /// <summary>Position 3, m or rad.</summary>
    public TReal Q3;

    /// <summary>Position 4, m or rad.</summary>
    public TReal Q4;

    /// <summary>Position 5, m or rad.</summary>
    public TReal Q5;

    /// <summary>Position 6, m or rad.</summary>
    public TReal Q6;

    /// <summary>Position 7, m or rad.</summary>
    public TReal Q7;

    /// <summary>Position 8, m or rad.</summary>
    public TReal Q8;

    /// <summary>Velocity 0, m/s or rad/s.</summary>
    public TReal V0;

    /// <summary>Velocity 1, m/s or rad/s.</summary>
    public TReal V1;

    /// <summary>Velocity 2, m/s or rad/s.</summary>
    public TReal V2;

    /// <summary>Velocity 3, m/s or rad/s.</summary>
    public TReal V3;

    /// <summary>Velocity 4, m/s or rad/s.</summary>
    public TReal V4;

    /// <summary>Velocity 5, m/s or rad/s.</summary>
    public TReal V5;

    /// <summary>Velocity 6, m/s or rad/s.</summary>
    public TReal V6;

    /// <summary>Velocity 7, m/s or rad/s.</summary>
    public TReal V7;

    /// <summary>Velocity 8, m/s or rad/s.</summary>
    public TReal V8;

    /// <summary>What the task says: the first number.</summary>
    public TReal Kept0;

    /// <summary>What the task says: the second number.</summary>
    public TReal Kept1;

    /// <summary>Evaluations in this episode that kept a solution at the solver's cap; none is expected.</summary>
    public TReal Unsettled;

    /// <summary>A position by its index.</summary>
    public readonly TReal Position(int dof) => dof switch
    {
        0 => Q0,
        1 => Q1,
        2 => Q2,
        3 => Q3,
        4 => Q4,
        5 => Q5,
        6 => Q6,
        7 => Q7,
        _ => Q8,
    };

    /// <summary>A velocity by its index.</summary>
    public readonly TReal Velocity(int dof) => dof switch
    {
        0 => V0,
        1 => V1,
        2 => V2,
        3 => V3,
        4 => V4,
        5 => V5,
        6 => V6,
        7 => V7,
        _ => V8,
    };
}
