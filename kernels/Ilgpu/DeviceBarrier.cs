using System;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace TrpoGpu.Kernels.Ilgpu;

/// <summary>
/// What <see cref="Group.Barrier"/> is in this project's kernels: a barrier that orders shared memory too.
/// </summary>
/// <remarks>
/// ILGPU 1.5.3 writes <c>work_group_barrier(CLK_GLOBAL_MEM_FENCE)</c>, after which OpenCL promises nothing about shared
/// memory: a driver that takes it at its word lets threads read what others have not yet written. On CUDA the
/// instruction is the one that ILGPU emits. Kernels of other assemblies are left as they are.
/// </remarks>
[SuppressMessage("Style", "IDE0060", Justification = "ILGPU calls code generators with all of their parameters.")]
public static class DeviceBarrier
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly MethodInfo Barrier = typeof(DeviceBarrier).GetMethod(nameof(Wait), Static)!;

    static DeviceBarrier() => RemappedIntrinsics.AddRemapping(
        typeof(Group).GetMethod(nameof(Group.Barrier))!,
        static (ref InvocationContext call) =>
        {
            if (call.CallerMethod.Module == Barrier.Module)
            {
                call.Method = Barrier;
            }
        });

    /// <summary>Makes a context's compilers generate it.</summary>
    public static Context.Builder EnableFullBarriers(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IntrinsicImplementationManager manager = builder.GetIntrinsicManager();
        MethodInfo ptx = typeof(DeviceBarrier).GetMethod(nameof(GeneratePtx), Static)!;
        MethodInfo openCl = typeof(DeviceBarrier).GetMethod(nameof(GenerateOpenCl), Static)!;
        manager.RegisterMethod(Barrier, new PTXIntrinsic(ptx, IntrinsicImplementationMode.GenerateCode));
        manager.RegisterMethod(Barrier, new CLIntrinsic(openCl, IntrinsicImplementationMode.GenerateCode));
        return builder;
    }

    /// <summary>Waits for all threads of the group; what each wrote before, all see after.</summary>
    [IntrinsicImplementation]
    public static void Wait() => Group.Barrier();

    private static void GeneratePtx(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        using PTXCodeGenerator.CommandEmitter command = generator.BeginCommand("bar.sync");
        command.AppendConstant(0);
    }

    private static void GenerateOpenCl(CLBackend backend, CLCodeGenerator generator, Value value)
    {
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement("work_group_barrier");
        statement.BeginArguments();
        statement.AppendCommand("CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE");
        statement.EndArguments();
    }
}
