using Xunit;

namespace TrpoGpu.Tests.Simt;

/// <summary>Tests that count what the whole process does, with nothing else running in it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
