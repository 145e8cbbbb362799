namespace TrpoGpu.Replay;

/// <summary>The arithmetic that a recording is replayed in.</summary>
internal enum ReplayPrecision
{
    /// <summary>Single precision: the CPU engine's own steps, in its widest vectors.</summary>
    Single,

    /// <summary>Double precision: the same equations in the reference engine.</summary>
    Double,
}
