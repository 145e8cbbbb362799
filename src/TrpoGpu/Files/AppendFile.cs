using System;
using System.Buffers;
using System.IO;

namespace TrpoGpu.Files;

/// <summary>
/// A file that only grows, by whole records: what is appended waits in memory until <see cref="Flush"/> hands
/// it to the system in one write. A write that fails leaves no torn record behind and is repeated by the next
/// flush.
/// </summary>
internal sealed class AppendFile : IDisposable
{
    private readonly string path;
    private readonly Stream stream;
    private readonly ArrayBufferWriter<byte> pending = new();
    private long length;

    /// <summary>Appends to <paramref name="stream"/> from its end; the file owns the stream.</summary>
    internal AppendFile(string path, Stream stream)
    {
        this.path = path;
        this.stream = stream;
        length = stream.Length;
    }

    /// <summary>What waits to be written: append whole records to it.</summary>
    internal IBufferWriter<byte> Pending => pending;

    /// <summary>Creates a file that must not exist.</summary>
    /// <exception cref="FileAccessException">It exists, or the system refused.</exception>
    internal static AppendFile Create(string path) => Open(path, FileMode.CreateNew);

    /// <summary>Opens a file, or creates it.</summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    internal static AppendFile OpenOrCreate(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>
    /// Reads what the file held when it was opened, from <paramref name="position"/> on; returns how many
    /// bytes there were, fewer than asked for only at the end.
    /// </summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    internal int Read(long position, byte[] buffer)
    {
        int count = 0;
        Guard("read", () =>
        {
            stream.Position = position;
            count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        });
        return count;
    }

    /// <summary>Cuts the file after its first <paramref name="length"/> bytes.</summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    internal void Cut(long length) => Guard("write", () =>
    {
        stream.SetLength(length);
        this.length = length;
    });

    /// <summary>Hands what waits to the system: from here on it survives the end of this process.</summary>
    /// <exception cref="FileAccessException">
    /// The system refused; the records wait for the next flush.
    /// </exception>
    internal void Flush()
    {
        if (pending.WrittenCount == 0)
        {
            return;
        }

        try
        {
            stream.Position = length;
            stream.Write(pending.WrittenSpan);
            stream.Flush();
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            RemoveTorn();
            throw new FileAccessException("write", path, error);
        }

        length += pending.WrittenCount;
        pending.ResetWrittenCount();
    }

    /// <summary>Flushes as far as the disk: from here on it survives a loss of power.</summary>
    /// <exception cref="FileAccessException">The system refused.</exception>
    internal void FlushToDisk()
    {
        Flush();
        Guard("write", () => (stream as FileStream)?.Flush(flushToDisk: true));
    }

    /// <summary>Flushes and closes.</summary>
    public void Dispose()
    {
        try
        {
            Flush();
        }
        finally
        {
            stream.Dispose();
        }
    }

    private static AppendFile Open(string path, FileMode mode)
    {
        try
        {
            // No buffer: a record reaches the system in one write.
            return new AppendFile(
                path, new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            throw new FileAccessException("open", path, error);
        }
    }

    // If this fails too, the torn record is dropped when the run is resumed, like that of a crash.
    private void RemoveTorn()
    {
        try
        {
            stream.SetLength(length);
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
        }
    }

    private void Guard(string operation, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (FileAccessException.IsRefusal(error))
        {
            throw new FileAccessException(operation, path, error);
        }
    }
}
