using System;
using System.CommandLine;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo devices</c>: what can compute here, and how fast it could.</summary>
internal static class DevicesCommand
{
    private const string Examples =
        """
        Rates are measured: bytes that a copy within the memory reads and writes, and operations of multiply-adds in
        registers, two each, which 'trpo bench' compares its timings with. What is slow on purpose is not measured.

        Examples:
          trpo devices
          trpo devices --json
          trpo devices --no-rates
        """;

    internal static Command Create()
    {
        Option<bool> noRates = new("--no-rates")
        {
            Description = "list without measuring, which opens no device (default off)",
        };
        Option<bool> json = CommonOptions.Json();
        DocumentedCommand command = new(
            "devices", "List what can compute here, with memory and measured rates, and say where ILGPU comes from.",
            _ => Examples)
        {
            noRates, json,
        };
        command.SetAction(parsed => CommandLineErrors.Guard(parsed.InvocationConfiguration.Error, () =>
        {
            DeviceReport report = new(parsed.InvocationConfiguration.Output, parsed.GetValue(json));
            report.Begin();
            foreach (string kind in BackendFactory.Names)
            {
                List(kind, isMeasured: !parsed.GetValue(noRates), report);
            }

            report.End();
            return ExitCode.Done;
        }));
        return command;
    }

    // In the order of the names; a kind without a device says why it has none.
    private static void List(string kind, bool isMeasured, DeviceReport report)
    {
        BackendDevice[] devices = [.. BackendFactory.Devices().Where(device => device.Kind == kind)];
        if (BackendFactory.WhyNone(kind) is string reason)
        {
            report.AddMissing(kind, reason);
        }

        foreach (BackendDevice device in devices)
        {
            (DeviceRates rates, string? failure) = isMeasured && device.IsUsable ? Measure(device) : (default, null);
            report.Add(failure is null ? device : device with { Fault = failure }, rates);
        }
    }

    // A device that does not even open, or compile, is one of the things to be listed.
    private static (DeviceRates Rates, string? Failure) Measure(BackendDevice device)
    {
        try
        {
            using ComputeBackend backend = BackendFactory.Create(device.Name);
            return (DeviceRates.Measure(backend), null);
        }
        catch (Exception failure)
        {
            return (default, failure.Message);
        }
    }
}
