using System.CommandLine;
using System.IO;
using TrpoGpu.Backends;
using TrpoGpu.Files;

namespace TrpoGpu.Cli.Commands;

/// <summary><c>trpo devices</c>: what can compute here.</summary>
internal static class DevicesCommand
{
    internal static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("devices", "List what can compute here, and say where ILGPU comes from.") { json };
        command.SetAction(parsed => CommandLineErrors.Guard(
            parsed.InvocationConfiguration.Error,
            () => Run(parsed.GetValue(json), parsed.InvocationConfiguration.Output)));
        return command;
    }

    private static int Run(bool json, TextWriter output)
    {
        foreach (string name in BackendFactory.Names)
        {
            using ComputeBackend backend = BackendFactory.Create(name);
            if (backend.Name == name)
            {
                Write(json, output, name, $"{backend.Description}{Processor(name)}");
            }
        }

        Write(json, output, "ilgpu", IlgpuSupply.Description);
        return ExitCode.Done;
    }

    private static string Processor(string device) =>
        device == "cpu" ? $" ({SystemInfo.Current.Processor}, {SystemInfo.Current.Simd})" : "";

    private static void Write(bool json, TextWriter output, string name, string description)
    {
        if (json)
        {
            new JsonLine().Add("device", name).Add("description", description).WriteTo(output);
        }
        else
        {
            output.WriteLine($"{name,-10} {description}");
        }
    }
}
