using System;
using System.IO;
using System.Linq;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class MonitorCsvTests : IDisposable
{
    private const string Head = "#{\"t_start\": 1700000000.25, \"env_id\": \"CartPole-v1\"}\nr,l,t\n";
    private readonly TemporaryFolder folder = new();
    private readonly FixedClock clock = new(1700000000.25);

    public void Dispose() => folder.Dispose();

    // The right-hand sides are what Python prints for round(x, 6).
    [Theory]
    [InlineData(200, "200.0")]
    [InlineData(-1234.5678912, "-1234.567891")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(2.0 / 3, "0.666667")]
    [InlineData(0, "0.0")]
    [InlineData(0.00042, "0.00042")]
    [InlineData(123456789.123456789, "123456789.123457")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Numbers_have_six_decimals_as_in_Python(double value, string expected)
    {
        using (MonitorCsv log = MonitorCsv.Create(folder["m.csv"], "CartPole-v1", clock))
        {
            clock.Seconds += 12.5;
            log.Append(value, 17);
        }

        Assert.Equal($"{Head}{expected},17,12.5\n", File.ReadAllText(folder["m.csv"]));
    }

    [Fact]
    public void The_largest_numbers_fit_in_a_line()
    {
        using (MonitorCsv log = MonitorCsv.Create(folder["m.csv"], "x", clock))
        {
            log.Append(double.MinValue, long.MaxValue);
        }

        string[] cells = File.ReadAllLines(folder["m.csv"])[2].Split(',');
        Assert.Equal(double.MinValue, double.Parse(cells[0]));
        Assert.Equal(3, cells.Length);
    }

    [Fact]
    public void The_name_of_the_environment_is_quoted()
    {
        MonitorCsv.Create(folder["m.csv"], "a\"b\nc", clock).Dispose();
        Assert.Equal(2, File.ReadAllLines(folder["m.csv"]).Length);
        MonitorCsv.Resume(folder["m.csv"], "a\"b\nc", 0, clock).Dispose();
    }

    [Fact]
    public void A_run_resumed_after_any_crash_has_the_log_of_an_undisturbed_one()
    {
        string path = folder["m.csv"];
        using (MonitorCsv log = MonitorCsv.Create(path, "CartPole-v1", clock))
        {
            WriteEpisodes(log, 0, 9);
        }

        byte[] undisturbed = File.ReadAllBytes(path);
        int checkpoint = EndOfLine(undisturbed, 2 + 5);
        for (int crash = checkpoint; crash <= undisturbed.Length; crash++)
        {
            File.WriteAllBytes(path, undisturbed[..crash]);
            clock.Seconds = 1700009999;
            using (MonitorCsv log = MonitorCsv.Resume(path, "CartPole-v1", 5, clock))
            {
                Assert.Equal((5, 0), (log.Rows, log.MissingRows));
                clock.Seconds = 1700000000.25;
                WriteEpisodes(log, 5, 9);
                Assert.Equal(9, log.Rows);
            }

            Assert.Equal(undisturbed, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void A_log_cut_before_the_checkpoint_is_continued_and_says_how_much_is_missing()
    {
        string path = folder["m.csv"];
        using (MonitorCsv log = MonitorCsv.Create(path, "CartPole-v1", clock))
        {
            WriteEpisodes(log, 0, 5);
        }

        byte[] whole = File.ReadAllBytes(path);
        int start = EndOfLine(whole, 2);
        for (int crash = 0; crash <= whole.Length; crash++)
        {
            File.WriteAllBytes(path, whole[..crash]);
            using (MonitorCsv log = MonitorCsv.Resume(path, "CartPole-v1", 5, clock))
            {
                int lines = whole[..crash].Count(value => value == '\n');
                Assert.Equal(Math.Max(0, lines - 2), log.Rows);
                Assert.Equal(5 - log.Rows, log.MissingRows);
                WriteEpisodes(log, (int)log.Rows, 5);
            }

            Assert.Equal(whole, File.ReadAllBytes(path));
        }

        Assert.Equal(Head.Length, start);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a log\n", "line 1")]
    [InlineData("#{}\nr,l,t\n", "line 1")]
    [InlineData("#[]\nr,l,t\n", "line 1")]
    [InlineData("#{\"t_start\": 1e999, \"env_id\": \"CartPole-v1\"}\nr,l,t\n", "line 1")]
    [InlineData("#{\"t_start\": \"1\", \"env_id\": \"CartPole-v1\"}\nr,l,t\n", "line 1")]
    [InlineData("#{\"t_start\": 1, \"env_id\": \"Pendulum-v1\"}\nr,l,t\n", "line 1")]
    [InlineData("#{\"t_start\": 1, \"env_id\": \"CartPole-v1\"}\nr,l\n", "line 2")]
    public void A_file_that_is_not_the_log_is_refused_and_left_as_it_is(string content, string? where = null)
    {
        string path = folder["m.csv"];
        File.WriteAllText(path, content);
        if (where is null)
        {
            MonitorCsv.Resume(path, "CartPole-v1", 0, clock).Dispose();
            Assert.Equal(Head, File.ReadAllText(path));
            return;
        }

        InvalidFileException error = Assert.Throws<InvalidFileException>(
            () => MonitorCsv.Resume(path, "CartPole-v1", 0, clock));
        Assert.Equal((path, where), (error.Path, error.Where));
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void A_file_without_lines_is_refused_in_little_memory()
    {
        string path = folder["m.csv"];
        File.WriteAllText(path, "#" + new string('x', 1 << 20));
        Assert.Throws<InvalidFileException>(() => MonitorCsv.Resume(path, "CartPole-v1", 0, clock));
        Assert.Equal((1 << 20) + 1, new FileInfo(path).Length);
    }

    private static void WriteEpisodes(MonitorCsv log, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            log.Append(k * 1.1, 10 * k);
            log.Flush();
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
}
