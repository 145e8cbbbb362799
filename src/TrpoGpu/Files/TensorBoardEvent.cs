using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TrpoGpu.Files;

/// <summary>
/// Encodes the few messages of TensorBoard's event protocol that scalars need, each framed as a record.
/// </summary>
/// <remarks>
/// <code>
/// record  u64 length | u32 masked check of the length | message | u32 masked check of the message
/// Event   1 wall_time double | 2 step int64 | one of 3 file_version string, 5 summary Summary and
///         7 session_log SessionLog
/// Summary 1 Value, repeated
/// Value   1 tag string | 2 simple_value float
/// SessionLog 1 status, START = 1
/// </code>
/// Field numbers from tensorboard/compat/proto/event.proto and summary.proto.
/// </remarks>
internal sealed class TensorBoardEvent
{
    private const string FileVersion = "brain.Event:2";

    // A protocol-buffer key is the field number, shifted by three, and the kind of encoding.
    private const byte WallTimeKey = (1 << 3) | Fixed64;
    private const byte StepKey = (2 << 3) | Varint;
    private const byte FileVersionKey = (3 << 3) | Delimited;
    private const byte SummaryKey = (5 << 3) | Delimited;
    private const byte SessionLogKey = (7 << 3) | Delimited;
    private const byte ValueKey = (1 << 3) | Delimited;
    private const byte TagKey = (1 << 3) | Delimited;
    private const byte SimpleValueKey = (2 << 3) | Fixed32;
    private const byte StatusKey = (1 << 3) | Varint;
    private const byte StatusStart = 1;
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private readonly byte[][] tags;
    private readonly ArrayBufferWriter<byte> scalar = new();
    private readonly ArrayBufferWriter<byte> summary = new();
    private readonly ArrayBufferWriter<byte> message = new();

    internal TensorBoardEvent(IEnumerable<string> tags)
    {
        this.tags = tags.Select(Encoding.UTF8.GetBytes).ToArray();
    }

    /// <summary>Numbers of a row.</summary>
    internal int Tags => tags.Length;

    /// <summary>The first record of every file.</summary>
    internal void WriteFileVersion(IBufferWriter<byte> target, double wallTime)
    {
        BeginEvent(wallTime);
        WriteDelimited(message, FileVersionKey, Encoding.UTF8.GetBytes(FileVersion));
        WriteRecord(target);
    }

    /// <summary>
    /// Tells readers to forget what earlier files say about <paramref name="step"/> and later ones.
    /// </summary>
    internal void WriteSessionStart(IBufferWriter<byte> target, double wallTime, long step)
    {
        BeginEvent(wallTime, step);
        WriteDelimited(message, SessionLogKey, [StatusKey, StatusStart]);
        WriteRecord(target);
    }

    /// <summary>All numbers of one row; words and empty cells are left out.</summary>
    internal void WriteScalars(
        IBufferWriter<byte> target, double wallTime, long step, ReadOnlySpan<MetricValue> values)
    {
        summary.ResetWrittenCount();
        for (int k = 0; k < values.Length; k++)
        {
            if (values[k].IsNumber)
            {
                scalar.ResetWrittenCount();
                WriteDelimited(scalar, TagKey, tags[k]);
                scalar.Write([SimpleValueKey]);
                float number = (float)values[k].Number;
                BinaryPrimitives.WriteSingleLittleEndian(scalar.GetSpan(sizeof(float)), number);
                scalar.Advance(sizeof(float));
                WriteDelimited(summary, ValueKey, scalar.WrittenSpan);
            }
        }

        BeginEvent(wallTime, step);
        WriteDelimited(message, SummaryKey, summary.WrittenSpan);
        WriteRecord(target);
    }

    private void BeginEvent(double wallTime, long step = 0)
    {
        message.ResetWrittenCount();
        message.Write([WallTimeKey]);
        BinaryPrimitives.WriteDoubleLittleEndian(message.GetSpan(sizeof(double)), wallTime);
        message.Advance(sizeof(double));

        // Zero is what a reader assumes without the field.
        if (step != 0)
        {
            message.Write([StepKey]);
            WriteVarint(message, (ulong)step);
        }
    }

    private void WriteRecord(IBufferWriter<byte> target)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(length, message.WrittenCount);
        target.Write(length);
        WriteCheck(target, length);
        target.Write(message.WrittenSpan);
        WriteCheck(target, message.WrittenSpan);
    }

    private static void WriteCheck(IBufferWriter<byte> target, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target.GetSpan(sizeof(uint)), Crc32C.ComputeMasked(bytes));
        target.Advance(sizeof(uint));
    }

    private static void WriteDelimited(ArrayBufferWriter<byte> target, byte key, ReadOnlySpan<byte> content)
    {
        target.Write([key]);
        WriteVarint(target, (ulong)content.Length);
        target.Write(content);
    }

    // Seven bits a byte, lowest first; the top bit says that more follow.
    private static void WriteVarint(ArrayBufferWriter<byte> target, ulong value)
    {
        while (value >= 0x80)
        {
            target.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }

        target.Write([(byte)value]);
    }
}
