using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using TrpoGpu.Tests.Repository;
using Xunit;

namespace TrpoGpu.Tests.Kernels.Translation;

/// <summary>What every kernel becomes on NVIDIA devices, read off the text.</summary>
[Collection(TranslationCollection.Name)]
public sealed class PtxTests(Translations translations)
{
    // What every device grants every group, and the most threads of one.
    private const int MostSharedBytes = 48 * 1024;
    private const int MostThreads = 1024;

    public static TheoryData<string> Names => KernelCatalog.Names;

    /// <summary>The products that an update's time goes into.</summary>
    public static TheoryData<string> HotNames =>
        [.. KernelCatalog.Kernels.Select(KernelCatalog.NameOf).Where(name => Regex.IsMatch(name, @"^(Fused|Dense)"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_number_is_approximate(string kernel) => MustBeNone(
        kernel, "Results are correctly rounded.", ptx => ptx.With("approx", "full", "ftz"));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_product_is_merged_with_a_sum_unasked(string kernel) => MustBeNone(
        kernel, "Products say how they round.", ptx => ptx.MergeableProducts);

    [Theory]
    [MemberData(nameof(Names))]
    public void All_of_a_threads_numbers_are_in_registers(string kernel) => MustBeNone(
        kernel, "Nothing lies in local memory.", ptx => ptx.LocalMemory);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_called(string kernel) => MustBeNone(
        kernel, "Modules are complete and everything is inlined.", ptx => ptx.Calls);

    [Theory]
    [MemberData(nameof(Names))]
    public void Shared_memory_fits_every_device(string kernel)
    {
        // "8 bytes a thread"; what depends on a network is limited where its path is chosen, and must be all there is.
        var perThread = Regex.Match(KernelCatalog.DocumentationOf(kernel), @"shared memory (\d+) bytes a thread");
        var dynamicBytes = perThread.Success ? int.Parse(perThread.Groups[1].Value) * MostThreads : MostSharedBytes;

        MustBeNone(
            kernel,
            $"Groups have at most {MostSharedBytes} bytes of shared memory.",
            ptx => Enumerable.Repeat(ptx.StaticSharedBytes + (ptx.HasDynamicShared ? dynamicBytes : 0), 1)
                .Where(bytes => bytes > MostSharedBytes)
                .Select(bytes => $"{bytes} bytes"));
    }

    [Theory]
    [MemberData(nameof(HotNames))]
    public void Hot_kernels_load_words_and_fuse(string kernel)
    {
        // Layers with few outputs stage nothing.
        string[] needed = kernel.Contains("FewOutputs", StringComparison.Ordinal)
            ? ["ld.global.v4.f32", "fma.rn.f32"]
            : ["ld.global.v4.f32", "ld.shared.v4.f32", "fma.rn.f32"];
        MustBeNone(
            kernel,
            "Loads are of 16 bytes, products fused.",
            ptx => needed.Where(operation => !ptx.Has(operation)).Select(operation => $"no {operation}"));
    }

    private void MustBeNone(string kernel, string rule, Func<PtxFacts, IEnumerable<string>> offences) =>
        Offenders.MustBeNone(rule, translations.Of(kernel).SelectMany(
            translation => translation.Ptx.Zip(KernelTranslator.Targets).SelectMany(
                pair => offences(pair.First).Select(offence => $"{translation.Name} for {pair.Second}: {offence}"))));
}
