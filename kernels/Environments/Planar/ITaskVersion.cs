namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>The version of a Gymnasium task, where versions differ in more than a number.</summary>
public interface ITaskVersion
{
    /// <summary>4 or 5.</summary>
    static abstract int Number { get; }
}

/// <summary>Version 4.</summary>
public readonly struct Version4 : ITaskVersion
{
    /// <inheritdoc/>
    public static int Number => 4;
}

/// <summary>Version 5.</summary>
public readonly struct Version5 : ITaskVersion
{
    /// <inheritdoc/>
    public static int Number => 5;
}
