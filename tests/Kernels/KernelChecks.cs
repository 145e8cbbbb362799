using Xunit.Abstractions;
using Xunit.Sdk;

namespace TrpoGpu.Tests.Kernels;

/// <summary>Says in the output of the test run which checks of kernels ran, and which did not and why.</summary>
internal static class KernelChecks
{
    internal static void Say(IMessageSink messages, string text) =>
        messages.OnMessage(new DiagnosticMessage($"Kernels: {text}"));
}
