using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace TrpoGpu.Kernels.Ilgpu;

/// <summary>The libraries through which ILGPU reaches drivers, under the names that a driver alone installs.</summary>
/// <remarks>
/// On Linux ILGPU asks for <c>libcuda.so</c> and <c>libOpenCL.so</c>. Those are links that come with development
/// packages; containers and machines that only run programs have <c>libcuda.so.1</c> and <c>libOpenCL.so.1</c>, and
/// ILGPU would find no device there.
/// </remarks>
internal static class DriverLibraries
{
    // Where Windows puts the driver of its guest; ILGPU looks there by itself, and only one of us may.
    private const string GuestFolder = "/usr/lib/wsl/lib";

    private static readonly Lazy<bool> Taught = new(Teach);

    /// <summary>Lets ILGPU find them; needed before its first context.</summary>
    internal static void Prepare() => _ = Taught.Value;

    /// <summary>The name under which the library of a kind of device is looked for.</summary>
    internal static string NameOf(bool isCuda) => (isCuda, OperatingSystem.IsLinux()) switch
    {
        (true, true) => "libcuda.so.1",
        (true, false) => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.dylib",
        (false, true) => "libOpenCL.so.1",
        (false, false) => OperatingSystem.IsWindows() ? "OpenCL.dll" : "OpenCL.framework",
    };

    /// <summary>Whether that library can be loaded.</summary>
    internal static bool IsThere(bool isCuda) => NativeLibrary.TryLoad(NameOf(isCuda), out _);

    private static bool Teach()
    {
        if (!OperatingSystem.IsLinux() || Directory.Exists(GuestFolder))
        {
            return false;
        }

        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
        return true;
    }

    // Zero leaves the search to the runtime.
    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name is "cuda" or "OpenCL" && NativeLibrary.TryLoad(NameOf(name == "cuda"), out IntPtr library)
            ? library
            : IntPtr.Zero;
}
