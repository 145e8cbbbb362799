using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>Tests of a page in a browser, where one is installed.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        Skip = Browser.Missing;
    }
}
