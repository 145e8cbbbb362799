using ILGPU;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>What <see cref="GeneralizedAdvantage"/> reads and writes.</summary>
public struct GeneralizedAdvantageArguments
{
    /// <summary>N.</summary>
    public int Environments;

    /// <summary>gamma.</summary>
    public float Discount;

    /// <summary>gamma * lambda.</summary>
    public float TraceDecay;

    /// <summary>Factor on rewards.</summary>
    public float RewardScale;

    /// <summary>T steps of N environments.</summary>
    public TrajectoryMemory Trajectories;

    /// <summary>[T,N].</summary>
    public ArrayView<float> Advantages;

    /// <summary>[T,N].</summary>
    public ArrayView<float> Returns;
}

/// <summary>Generalised advantage estimation (Schulman et al. 2016), termination and truncation apart.</summary>
/// <remarks>
/// <code>
/// computes  delta_t = scale*r_t + gamma*v' - V_t,  A_t = delta_t + gamma*lambda*A_(t+1),  R_t = A_t + V_t, with
///           v' = V_(t+1), 0 after a termination, the final value after a truncation; A_(t+1) = 0 after both
/// threads   one an environment, backwards in time: neighbours read neighbouring numbers; surplus threads leave
/// Rewards, Values, FinalValues, Ends  [T,N]  read
/// LastValues                          [N]    read
/// Advantages, Returns                 [T,N]  write
/// numeric   fp32, the operations of the CPU engine one by one
/// cost      24*T*N bytes
/// truth     ReferenceBackend.Advantages
/// </code>
/// </remarks>
public static class GeneralizedAdvantage
{
    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(GeneralizedAdvantageArguments n)
    {
        int environment = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (environment >= n.Environments)
        {
            return;
        }

        Float32 discount = new(n.Discount);
        Float32 traceDecay = new(n.TraceDecay);
        Float32 rewardScale = new(n.RewardScale);
        Float32 nextValue = new(n.Trajectories.LastValues[environment]);
        Float32 nextAdvantage = new(0f);
        for (int t = n.Trajectories.Steps - 1; t >= 0; t--)
        {
            int row = (t * n.Environments) + environment;
            float end = n.Trajectories.Ends[row];
            Float32 value = new(n.Trajectories.Values[row]);
            if (end == EpisodeEnds.Truncated)
            {
                nextValue = new Float32(n.Trajectories.FinalValues[row]);
            }

            nextValue = new Float32(end == EpisodeEnds.Terminated ? 0f : nextValue.Value);
            nextAdvantage = new Float32(end == EpisodeEnds.None ? nextAdvantage.Value : 0f);
            Float32 scaled = rewardScale * new Float32(n.Trajectories.Rewards[row]);
            Float32 delta = Float32.FusedMultiplyAdd(discount, nextValue, scaled) - value;
            Float32 advantage = Float32.FusedMultiplyAdd(traceDecay, nextAdvantage, delta);
            n.Advantages[row] = advantage.Value;
            n.Returns[row] = (advantage + value).Value;
            nextValue = value;
            nextAdvantage = advantage;
        }
    }
}
