using System;
using System.Runtime.Intrinsics;
using Xunit;

namespace TrpoGpu.Tests.Numerics;

/// <summary>
/// Running the tests without some vector width proves something only if the width is gone: the runtime ignores a
/// setting that it does not know.
/// </summary>
public sealed class SimdSwitchTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 512)]
    [InlineData("DOTNET_EnableAVX2", 256)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public void A_width_that_was_switched_off_is_off(string variable, int bits)
    {
        if (Environment.GetEnvironmentVariable(variable) == "0")
        {
            Assert.False(IsAccelerated(bits));
        }
    }

    private static bool IsAccelerated(int bits) => bits switch
    {
        512 => Vector512.IsHardwareAccelerated,
        256 => Vector256.IsHardwareAccelerated,
        _ => Vector128.IsHardwareAccelerated,
    };
}
