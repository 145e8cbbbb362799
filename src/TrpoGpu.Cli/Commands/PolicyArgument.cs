using System.CommandLine;
using System.IO;
using TrpoGpu.Files;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary>The argument by which commands that use a trained policy are told which.</summary>
internal sealed class PolicyArgument
{
    /// <summary>A run folder, or the file itself.</summary>
    internal Argument<string> Run { get; } = new("run")
    {
        HelpName = "run",
        Description = "run folder, or a policy.safetensors",
    };

    /// <summary>Reads the policy that was named, if its environment is built in.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="verb">What is to be done with it.</param>
    /// <exception cref="UsageException">There is no such file, or the environment is a user's.</exception>
    /// <exception cref="InvalidFileException">The file is not a policy, or damaged.</exception>
    internal (string Path, PolicyContents Contents) Read(ParseResult parsed, string verb)
    {
        string run = parsed.GetValue(Run)!;
        string path = Directory.Exists(run) ? new RunFiles(run).Policy : run;
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"there is no policy {DisplayText.Quote(path)}; name a run folder or a policy.safetensors");
        }

        PolicyContents contents = PolicyFile.Read(path);
        return BuiltInEnvironments.TryFind(contents.EnvironmentId, out _)
            ? (path, contents)
            : throw new UsageException(
                $"{path} was trained on {DisplayText.Quote(contents.EnvironmentId)}, which is not built in; " +
                $"{verb} it in the program that has this environment");
    }
}
