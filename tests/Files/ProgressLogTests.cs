using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class ProgressLogTests : IDisposable
{
    private static readonly string[] Columns = ["time/iterations", "train/cg_stop", "train/kl_divergence_loss"];
    private readonly TemporaryFolder folder = new();

    private string JsonPath => folder["progress.jsonl"];

    private string CsvPath => folder["progress.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Both_files_hold_every_row()
    {
        using ProgressLog log = ProgressLog.Create(JsonPath, CsvPath, Columns);
        log.Append([1L, "converged", 0.1]);
        log.Append([2_000_000L, "", double.NaN]);
        log.Append([true, MetricValue.None, double.NegativeInfinity]);
        log.Append([1e-300, "Größe <1>, \"q\"", 1.0 / 3]);
        Assert.Equal(4, log.Rows);

        // The log is still open: every row is handed over at once.
        Assert.Equal(
            """"
            {"time/iterations":1,"train/cg_stop":"converged","train/kl_divergence_loss":0.1}
            {"time/iterations":2000000,"train/cg_stop":"","train/kl_divergence_loss":null}
            {"time/iterations":1,"train/cg_stop":null,"train/kl_divergence_loss":null}
            {"time/iterations":1E-300,"train/cg_stop":"Größe <1>, \"q\"","train/kl_divergence_loss":0.3333333333333333}

            """",
            ReadShared(JsonPath));
        Assert.Equal(
            """"
            time/iterations,train/cg_stop,train/kl_divergence_loss
            1,converged,0.1
            2000000,,nan
            1,,-inf
            1E-300,"Größe <1>, ""q""",0.3333333333333333

            """",
            ReadShared(CsvPath));
        Assert.All(ReadShared(JsonPath).TrimEnd().Split('\n'), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public void A_run_resumed_after_any_crash_has_the_log_of_an_undisturbed_one()
    {
        using (ProgressLog log = ProgressLog.Create(JsonPath, CsvPath, Columns))
        {
            WriteRows(log, 0, 6);
        }

        byte[] json = File.ReadAllBytes(JsonPath);
        byte[] csv = File.ReadAllBytes(CsvPath);
        int jsonStart = EndOfLine(json, 4);
        int csvStart = EndOfLine(csv, 5);
        for (int crash = 0; crash <= json.Length - jsonStart; crash++)
        {
            File.WriteAllBytes(JsonPath, json[..(jsonStart + crash)]);
            File.WriteAllBytes(CsvPath, csv[..Math.Min(csv.Length, csvStart + crash)]);
            using (ProgressLog log = ProgressLog.Resume(JsonPath, CsvPath, Columns, rows: 4))
            {
                Assert.Equal((4, 0), (log.Rows, log.MissingRows));
                WriteRows(log, 4, 6);
            }

            Assert.Equal(json, File.ReadAllBytes(JsonPath));
            Assert.Equal(csv, File.ReadAllBytes(CsvPath));
        }
    }

    [Theory]
    [InlineData(6, 3)]
    [InlineData(3, 6)]
    [InlineData(0, 0)]
    [InlineData(5, -1)]
    public void Files_that_lost_rows_are_continued_in_step(int jsonRows, int csvRows)
    {
        using (ProgressLog log = ProgressLog.Create(JsonPath, CsvPath, Columns))
        {
            WriteRows(log, 0, 6);
        }

        byte[] json = File.ReadAllBytes(JsonPath);
        byte[] csv = File.ReadAllBytes(CsvPath);
        File.WriteAllBytes(JsonPath, json[..EndOfLine(json, jsonRows)]);
        File.WriteAllBytes(CsvPath, csv[..EndOfLine(csv, csvRows + 1)]);
        using (ProgressLog log = ProgressLog.Resume(JsonPath, CsvPath, Columns, rows: 5))
        {
            int kept = Math.Max(0, Math.Min(jsonRows, csvRows));
            Assert.Equal((kept, 5 - kept), (log.Rows, log.MissingRows));
            WriteRows(log, kept, 6);
        }

        Assert.Equal(json, File.ReadAllBytes(JsonPath));
        Assert.Equal(csv, File.ReadAllBytes(CsvPath));
    }

    [Fact]
    public void Missing_files_are_created_when_a_run_is_resumed()
    {
        using ProgressLog log = ProgressLog.Resume(JsonPath, CsvPath, Columns, rows: 3);
        Assert.Equal((0, 3), (log.Rows, log.MissingRows));
        Assert.Equal(string.Join(',', Columns) + "\n", ReadShared(CsvPath));
    }

    [Fact]
    public void A_log_with_other_columns_is_refused_and_both_files_are_left_as_they_are()
    {
        using (ProgressLog log = ProgressLog.Create(JsonPath, CsvPath, Columns))
        {
            WriteRows(log, 0, 2);
        }

        byte[][] before = [File.ReadAllBytes(JsonPath), File.ReadAllBytes(CsvPath)];
        InvalidFileException error = Assert.Throws<InvalidFileException>(
            () => ProgressLog.Resume(JsonPath, CsvPath, Columns.Reverse().ToArray(), rows: 0));
        Assert.Equal((CsvPath, "line 1"), (error.Path, error.Where));
        Assert.Equal(before, [File.ReadAllBytes(JsonPath), File.ReadAllBytes(CsvPath)]);
        File.WriteAllText(JsonPath, "something else\n");
        Assert.Throws<InvalidFileException>(() => ProgressLog.Resume(JsonPath, CsvPath, Columns, rows: 0));
        Assert.Equal("something else\n", File.ReadAllText(JsonPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a\"")]
    [InlineData("a\n")]
    [InlineData("time/fps")]
    public void A_bad_column_is_a_mistake(string name)
    {
        Assert.Throws<ArgumentException>(() => ProgressLog.Create(JsonPath, CsvPath, ["time/fps", name]));
        Assert.Empty(folder.Names());
    }

    [Fact]
    public void A_bad_row_is_a_mistake_and_writes_nothing()
    {
        using ProgressLog log = ProgressLog.Create(JsonPath, CsvPath, Columns);
        Assert.Throws<ArgumentException>(() => log.Append([1.0]));
        Assert.Throws<ArgumentException>(() => log.Append([1.0, "two\nlines", 2.0]));
        Assert.Equal(0, new FileInfo(JsonPath).Length);
    }

    [Fact]
    public void The_metric_names_are_columns_and_those_of_other_tools_are_among_them()
    {
        string[] others =
        [
            "rollout/ep_rew_mean", "rollout/ep_len_mean", "time/fps", "time/iterations", "time/time_elapsed",
            "time/total_timesteps", "train/policy_objective", "train/value_loss", "train/kl_divergence_loss",
            "train/explained_variance", "train/is_line_search_success", "train/std",
        ];
        ProgressLog.Create(JsonPath, CsvPath, MetricNames.All).Dispose();
        Assert.Empty(others.Except(MetricNames.All));
        Assert.Equal(
            typeof(MetricNames).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(),
            MetricNames.All.Order());
    }

    private static void WriteRows(ProgressLog log, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            log.Append([(long)k, "converged", 1.0 / (k + 3)]);
        }
    }

    private static int EndOfLine(byte[] text, int line)
    {
        int end = 0;
        for (int k = 0; k < line; k++)
        {
            end = Array.IndexOf(text, (byte)'\n', end) + 1;
        }

        return end;
    }

    private static string ReadShared(string path)
    {
        using StreamReader reader =
            new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
