using System.Linq;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <content>What tests alone need of the table.</content>
internal static partial class ShapeCases
{
    /// <summary>The cases, by name for a theory: those that this machine can afford.</summary>
    public static TheoryData<string> Names => [.. Affordable.Select(c => c.Name)];
}
