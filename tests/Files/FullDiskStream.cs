using System.IO;

namespace TrpoGpu.Tests.Files;

/// <summary>Memory with a limit: a write beyond it stores what fits and fails, as a full disk does.</summary>
internal sealed class FullDiskStream : MemoryStream
{
    public long Limit { get; set; } = long.MaxValue;

    // The base class sends every other kind of write here.
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Position + count > Limit)
        {
            base.Write(buffer, offset, (int)(Limit - Position));
            throw new IOException("No space left on device");
        }

        base.Write(buffer, offset, count);
    }
}
