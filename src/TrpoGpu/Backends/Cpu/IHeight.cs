namespace TrpoGpu.Backends.Cpu;

/// <summary>How many rows a register block has, as a type: what is not needed is not compiled.</summary>
internal interface IHeight
{
    /// <summary>Rows: 1 to <see cref="ProductBlock.MaxHeight"/>.</summary>
    static abstract int Rows { get; }
}

/// <summary>One row.</summary>
internal readonly struct Height1 : IHeight
{
    /// <inheritdoc/>
    public static int Rows => 1;
}

/// <summary>Two rows.</summary>
internal readonly struct Height2 : IHeight
{
    /// <inheritdoc/>
    public static int Rows => 2;
}

/// <summary>Three rows.</summary>
internal readonly struct Height3 : IHeight
{
    /// <inheritdoc/>
    public static int Rows => 3;
}

/// <summary>Four rows.</summary>
internal readonly struct Height4 : IHeight
{
    /// <inheritdoc/>
    public static int Rows => 4;
}

/// <summary>Five rows.</summary>
internal readonly struct Height5 : IHeight
{
    /// <inheritdoc/>
    public static int Rows => 5;
}

/// <summary>Six rows.</summary>
internal readonly struct Height6 : IHeight
{
    /// <inheritdoc/>
    public static int Rows => 6;
}
