using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>A test of a page in a browser, where one is installed.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        Skip = Browser.Missing;
    }
}
