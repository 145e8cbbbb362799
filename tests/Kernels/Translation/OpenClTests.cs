using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Tests.Repository;
using Xunit;

namespace TrpoGpu.Tests.Kernels.Translation;

/// <summary>What every kernel becomes on other devices: OpenCL C, read and compiled.</summary>
/// <remarks>The text is the same for every maker of devices: ILGPU tells them apart in shuffles alone.</remarks>
[Collection(TranslationCollection.Name)]
public sealed class OpenClTests(Translations translations)
{
    public static TheoryData<string> Names => KernelCatalog.Names;

    [ClangTheory]
    [MemberData(nameof(Names))]
    public void The_source_compiles(string kernel) =>
        Offenders.MustBeNone("OpenCL C 3.0 is what clang takes for it.", translations.Compile(kernel));

    [Theory]
    [MemberData(nameof(Names))]
    public void Barriers_order_shared_memory(string kernel) => MustBeNone(
        kernel,
        "What threads share, they see after a barrier.",
        source => source.Barriers.Where(barrier => !barrier.Contains("CLK_LOCAL_MEM_FENCE", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_function_is_the_devices_own(string kernel) => MustBeNone(
        kernel, "Results do not depend on a device's library.", source => source.Approximations);

    [Theory]
    [MemberData(nameof(PtxTests.HotNames), MemberType = typeof(PtxTests))]
    public void Hot_kernels_fuse(string kernel) => MustBeNone(
        kernel, "Products are fused.", source => source.HasFusedMultiplyAdd ? [] : ["no fma"]);

    private void MustBeNone(string kernel, string rule, Func<OpenClFacts, IEnumerable<string>> offences) =>
        Offenders.MustBeNone(rule, translations.Of(kernel).SelectMany(
            translation => offences(translation.OpenCl).Select(offence => $"{translation.Name}: {offence}")));
}
