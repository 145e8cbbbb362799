using System;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Network;
using TrpoGpu.Kernels.Numerics;
using TrpoGpu.Kernels.Rollouts;
using TrpoGpu.Kernels.Tiles;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Gpu;

/// <summary>
/// The rollout of one batch of environments by networks of given shapes over a given horizon: one launch where the
/// networks fit the shared memory of a group, else a few for each step.
/// </summary>
internal sealed class GpuRollout<TDynamics, TState> : IDisposable
    where TState : unmanaged
    where TDynamics : struct, IEnvironmentDynamics<Float32, TState>
{
    private readonly GpuEnvironments<TDynamics, TState> environments;
    private readonly NetworkShape policy;
    private readonly NetworkShape value;
    private readonly int steps;
    private readonly DeviceBlocks memory;
    private readonly FinalStates finals;
    private readonly FusedLaunch? fused;
    private readonly StepLaunches? stepwise;

    internal GpuRollout(
        GpuEnvironments<TDynamics, TState> environments, NetworkShape policy, NetworkShape value, int steps)
    {
        this.environments = environments;
        this.policy = policy;
        this.value = value;
        this.steps = steps;
        memory = new DeviceBlocks(
            environments.Kernels.Accelerator, environments.Stream, environments.Budget, "rollouts");
        long slots = FinalStates.Slots(steps, environments.Spec.TimeLimit);
        finals = new FinalStates
        {
            Observations = memory.Allocate<float>(slots * Tiles * RowTile.Rows * environments.Spec.ObservationSize),
            Steps = memory.Allocate<int>(slots * environments.Count),
        };
        RolloutColumns columns = ColumnsFor(policy, value);
        if (Fits(columns, SharedBytes(environments.Kernels.Accelerator)))
        {
            fused = new FusedLaunch(this, columns);
        }
        else
        {
            stepwise = new StepLaunches(this);
        }
    }

    /// <summary>Whether one launch does it all.</summary>
    internal bool IsFused => fused is not null;

    private int Tiles => RowTile.Count(environments.Count);

    /// <summary>Whether this was made for such a rollout.</summary>
    internal bool IsFor(NetworkShape policy, NetworkShape value, int steps) =>
        this.steps == steps && this.policy.Equals(policy) && this.value.Equals(value);

    /// <summary>Whether a group has as much shared memory as the fused rollout's tile takes.</summary>
    internal static bool Fits(RolloutColumns columns, int sharedBytes) =>
        FusedRollout.SharedBytes(columns) <= sharedBytes;

    /// <summary>The shared tile of the fused rollout of two networks.</summary>
    internal static RolloutColumns ColumnsFor(NetworkShape policy, NetworkShape value) => RolloutColumns.For(
        policy.Mlp.Inputs, LayersOf(policy), LayersOf(value), policy.Head.Size.Parameters + policy.Head.Size.Actions);

    /// <summary>Bytes that a rollout takes beside its networks, and whether it is one launch.</summary>
    internal static (long Bytes, bool IsFused) NeedOf(
        EnvironmentSpec spec, int count, int steps, NetworkShape policy, NetworkShape value, Accelerator accelerator)
    {
        bool isFused = Fits(ColumnsFor(policy, value), SharedBytes(accelerator));
        long rows = (long)RowTile.Count(count) * RowTile.Rows;
        long slots = FinalStates.Slots(steps, spec.TimeLimit);

        // No buffer is empty.
        long finals = sizeof(float) * (Math.Max(1, slots * rows * spec.ObservationSize) + Math.Max(1, slots * count));
        long own = isFused
            ? (long)Unsafe.SizeOf<LayerPlace>() * (policy.Mlp.Layers.Length + value.Mlp.Layers.Length)
            : sizeof(float) * rows * ((2L * spec.ObservationSize) + policy.Head.Size.Parameters + 2);
        return (finals + own, isFused);
    }

    /// <summary>Launches the rollout.</summary>
    internal void Launch(in RolloutRequest request)
    {
        RolloutSettings settings = new()
        {
            Inputs = environments.Spec.ObservationSize,
            Deterministic = request.Options.Deterministic ? 1 : 0,
            NoiseHoldSteps = request.Options.NoiseHoldSteps,
            ObservationClip = request.Options.ObservationClip,
            Discount = request.Options.Discount,
            BranchCopies = request.Options.BranchCopies,
            EnumerateFirstAction = request.Options.EnumerateFirstAction ? 1 : 0,
            FirstStep = (ulong)environments.StepsTaken,
            Size = policy.Head.Size,
            Normalization = request.Normalization,
        };
        if (fused is not null)
        {
            fused.Run(request, settings);
        }
        else
        {
            stepwise!.Run(request, settings);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private static int SharedBytes(Accelerator accelerator) =>
        int.Min(LaunchShape.MostSharedBytes, accelerator.MaxSharedMemoryPerGroup);

    private static LayerPlace[] LayersOf(NetworkShape shape)
    {
        ReadOnlySpan<DenseShape> layers = shape.Mlp.Layers;
        LayerPlace[] places = new LayerPlace[layers.Length];
        for (int l = 0; l < places.Length; l++)
        {
            DenseShape layer = layers[l];
            places[l] = new LayerPlace(layer.I, layer.O, layer.WeightOffset, layer.BiasOffset, 0, 0, 0);
        }

        return places;
    }

    /// <summary>One launch for the whole horizon.</summary>
    private sealed class FusedLaunch
    {
        private readonly GpuEnvironments<TDynamics, TState> environments;
        private readonly Action<AcceleratorStream, KernelConfig, FusedRolloutArguments<TState>> launch;
        private readonly SharedMemoryConfig shared;
        private readonly int groups;
        private FusedRolloutArguments<TState> arguments;

        internal FusedLaunch(GpuRollout<TDynamics, TState> rollout, RolloutColumns columns)
        {
            environments = rollout.environments;
            groups = rollout.Tiles;
            shared = SharedQuads.Request(columns.Count * RowTile.SharedStride);
            launch = RolloutKernels<TDynamics, TState>.LoadFused(
                environments.Kernels, rollout.policy, rollout.value);
            LayerPlace[] policy = columns.Place(LayersOf(rollout.policy), columns.Distribution);
            LayerPlace[] value = columns.Place(LayersOf(rollout.value), columns.Value);
            arguments = new FusedRolloutArguments<TState>
            {
                Environments = environments.Environments,
                Finals = rollout.finals,
                Moments = environments.Moments,
                Columns = columns,
                PolicyParameters = rollout.policy.ParameterCount,
                Policy = new RolloutNetwork
                {
                    LayerCount = policy.Length,
                    Layers = rollout.memory.Upload<LayerPlace>(policy),
                },
                Value = new RolloutNetwork
                {
                    LayerCount = value.Length,
                    Layers = rollout.memory.Upload<LayerPlace>(value),
                },
            };
        }

        internal void Run(in RolloutRequest request, in RolloutSettings settings)
        {
            arguments.Trajectories = request.Trajectories;
            arguments.Settings = settings;
            arguments.Policy.Parameters = request.PolicyParameters;
            arguments.Value.Parameters = request.ValueParameters;
            launch(
                environments.Stream, new KernelConfig(groups, environments.Sizes.RolloutThreads, shared), arguments);
        }
    }

    /// <summary>A few launches for each step.</summary>
    private sealed class StepLaunches
    {
        private readonly GpuRollout<TDynamics, TState> rollout;
        private readonly Action<AcceleratorStream, KernelConfig, StepArguments<TState>> observe;
        private readonly Action<AcceleratorStream, KernelConfig, StepArguments<TState>> act;
        private readonly Action<AcceleratorStream, KernelConfig, AddMomentsArguments> addMoments;
        private readonly Action<AcceleratorStream, KernelConfig, StoreFinalValuesArguments> storeFinalValues;
        private StepArguments<TState> step;
        private AddMomentsArguments moments;
        private StoreFinalValuesArguments store;

        internal StepLaunches(GpuRollout<TDynamics, TState> rollout)
        {
            this.rollout = rollout;
            GpuEnvironments<TDynamics, TState> environments = rollout.environments;
            observe = environments.Kernels.Load<StepArguments<TState>>(ObserveEnvironments.Kernel<TDynamics, TState>);
            act = RolloutKernels<TDynamics, TState>.LoadAct(environments.Kernels, rollout.policy);
            addMoments = environments.Kernels.Load<AddMomentsArguments>(AddMoments.Kernel);
            storeFinalValues = environments.Kernels.Load<StoreFinalValuesArguments>(StoreFinalValues.Kernel);
            long rows = (long)rollout.Tiles * RowTile.Rows;
            int inputs = environments.Spec.ObservationSize;
            step = new StepArguments<TState>
            {
                Environments = environments.Environments,
                Finals = rollout.finals,
                Raw = rollout.memory.Allocate<float>(rows * inputs),
                Normalized = rollout.memory.Allocate<float>(rows * inputs),
                Distribution = rollout.memory.Allocate<float>(rows * rollout.policy.Head.Size.Parameters),
                Values = rollout.memory.Allocate<float>(rows),
                Discounted = rollout.memory.Allocate<float>(rows),
            };
            moments = new AddMomentsArguments
            {
                Environments = environments.Count,
                Inputs = inputs,
                Raw = step.Raw,
                Discounted = step.Discounted,
                Moments = environments.Moments,
            };
            store = new StoreFinalValuesArguments
            {
                Environments = environments.Count,
                Truncations = environments.Truncations,
                Steps = rollout.finals.Steps,
                Values = step.Values,
            };
        }

        internal void Run(in RolloutRequest request, in RolloutSettings settings)
        {
            GpuEnvironments<TDynamics, TState> environments = rollout.environments;
            AcceleratorStream stream = environments.Stream;
            int count = environments.Count;
            int rows = rollout.Tiles * RowTile.Rows;
            int sums = rollout.Tiles * MomentSums.PartsPerTile * (settings.Inputs + 1);
            step.Trajectories = request.Trajectories;
            step.Settings = settings;
            for (int t = 0; t < rollout.steps; t++)
            {
                step.Step = t;
                moments.IsFirst = t == 0 ? 1 : 0;
                observe(stream, environments.Sizes.ForEach(rows), step);
                Value(request, step.Normalized);
                request.Wide.Forward(
                    rollout.policy, request.PolicyParameters, step.Normalized, count, step.Distribution);
                act(stream, environments.Sizes.ForEach(count), step);
                addMoments(stream, environments.Sizes.ForEach(sums), moments);
            }

            step.Step = rollout.steps;
            observe(stream, environments.Sizes.ForEach(rows), step);
            Value(request, step.Normalized);
            step.Values.SubView(0, count).CopyTo(stream, request.Trajectories.LastValues.SubView(0, count));
            ValueFinals(request, rows * settings.Inputs);
        }

        private void ValueFinals(in RolloutRequest request, int slotLength)
        {
            GpuEnvironments<TDynamics, TState> environments = rollout.environments;
            store.FinalValues = request.Trajectories.FinalValues;
            int slots = FinalStates.Slots(rollout.steps, environments.Spec.TimeLimit);
            for (int slot = 0; slot < slots; slot++)
            {
                store.Slot = slot;
                Value(request, rollout.finals.Observations.SubView((long)slot * slotLength, slotLength));
                storeFinalValues(environments.Stream, environments.Sizes.ForEach(environments.Count), store);
            }
        }

        private void Value(in RolloutRequest request, ArrayView<float> observations) =>
            request.Wide.Forward(
                rollout.value, request.ValueParameters, observations, rollout.environments.Count, step.Values);
    }
}
