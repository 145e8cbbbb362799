using System.Diagnostics.CodeAnalysis;

namespace ILGPU.Runtime.Simt;

/// <summary>What is said where a view is misused; which kernel and thread did it is added where it ends.</summary>
internal static class ViewFault
{
    [DoesNotReturn]
    internal static void Index<T>(long index, long length) => throw new SimtException(
        SimtFault.OutOfBounds,
        length == 0
            ? $"expected no access to an empty view of {typeof(T).Name}, got index {index}"
            : $"expected an index from 0 to {length - 1} into a view of {length} {typeof(T).Name}, got {index}");

    [DoesNotReturn]
    internal static void SubView<T>(long index, long subViewLength, long length) => throw new SimtException(
        SimtFault.OutOfBounds,
        $"expected a part of a view of {length} {typeof(T).Name}, got {subViewLength} elements from index {index} on");

    [DoesNotReturn]
    internal static void Alignment<T, TOther>(int expected, long given) => throw new SimtException(
        SimtFault.OutOfBounds,
        $"expected a view of {typeof(T).Name} that begins at a multiple of {expected} bytes to cast to " +
        $"{typeof(TOther).Name}, got one that begins {given % expected} bytes beyond");
}
