using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using TrpoGpu.Kernels.Launch;

namespace TrpoGpu.Tests.Kernels.Translation;

/// <summary>Translates kernels as an accelerator's compiler would, with no accelerator.</summary>
/// <remarks>One context for many kernels, as an engine has it: what they share is read once. Not for two threads.</remarks>
internal sealed class KernelTranslator : IDisposable
{
    // Turing, Ampere and Hopper; instructions of the first driver that knew the last.
    private static readonly CudaArchitecture[] Architectures =
        [CudaArchitecture.SM_75, CudaArchitecture.SM_80, CudaArchitecture.SM_90];

    private readonly Context context = DeviceSupply.CreateContext(static builder => builder);
    private readonly PTXBackend[] ptx;
    private readonly CLBackend openCl;

    internal KernelTranslator()
    {
        ptx =
        [
            .. Architectures.Select(
                architecture => new PTXBackend(context, architecture, CudaInstructionSet.ISA_80, null!)),
        ];

        // What DeviceSupply asks of an OpenCL device. The maker changes nothing but shuffles, which no kernel has.
        CLCapabilityContext capabilities = new(
            float16: false, float64: true, genericAddressSpace: true, int64_Atomics: false, subGroups: false);
        openCl = new CLBackend(context, capabilities, CLDeviceVendor.Other, new CLCVersion(3, 0));
    }

    /// <summary>The names of the architectures.</summary>
    internal static IEnumerable<string> Targets =>
        Architectures.Select(architecture => $"sm_{architecture.Major}{architecture.Minor}");

    /// <summary>What becomes of a kernel.</summary>
    /// <param name="kernel">Closed over types.</param>
    /// <param name="openClPath">Where its OpenCL C is written to.</param>
    internal TranslatedKernel Translate(MethodInfo kernel, string openClPath)
    {
        // Read and optimized once, generated four times.
        var entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        var method = ptx[0].PreCompileKernelMethod(entry);
        KernelSpecialization specialization = new();
        return new TranslatedKernel(
            KernelCatalog.NameOf(kernel),
            [
                .. ptx.Select(backend => new PtxFacts(
                    ((PTXCompiledKernel)backend.Compile(method, entry, specialization)).PTXAssembly)),
            ],
            new OpenClFacts(
                ((CLCompiledKernel)openCl.Compile(method, entry, specialization)).Source, openClPath));
    }

    public void Dispose()
    {
        openCl.Dispose();
        Array.ForEach(ptx, backend => backend.Dispose());
        context.Dispose();
    }
}

/// <summary>What became of one kernel.</summary>
/// <param name="Name">With the types that it was compiled for.</param>
/// <param name="Ptx">For each architecture.</param>
/// <param name="OpenCl">OpenCL C.</param>
internal sealed record TranslatedKernel(string Name, PtxFacts[] Ptx, OpenClFacts OpenCl);
