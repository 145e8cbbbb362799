using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TrpoGpu.Files;

namespace TrpoGpu;

/// <summary>Which run a checkpoint belongs to: what a trainer must be made with before it can go on from it.</summary>
/// <param name="Environment">Identifier, such as <c>CartPole-v1</c>.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Options">Settings in force when it was written.</param>
/// <param name="Backend">Name of the backend; another one goes on with other rounding.</param>
public sealed record CheckpointRun(string Environment, ulong Seed, TrpoOptions Options, string Backend)
{
    private const string Format = "trpogpu-checkpoint";
    private const string FormatVersion = "1";

    // A run may be given more steps; everything else is what it is.
    private const string Budget = "total_timesteps";

    /// <summary>Reads which run a checkpoint belongs to.</summary>
    /// <exception cref="InvalidFileException">The file is damaged or not a checkpoint: says where and why.</exception>
    /// <exception cref="FileAccessException">The system refused to read it.</exception>
    public static CheckpointRun Read(string path) => Read(SafetensorsFile.Read(path));

    internal static CheckpointRun Read(SafetensorsFile file)
    {
        Expect(file, "format", Format);
        Expect(file, "format_version", FormatVersion);
        string text = file.Text("seed");
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
        {
            throw Foreign(file, "seed", $"{DisplayText.Quote(text)} is no whole number");
        }

        try
        {
            TrpoOptions options = OptionTable.Apply(new TrpoOptions(), Encoding.UTF8.GetBytes(file.Text("config")));
            return new CheckpointRun(file.Text("env_id"), seed, options, file.Text("backend"));
        }
        catch (Exception cause) when (cause is OptionException or JsonException)
        {
            throw Foreign(file, "config", cause.Message);
        }
    }

    internal Dictionary<string, string> ToMetadata() => new()
    {
        ["format"] = Format,
        ["format_version"] = FormatVersion,
        ["env_id"] = Environment,
        ["seed"] = Seed.ToString(CultureInfo.InvariantCulture),
        ["backend"] = Backend,
        ["config"] = OptionTable.ToJson(Options),
    };

    /// <summary>Checks that a checkpoint is of this run, whatever its backend and its budget were.</summary>
    /// <exception cref="InvalidFileException">It is of another: says in what they differ.</exception>
    internal void Check(SafetensorsFile file)
    {
        CheckpointRun other = Read(file);
        Expect(file, "env_id", Environment);
        Expect(file, "seed", Seed.ToString(CultureInfo.InvariantCulture));
        foreach (Option option in OptionTable.All)
        {
            string theirs = option.Text(other.Options);
            string ours = option.Text(Options);
            if (theirs != ours && option.Name != Budget)
            {
                throw Foreign(file, "config", $"{option.Name} is {theirs}, expected {ours} as in this run");
            }
        }
    }

    private static void Expect(SafetensorsFile file, string key, string expected)
    {
        if (file.Text(key) != expected)
        {
            throw Foreign(file, key, $"it is {DisplayText.Quote(file.Text(key))}, expected '{expected}'");
        }
    }

    private static InvalidFileException Foreign(SafetensorsFile file, string key, string reason) =>
        new(file.Path, $"metadata {key}", reason, "Give the checkpoint of this run, of this version.");
}
