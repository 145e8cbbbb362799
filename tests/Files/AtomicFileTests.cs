using System;
using System.IO;
using System.Linq;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Writes_a_new_file_and_replaces_an_old_one()
    {
        string path = folder["a.txt"];
        AtomicFile.WriteText(path, "first, and longer");
        Assert.Equal("first, and longer", File.ReadAllText(path));
        AtomicFile.Write(path, "zwölf"u8.ToArray());
        Assert.Equal("zwölf", File.ReadAllText(path));
        Assert.Equal(["a.txt"], folder.Names());
    }

    [Fact]
    public void Accepts_a_path_without_a_folder()
    {
        string name = $"atomic-{Guid.NewGuid():N}.txt";
        try
        {
            AtomicFile.WriteText(name, "here");
            Assert.Equal("here", File.ReadAllText(name));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void Flushes_the_content_before_the_name_and_the_name_before_it_returns()
    {
        FaultyFiles files = new(failingCall: -1);
        AtomicFile.Write(folder["a"], stream => stream.Write(new byte[10]), files);
        Assert.Equal(["create", "write", "flush", "replace", "sync"], files.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_failing_call_leaves_the_old_file_or_the_new_one_and_nothing_else(bool exists)
    {
        byte[] old = new byte[5000];
        byte[] fresh = Enumerable.Repeat((byte)1, 7000).ToArray();
        int call = 0;
        bool failed;
        do
        {
            string path = folder["policy"];
            File.Delete(path);
            if (exists)
            {
                File.WriteAllBytes(path, old);
            }

            FaultyFiles files = new(call);
            Exception? error = Record.Exception(() => AtomicFile.Write(
                path,
                stream =>
                {
                    stream.Write(fresh, 0, 4000);
                    stream.Write(fresh, 4000, 3000);
                },
                files));
            failed = files.Failed;
            bool isFresh = !failed || files.Calls[^1] == "sync";
            Assert.Equal(isFresh || exists, File.Exists(path));
            if (File.Exists(path))
            {
                Assert.Equal(isFresh ? fresh : old, File.ReadAllBytes(path));
            }

            Assert.Equal(File.Exists(path) ? ["policy"] : [], folder.Names());
            if (failed)
            {
                FileAccessException refusal = Assert.IsType<FileAccessException>(error);
                Assert.Equal(path, refusal.Path);
                Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
                Assert.Contains(FaultyFiles.Cause, refusal.Message, StringComparison.Ordinal);
            }

            call++;
        }
        while (failed);

        Assert.Equal(7, call);
    }

    [Fact]
    public void An_error_of_the_content_itself_passes_through_and_leaves_the_old_file()
    {
        string path = folder["a"];
        AtomicFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100]);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a"], folder.Names());
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        string path = Path.Combine(folder["missing"], "a");
        FileAccessException error = Assert.Throws<FileAccessException>(() => AtomicFile.WriteText(path, "x"));
        Assert.Equal(("write", path), (error.Operation, error.Path));
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(folder["a"]);
        Assert.Throws<FileAccessException>(() => AtomicFile.WriteText(folder["a"], "x"));
        Assert.Equal(["a"], folder.Names());
    }

    [Fact]
    public void Only_its_own_leftovers_are_removed()
    {
        string[] kept = ["a.tmp-0123456789abcde", "a.tmp-0123456789abcdeX", "a.tmp", "b.tmp-", "policy"];
        foreach (string name in kept.Append("policy.tmp-0123456789abcdef"))
        {
            File.WriteAllText(folder[name], string.Empty);
        }

        AtomicFile.RemoveLeftovers(folder.Path);
        Assert.Equal(kept.Order(StringComparer.Ordinal), folder.Names().Order(StringComparer.Ordinal));
    }
}
