using ILGPU;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Tiles;

namespace TrpoGpu.Kernels.Rollouts;

/// <summary>What <see cref="FusedRollout"/> reads and writes.</summary>
/// <typeparam name="TState">The state of an environment.</typeparam>
public struct FusedRolloutArguments<TState>
    where TState : unmanaged
{
    /// <summary>N environments.</summary>
    public EnvironmentMemory<TState> Environments;

    /// <summary>Where T steps of them are recorded.</summary>
    public TrajectoryMemory Trajectories;

    /// <summary>Where final observations wait to be valued.</summary>
    public FinalStates Finals;

    /// <summary>[parts,I+1,3] see <see cref="MomentSums"/>.</summary>
    public ArrayView<double> Moments;

    /// <summary>How to observe and act.</summary>
    public RolloutSettings Settings;

    /// <summary>The shared tile.</summary>
    public RolloutColumns Columns;

    /// <summary>The policy.</summary>
    public RolloutNetwork Policy;

    /// <summary>P of the policy.</summary>
    public int PolicyParameters;

    /// <summary>The value network.</summary>
    public RolloutNetwork Value;
}

/// <summary>The whole horizon of 64 environments in one launch: observe, value, act, step, reset, record.</summary>
/// <remarks>
/// <code>
/// computes  T steps of N environments; the values of the states before them, of those after them, and of those that
///           the clock ended
/// threads   one group for 64 environments; the networks with all of its threads, the rest with one an environment;
///           shared memory 272 * Columns.Count bytes
/// Environments  [N]            add    states, clocks and returns go on where they stopped
/// Trajectories  [T,N,...]      write
/// Finals        [slots,...]    write  scratch
/// Moments       [parts,I+1,3]  write
/// Policy, Value [P]            read
/// needs     a group that is a multiple of 32; FinalStates.Slots slots
/// numeric   fp32, returns and moments fp64; the bits of the CPU engine in all but the moments
/// cost      2*N*(T+1)*(sum of I*O of both networks) flop; 4*N*T*(I + columns + 8) bytes
/// truth     ReferenceBackend.Rollout
/// </code>
/// States stay in device memory: a thread reads and writes its own once a step, from the nearest cache, and is free to
/// take several environments where the group has fewer threads than the block has rows.
/// </remarks>
public static class FusedRollout
{
    private const int Stride = RowTile.SharedStride * Float4.Length;

    /// <summary>Bytes of shared memory.</summary>
    public static int SharedBytes(RolloutColumns columns) => columns.Count * Stride * sizeof(float);

    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel<TDynamics, TState, TActivation, THead, TValueActivation>(
        FusedRolloutArguments<TState> n)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
        where TActivation : struct, IActivation
        where THead : struct, IActionDistribution
        where TValueActivation : struct, IActivation
    {
        ArrayView<Float4> scratch = SharedMemory.GetDynamic<Float4>();
        ArrayView<float> numbers = scratch.Cast<float>();
        int steps = n.Trajectories.Steps;

        // One pass a step, one for the states after the last, and one for every slot of final observations: the value
        // network is compiled once for all of them.
        int passes = steps + 1;
        for (int pass = 0; pass < passes; pass++)
        {
            if (pass <= steps)
            {
                Observe<TDynamics, TState>(n, numbers);
            }
            else
            {
                LoadFinals(n, numbers, pass - steps - 1);
            }

            // The networks, the moments and the records read whole columns.
            Group.Barrier();
            if (pass < steps)
            {
                AddMoments(n, numbers, n.Columns.Even, 0, n.Settings.Inputs, pass == 0);
                RecordObservations(n, numbers, pass);
            }

            RolloutNetwork.Forward<TValueActivation>(n.Value, scratch);
            RecordValues(n, numbers, pass);
            if (pass < steps)
            {
                RolloutNetwork.Forward<TActivation>(n.Policy, scratch);
                ActAndStep<TDynamics, TState, THead>(n, numbers, pass);

                // The moments read what each environment's thread wrote.
                Group.Barrier();
                AddMoments(n, numbers, n.Columns.Discounted, n.Settings.Inputs, 1, pass == 0);
            }
            else if (pass == steps)
            {
                passes += MostTruncations(n);
            }
        }
    }

    // Rows that do not count enter the networks as zeros.
    private static void Observe<TDynamics, TState>(in FusedRolloutArguments<TState> n, ArrayView<float> numbers)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
    {
        int first = Grid.IdxX * RowTile.Rows;
        for (int row = Group.IdxX; row < RowTile.Rows; row += Group.DimX)
        {
            ViewRow normalized = new(numbers, (RolloutColumns.Observations * Stride) + row, Stride);
            if (first + row < n.Environments.Count)
            {
                ViewRow raw = new(numbers, (n.Columns.Even * Stride) + row, Stride);
                TState state = n.Environments.States[first + row];
                for (int component = 0; component < n.Settings.Inputs; component++)
                {
                    Float32 observation = TDynamics.Observation(state, component);
                    raw[component] = observation;
                    normalized[component] = EnvironmentPhases.Normalize(n.Settings, component, observation);
                }
            }
            else
            {
                for (int component = 0; component < n.Settings.Inputs; component++)
                {
                    normalized[component] = new Float32(0f);
                }
            }
        }
    }

    // Where an environment has no final observation in the slot, the row is what memory holds, and is not used.
    private static void LoadFinals<TState>(in FusedRolloutArguments<TState> n, ArrayView<float> numbers, int slot)
        where TState : unmanaged
    {
        int place = FinalStates.Place(
            slot, n.Environments.Count, Grid.IdxX * RowTile.Rows, n.Settings.Inputs);
        for (int item = Group.IdxX; item < n.Settings.Inputs * RowTile.Rows; item += Group.DimX)
        {
            int component = item / RowTile.Rows;
            int row = item - (component * RowTile.Rows);
            numbers[((RolloutColumns.Observations + component) * Stride) + row] = n.Finals.Observations[place + item];
        }
    }

    private static void AddMoments<TState>(
        in FusedRolloutArguments<TState> n, ArrayView<float> numbers, int firstColumn, int firstComponent,
        int components, bool isFirst)
        where TState : unmanaged
    {
        for (int item = Group.IdxX; item < components * MomentSums.PartsPerTile; item += Group.DimX)
        {
            int component = item / MomentSums.PartsPerTile;
            int partOfTile = item - (component * MomentSums.PartsPerTile);
            int part = (Grid.IdxX * MomentSums.PartsPerTile) + partOfTile;
            int rows = MomentSums.RowsIn(part, n.Environments.Count);
            if (rows > 0)
            {
                MomentSums.Add(
                    n.Moments, MomentSums.Place(part, n.Settings.Inputs, firstComponent + component), isFirst, numbers,
                    ((firstColumn + component) * Stride) + (partOfTile * MomentSums.PartRows), rows);
            }
        }
    }

    // Neighbouring threads write neighbouring numbers of the row-major trajectory.
    private static void RecordObservations<TState>(
        in FusedRolloutArguments<TState> n, ArrayView<float> numbers, int t)
        where TState : unmanaged
    {
        int first = Grid.IdxX * RowTile.Rows;
        int rows = RowTile.RowsIn(Grid.IdxX, n.Environments.Count);
        int place = ((t * n.Environments.Count) + first) * n.Settings.Inputs;    // observations[t,first,0]
        for (int item = Group.IdxX; item < rows * n.Settings.Inputs; item += Group.DimX)
        {
            int row = item / n.Settings.Inputs;
            int component = item - (row * n.Settings.Inputs);
            n.Trajectories.Observations[place + item] =
                numbers[((RolloutColumns.Observations + component) * Stride) + row];
        }
    }

    private static void RecordValues<TState>(in FusedRolloutArguments<TState> n, ArrayView<float> numbers, int pass)
        where TState : unmanaged
    {
        int first = Grid.IdxX * RowTile.Rows;
        int rows = RowTile.RowsIn(Grid.IdxX, n.Environments.Count);
        int slot = pass - n.Trajectories.Steps - 1;
        for (int row = Group.IdxX; row < rows; row += Group.DimX)
        {
            int environment = first + row;
            float value = numbers[(n.Columns.Value * Stride) + row];
            if (slot < -1)
            {
                n.Trajectories.Values[(pass * n.Environments.Count) + environment] = value;
            }
            else if (slot < 0)
            {
                n.Trajectories.LastValues[environment] = value;
            }
            else if (slot < n.Environments.Truncations[environment])
            {
                int t = n.Finals.Steps[(slot * n.Environments.Count) + environment];
                n.Trajectories.FinalValues[(t * n.Environments.Count) + environment] = value;
            }
        }
    }

    private static void ActAndStep<TDynamics, TState, THead>(
        in FusedRolloutArguments<TState> n, ArrayView<float> numbers, int t)
        where TState : unmanaged
        where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
        where THead : struct, IActionDistribution
    {
        int first = Grid.IdxX * RowTile.Rows;
        int rows = RowTile.RowsIn(Grid.IdxX, n.Environments.Count);
        int free = n.PolicyParameters - n.Settings.Size.FreeParameters;
        for (int row = Group.IdxX; row < rows; row += Group.DimX)
        {
            ViewRow distribution = new(numbers, (n.Columns.Distribution * Stride) + row, Stride);
            ViewRow action = new(
                numbers, ((n.Columns.Distribution + n.Settings.Size.Parameters) * Stride) + row, Stride);
            for (int f = 0; f < n.Settings.Size.FreeParameters; f++)
            {
                distribution[n.Settings.Size.NetworkOutputs + f] = new Float32(n.Policy.Parameters[free + f]);
            }

            numbers[(n.Columns.Discounted * Stride) + row] =
                EnvironmentPhases.ActAndStep<TDynamics, TState, THead>(
                    n.Settings, n.Environments, n.Trajectories, n.Finals, t, first + row, distribution, action);
            int place = ((t * n.Environments.Count) + first + row) * n.Settings.Size.Actions;    // actions[t,n,0]
            for (int column = 0; column < n.Settings.Size.Actions; column++)
            {
                n.Trajectories.Actions[place + column] = action[column].Value;
            }
        }
    }

    // Every thread looks for itself, at what the barrier of the last step made visible.
    private static int MostTruncations<TState>(in FusedRolloutArguments<TState> n)
        where TState : unmanaged
    {
        int first = Grid.IdxX * RowTile.Rows;
        int rows = RowTile.RowsIn(Grid.IdxX, n.Environments.Count);
        int most = 0;
        for (int row = 0; row < rows; row++)
        {
            int truncations = n.Environments.Truncations[first + row];
            most = truncations > most ? truncations : most;
        }

        return most;
    }
}
