using System;
using System.Collections.Generic;
using System.IO;
using TrpoGpu.Files;

namespace TrpoGpu.Tests.Files;

/// <summary>The real file system, except that one call of its choice fails as a full disk would.</summary>
internal sealed class FaultyFiles(int failingCall) : IFileOperations
{
    private static readonly DiskFileOperations Disk = DiskFileOperations.Instance;

    public const string Cause = "No space left on device";

    public List<string> Calls { get; } = [];

    public bool Failed { get; private set; }

    public Stream Create(string path)
    {
        Count("create");
        return new Faulty(Disk.Create(path), this);
    }

    public void FlushToDisk(Stream file)
    {
        Count("flush");
        Disk.FlushToDisk(((Faulty)file).Inner);
    }

    public void Replace(string from, string to)
    {
        Count("replace");
        Disk.Replace(from, to);
    }

    public void SyncFolder(string folder)
    {
        Count("sync");
        Disk.SyncFolder(folder);
    }

    // Cleaning up is not counted: that it works after every failure is what the tests want to see.
    public void Delete(string path) => Disk.Delete(path);

    private void Count(string call)
    {
        Calls.Add(call);
        if (Calls.Count - 1 == failingCall)
        {
            Failed = true;
            throw new IOException(Cause);
        }
    }

    /// <summary>Writes half of what it is given before it fails.</summary>
    private sealed class Faulty(Stream inner, FaultyFiles owner) : Stream
    {
        public Stream Inner => inner;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count / 2);
            owner.Count("write");
            inner.Write(buffer, offset + (count / 2), count - (count / 2));
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
