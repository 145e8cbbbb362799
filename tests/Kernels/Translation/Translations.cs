using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using TrpoGpu.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace TrpoGpu.Tests.Kernels.Translation;

/// <summary>Shares the translations among the tests that look at them.</summary>
[CollectionDefinition(Name)]
public sealed class TranslationCollection : ICollectionFixture<Translations>
{
    public const string Name = "Translated kernels";
}

/// <summary>What became of every kernel, translated when a test first asks and by all cores.</summary>
public sealed class Translations(IMessageSink messages) : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentBag<KernelTranslator> idle = [];
    private readonly ConcurrentDictionary<string, Lazy<TranslatedKernel[]>> kernels = [];
    private int translated;
    private int accepted;
    private long ticks;

    public void Dispose()
    {
        foreach (var translator in idle)
        {
            translator.Dispose();
        }

        folder.Dispose();
        var clang = Clang.Missing is null ? $"{accepted} of them compiled by {Clang.Version}" : "not compiled";
        messages.OnMessage(new DiagnosticMessage(
            $"{kernels.Count} of {KernelCatalog.Kernels.Count} kernels in {translated} specialisations became PTX " +
            $"({string.Join(", ", KernelTranslator.Targets)}) and OpenCL C ({clang}) in " +
            $"{Stopwatch.GetElapsedTime(0, ticks).TotalSeconds:F0} s."));
    }

    /// <summary>The specialisations of a kernel, translated.</summary>
    internal IReadOnlyList<TranslatedKernel> Of(string kernel) => kernels.GetOrAdd(
        kernel,
        name => new Lazy<TranslatedKernel[]>(() => TranslateAll(KernelCatalog.Find(name)))).Value;

    /// <summary>What clang finds wrong in a kernel's OpenCL C.</summary>
    internal IReadOnlyList<string> Compile(string kernel)
    {
        var sources = Of(kernel).Select(translation => translation.OpenCl.Path).ToArray();
        var complaints = sources
            .Chunk((sources.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount)
            .AsParallel()
            .SelectMany(Clang.Check)
            .ToArray();
        accepted += complaints.Length == 0 ? sources.Length : 0;
        return complaints;
    }

    private TranslatedKernel[] TranslateAll(MethodInfo kernel)
    {
        var begin = Stopwatch.GetTimestamp();
        var specialisations = KernelCatalog.Specialisations(kernel);
        var results = new TranslatedKernel[specialisations.Count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, results.Length, options, k => results[k] = Translate(specialisations[k]));
        Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - begin);
        return results;
    }

    private TranslatedKernel Translate(MethodInfo kernel)
    {
        if (!idle.TryTake(out var translator))
        {
            translator = new KernelTranslator();
        }

        var path = Path.Combine(folder.Path, $"{Interlocked.Increment(ref translated)}.cl");
        var translation = translator.Translate(kernel, path);
        idle.Add(translator);
        return translation;
    }
}
