using System.CommandLine;
using TrpoGpu.Cli;
using TrpoGpu.Cli.Commands;

RootCommand root = new("Trust Region Policy Optimization as a compute engine.")
{
    TrainCommand.Create(),
    EvalCommand.Create(),
    BenchCommand.Create(),
    EnvsCommand.Create(),
    DevicesCommand.Create(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    return CommandLineErrors.Report(parsed);
}

// Failures are reported by the commands themselves, as a line and an exit code.
return parsed.Invoke(
    new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
