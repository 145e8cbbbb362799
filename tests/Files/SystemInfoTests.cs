using System;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Files;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class SystemInfoTests
{
    [Fact]
    public void Says_what_a_result_depends_on()
    {
        string text = SystemInfo.Current.ToJson("cpu", "CPU, 2 threads");
        using JsonDocument json = JsonDocument.Parse(text);
        Assert.Equal(
            ["library", "runtime", "platform", "architecture", "processor", "processors", "simd", "backend", "device"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.StartsWith(".NET 10.", Text("runtime"), StringComparison.Ordinal);
        Assert.StartsWith("0.1.0", Text("library"), StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessorCount, json.RootElement.GetProperty("processors").GetInt32());
        Assert.Equal("cpu", Text("backend"));
        Assert.Equal("CPU, 2 threads", Text("device"));
        Assert.All(
            json.RootElement.EnumerateObject(), member => Assert.NotEqual(string.Empty, member.Value.ToString()));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);

        string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
    }

    [Fact]
    public void Does_not_say_who_ran_it_or_where()
    {
        string text = SystemInfo.Current.ToJson("none", "none");
        Assert.DoesNotContain(Environment.MachineName, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('/' + Environment.UserName, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.CurrentDirectory, text, StringComparison.Ordinal);
        Assert.DoesNotContain(AppContext.BaseDirectory, text, StringComparison.Ordinal);
    }
}
