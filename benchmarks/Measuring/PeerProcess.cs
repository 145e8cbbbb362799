using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace TrpoGpu.Benchmarks.Measuring;

/// <summary>A script of <c>benchmarks/peers</c> that takes turns: a line asks, a line of JSON answers.</summary>
internal sealed class PeerProcess : IDisposable
{
    /// <summary>Asks for a product of matrices of <see cref="MatrixProductFlops"/>.</summary>
    internal const string MatrixProduct = "matrix-product";

    /// <summary>Floating-point operations of 4096x256 by 256x256.</summary>
    internal const double MatrixProductFlops = 2.0 * 4096 * 256 * 256;

    private const string LibraryPath = "LD_LIBRARY_PATH";
    private const int MostErrorCharacters = 300;

    private readonly Process process;
    private readonly Lock errors = new();
    private string lastError = "";

    /// <summary>Starts a peer.</summary>
    /// <exception cref="PeerException">It cannot be started.</exception>
    internal PeerProcess(PeerStart how)
    {
        Name = how.Name;
        string script = Path.Combine(how.Folder, $"{Name}_trpo.py");
        if (!File.Exists(script))
        {
            throw new PeerException($"{Name}: there is no {Path.GetFileName(script)} in the folder of peers");
        }

        ProcessStartInfo start = new(how.Python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] threads = how.Threads is int count ? ["--threads", $"{count}"] : [];
        foreach (string argument in
            (string[])[script, "--serve", "--device", how.Device, "--turn", "0.1", .. threads])
        {
            start.ArgumentList.Add(argument);
        }

        if (how.Libraries is not null)
        {
            string? others = Environment.GetEnvironmentVariable(LibraryPath);
            start.Environment[LibraryPath] =
                string.IsNullOrEmpty(others) ? how.Libraries : $"{how.Libraries}:{others}";
        }

        // It would take most of the device's memory for itself.
        start.Environment["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false";
        try
        {
            process = Process.Start(start) ?? throw new PeerException($"{Name}: {how.Python} did not start");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // The exception's own words hold paths, which no result should.
            throw new PeerException($"{Name}: {Path.GetFileName(how.Python)} does not start; --python names another");
        }

        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Which framework.</summary>
    internal string Name { get; }

    /// <summary>Asks for one turn.</summary>
    /// <param name="request"><c>OP VARIANT SHAPE ROWS HEAD</c>, or <see cref="MatrixProduct"/>.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <exception cref="PeerException">There is no answer, or it is an error.</exception>
    internal PeerAnswer Ask(string request, TimeSpan patience)
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

    private PeerAnswer Parse(string request, string answer)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            JsonElement line = json.RootElement;
            if (line.TryGetProperty("error", out JsonElement error))
            {
                throw new PeerException($"{Name}: {error}");
            }

            double seconds = line.GetProperty("seconds").GetDouble();
            double fastest = line.TryGetProperty("min_seconds", out JsonElement least) ? least.GetDouble() : seconds;
            return new PeerAnswer(seconds, fastest, Text("version"), Text("blas"));

            string Text(string name) => line.TryGetProperty(name, out JsonElement text) ? text.ToString() : "";
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
