using System;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime.Simt;

/// <summary>Repeats a launch from the same memory in other orders and with other garbage; compares the bits.</summary>
internal sealed unsafe class Sanitizer(Sanitizer.Runner run, SimtOptions options, uint devicePoison) : IDisposable
{
    private const int RandomOrders = 2;
    private static readonly RunOrder Natural = new(RunOrder.Kind.Natural);
    private static readonly RunOrder Reversed = new(RunOrder.Kind.Reversed);
    private static readonly RunOrder[] OtherOrders =
        [Reversed, new(RunOrder.Kind.Random, 1), new(RunOrder.Kind.Random, 2)];

    private readonly uint otherDevicePoison = Poison.OtherDeviceWord(options.PoisonSeed);
    private byte* images;       // all views before the launch, then all views after its first run
    private long capacity;
    private long bytes;
    private KernelCall call = null!;
    private KernelConfig config;

    internal delegate void Runner(KernelCall call, KernelConfig config, RunOrder order, uint poison);

    /// <summary>Runs a launch; what memory holds afterwards is the result of each of its runs.</summary>
    internal void Run(KernelCall given, KernelConfig sizes, ulong seed)
    {
        call = given;
        config = sizes;
        Reserve();
        CopyViewsTo(0);
        Run(Natural, SharedPoison(0), varyDevice: false);
        CopyViewsTo(bytes);

        Repeat(Natural, 1, varyDevice: true);
        Repeat(Reversed, 2, varyDevice: false);
        for (int k = 0; k < RandomOrders; k++)
        {
            Repeat(new RunOrder(RunOrder.Kind.Random, (seed * RandomOrders) + (ulong)k), 3 + k, varyDevice: false);
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(images);
        images = null;
    }

    private uint SharedPoison(int number) => Poison.SharedWord(options.PoisonSeed, number);

    private void Repeat(RunOrder order, int poison, bool varyDevice)
    {
        if (Differs(order, poison, varyDevice, out string report))
        {
            throw Diagnose(order, poison, report);
        }
    }

    // A thread that runs before the one it should have waited for finds garbage as well: what another order changes
    // while the garbage stays the same is a matter of order.
    private SimtException Diagnose(RunOrder order, int poison, string report)
    {
        foreach (RunOrder other in order == Natural ? OtherOrders : [order])
        {
            if (Differs(other, 0, varyDevice: false, out string orderReport))
            {
                return new SimtException(
                    SimtFault.OrderDependent,
                    $"{orderReport}: a race, a missing barrier or a sum whose order is not fixed");
            }
        }

        string where = Differs(order, poison, varyDevice: false, out _) ? "shared memory" : "device memory";
        return new SimtException(
            SimtFault.UninitializedRead,
            $"{report} and other garbage in fresh memory: {where} was read before it was written");
    }

    private bool Differs(RunOrder order, int poison, bool varyDevice, out string report)
    {
        Restore();
        Run(order, SharedPoison(poison), varyDevice);
        bool differs = FindDifference(out int view, out long offset);
        report = differs ? Report(order, view, offset) : "";
        return differs;
    }

    private void Run(RunOrder order, uint poison, bool varyDevice)
    {
        if (varyDevice)
        {
            for (int k = 0; k < call.ViewCount; k++)
            {
                Poison.Words(call.View(k).Bytes).Replace(devicePoison, otherDevicePoison);
            }
        }

        run(call, config, order, poison);
        if (varyDevice)
        {
            UndoVariation();
        }
    }

    // Garbage that is still where it was is no difference.
    private void UndoVariation()
    {
        byte* before = images;
        for (int k = 0; k < call.ViewCount; k++)
        {
            Span<byte> view = call.View(k).Bytes;
            Span<uint> words = Poison.Words(view);
            int first = words.IndexOf(otherDevicePoison);
            if (first >= 0)
            {
                fixed (uint* word = words)
                fixed (byte* begin = view)
                {
                    uint* old = (uint*)(before + ((byte*)word - begin));
                    for (int i = first; i < words.Length; i++)
                    {
                        if ((old[i] == devicePoison) && (words[i] == otherDevicePoison))
                        {
                            words[i] = devicePoison;
                        }
                    }
                }
            }

            before += view.Length;
        }
    }

    private void Reserve()
    {
        bytes = 0;
        for (int k = 0; k < call.ViewCount; k++)
        {
            bytes += call.View(k).Length;
        }

        if (2 * bytes > capacity)
        {
            capacity = 2 * bytes;
            images = (byte*)NativeMemory.Realloc(images, (nuint)capacity);
        }
    }

    private void CopyViewsTo(long offset)
    {
        for (int k = 0; k < call.ViewCount; k++)
        {
            Span<byte> view = call.View(k).Bytes;
            view.CopyTo(new Span<byte>(images + offset, view.Length));
            offset += view.Length;
        }
    }

    private void Restore()
    {
        long offset = 0;
        for (int k = 0; k < call.ViewCount; k++)
        {
            Span<byte> view = call.View(k).Bytes;
            new Span<byte>(images + offset, view.Length).CopyTo(view);
            offset += view.Length;
        }
    }

    private bool FindDifference(out int view, out long offset)
    {
        offset = bytes;
        for (view = 0; view < call.ViewCount; view++)
        {
            Span<byte> given = call.View(view).Bytes;
            int equal = given.CommonPrefixLength(new Span<byte>(images + offset, given.Length));
            if (equal < given.Length)
            {
                offset += equal;
                return true;
            }

            offset += given.Length;
        }

        return false;
    }

    private string Report(RunOrder order, int view, long offset)
    {
        ViewText text = call.Describe(view);
        long begin = bytes;
        for (int k = 0; k < view; k++)
        {
            begin += call.View(k).Length;
        }

        Span<byte> given = call.View(view).Bytes;
        int element = (int)((offset - begin) / text.Size);
        int at = element * text.Size;
        string expected = text.Value(new Span<byte>(images + begin + at, text.Size));
        return $"{call.Name}: {text.Name}[{element}] of {given.Length / text.Size}: expected {expected} as in " +
            $"{Natural}, got {text.Value(given[at..])} in {order}";
    }
}
