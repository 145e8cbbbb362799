using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Kernels.Ilgpu;

/// <summary>
/// What <see cref="SingleRounding"/> is on a device: one PTX instruction whose rounding is part of its name, or one
/// OpenCL C expression in a statement of its own.
/// </summary>
[SuppressMessage("Style", "IDE0060", Justification = "ILGPU calls code generators with all of their parameters.")]
public static class DeviceArithmetic
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    // By the name of the method: the PTX instruction, and the OpenCL C function or operator.
    private static readonly Dictionary<string, (string Ptx, string OpenCl)> Instructions = new()
    {
        [nameof(SingleRounding.Add)] = ("add.rn.f32", "+"),
        [nameof(SingleRounding.Subtract)] = ("sub.rn.f32", "-"),
        [nameof(SingleRounding.Multiply)] = ("mul.rn.f32", "*"),
        [nameof(SingleRounding.FusedMultiplyAdd)] = ("fma.rn.f32", "fma"),
        [nameof(SingleRounding.AddWide)] = ("add.rn.f64", "+"),
        [nameof(SingleRounding.MultiplyWide)] = ("mul.rn.f64", "*"),
        [nameof(SingleRounding.Floor)] = ("cvt.rmi.f32.f32", "floor"),
    };

    /// <summary>Makes a context's compilers generate these instructions.</summary>
    public static Context.Builder EnableSingleRounding(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IntrinsicImplementationManager manager = builder.GetIntrinsicManager();
        MethodInfo ptx = typeof(DeviceArithmetic).GetMethod(nameof(GeneratePtx), Static)!;
        MethodInfo openCl = typeof(DeviceArithmetic).GetMethod(nameof(GenerateOpenCl), Static)!;
        foreach (string name in Instructions.Keys)
        {
            MethodInfo operation = typeof(SingleRounding).GetMethod(name, Static)!;
            manager.RegisterMethod(operation, new PTXIntrinsic(ptx, IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(operation, new CLIntrinsic(openCl, IntrinsicImplementationMode.GenerateCode));
        }

        return builder;
    }

    private static void GeneratePtx(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        MethodCall call = (MethodCall)value;
        RegisterAllocator<PTXRegisterKind>.PrimitiveRegister[] arguments =
            new RegisterAllocator<PTXRegisterKind>.PrimitiveRegister[call.Count];
        for (int k = 0; k < arguments.Length; k++)
        {
            arguments[k] = generator.LoadPrimitive(call[k]);
        }

        RegisterAllocator<PTXRegisterKind>.HardwareRegister target = generator.AllocateHardware(call);
        using PTXCodeGenerator.CommandEmitter command = generator.BeginCommand(Instructions[NameOf(call)].Ptx);
        command.AppendArgument(target);
        foreach (RegisterAllocator<PTXRegisterKind>.PrimitiveRegister argument in arguments)
        {
            command.AppendArgument(argument);
        }
    }

    private static void GenerateOpenCl(CLBackend backend, CLCodeGenerator generator, Value value)
    {
        MethodCall call = (MethodCall)value;
        CLCodeGenerator.Variable[] arguments = new CLCodeGenerator.Variable[call.Count];
        for (int k = 0; k < arguments.Length; k++)
        {
            arguments[k] = generator.Load(call[k]);
        }

        string name = Instructions[NameOf(call)].OpenCl;
        CLCodeGenerator.Variable target = generator.Allocate(call);
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement(target);
        if (char.IsLetter(name[0]))
        {
            statement.AppendCommand(name);
            statement.BeginArguments();
            foreach (CLCodeGenerator.Variable argument in arguments)
            {
                statement.AppendArgument(argument);
            }

            statement.EndArguments();
        }
        else
        {
            statement.Append(arguments[0]);
            statement.AppendCommand(name);
            statement.Append(arguments[1]);
        }
    }

    private static string NameOf(MethodCall call) => call.Target.Source.Name;
}
