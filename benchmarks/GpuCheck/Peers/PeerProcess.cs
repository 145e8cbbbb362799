using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace TrpoGpu.GpuCheck.Peers;

/// <summary>A script of <c>benchmarks/peers</c> that takes turns: a line asks, a line of JSON answers.</summary>
internal sealed class PeerProcess : IDisposable
{
    private const int MostErrorCharacters = 300;

    private readonly Process process;
    private readonly Lock errors = new();
    private string lastError = "";

    /// <summary>Starts a peer.</summary>
    /// <param name="name"><c>torch</c> or <c>jax</c>.</param>
    /// <param name="python">What runs it.</param>
    /// <param name="folder">Where its script is.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="PeerException">It cannot be started.</exception>
    internal PeerProcess(string name, string python, string folder, string device)
    {
        Name = name;
        string script = Path.Combine(folder, $"{name}_trpo.py");
        if (!File.Exists(script))
        {
            throw new PeerException($"{name}: there is no {Path.GetFileName(script)} in the folder of peers");
        }

        ProcessStartInfo start = new(python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in (string[])[script, "--serve", "--device", device, "--turn", "0.1"])
        {
            start.ArgumentList.Add(argument);
        }

        // It would take most of the device's memory for itself.
        start.Environment["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false";
        try
        {
            process = Process.Start(start) ?? throw new PeerException($"{name}: {python} did not start");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // The exception's own words hold paths, which no result should.
            throw new PeerException($"{name}: {Path.GetFileName(python)} does not start; --python names another");
        }

        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Which framework.</summary>
    internal string Name { get; }

    /// <summary>Asks for one turn.</summary>
    /// <param name="request"><c>OP VARIANT SHAPE ROWS HEAD</c>.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <returns>Median seconds of a run, and the framework's version.</returns>
    /// <exception cref="PeerException">There is no answer, or it is an error.</exception>
    internal (double Seconds, string Version) Ask(string request, TimeSpan patience)
    {
        string? answer;
        try
        {
            process.StandardInput.WriteLine(request);
            process.StandardInput.Flush();
            Task<string?> reading = process.StandardOutput.ReadLineAsync();
            answer = reading.Wait(patience)
                ? reading.Result
                : throw new PeerException($"{Name}: no answer to '{request}' in {patience.TotalSeconds:0} s");
        }
        catch (Exception broken) when (broken is IOException or AggregateException)
        {
            answer = null;
        }

        return answer is null ? throw Ended() : Parse(request, answer);
    }

    /// <summary>Ends the peer; one that does not end by itself is ended.</summary>
    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(2)))
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // It has ended before: that was wanted.
        }

        process.Dispose();
    }

    private (double Seconds, string Version) Parse(string request, string answer)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            JsonElement line = json.RootElement;
            if (line.TryGetProperty("error", out JsonElement error))
            {
                throw new PeerException($"{Name}: {error}");
            }

            string version = line.TryGetProperty("version", out JsonElement text) ? text.ToString() : "";
            return (line.GetProperty("seconds").GetDouble(), version);
        }
        catch (Exception other) when (other is JsonException or System.Collections.Generic.KeyNotFoundException)
        {
            throw new PeerException(string.Create(
                CultureInfo.InvariantCulture, $"{Name}: '{answer}' is no answer to '{request}'"));
        }
    }

    private PeerException Ended()
    {
        process.WaitForExit(TimeSpan.FromSeconds(2));
        lock (errors)
        {
            return new PeerException($"{Name}: {(lastError.Length > 0 ? lastError : "ended without a word")}");
        }
    }

    private void Remember(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            lock (errors)
            {
                lastError = line.Length > MostErrorCharacters ? line[..MostErrorCharacters] : line.Trim();
            }
        }
    }
}
