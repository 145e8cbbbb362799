using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>Tests that measure the whole process and must not share it with others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
