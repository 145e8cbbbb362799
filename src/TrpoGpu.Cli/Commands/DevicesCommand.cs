using System;
using System.CommandLine;
using System.Text.Json;
using TrpoGpu.Backends;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo devices</c>: what can compute here.</summary>
internal static class DevicesCommand
{
    internal static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("devices", "List what can compute here, and say where ILGPU comes from.") { json };
        command.SetAction(parsed => CommandLineErrors.Guard(() => Run(parsed.GetValue(json))));
        return command;
    }

    private static int Run(bool json)
    {
        foreach (string name in (string[])["cpu", "reference"])
        {
            using ComputeBackend backend = BackendFactory.Create(name);
            Console.WriteLine(json
                ? JsonSerializer.Serialize(new { device = backend.Name, description = backend.Description })
                : $"{backend.Name,-10} {backend.Description}");
        }

        Console.WriteLine(json
            ? JsonSerializer.Serialize(new { device = "ilgpu", description = IlgpuSupply.Description })
            : $"{"ilgpu",-10} {IlgpuSupply.Description}");
        return ExitCode.Done;
    }
}
