using System;

namespace ILGPU.Runtime.Simt;

/// <summary>A mistake in a kernel or in its launch, or a limit of the device.</summary>
public sealed class SimtException : AcceleratorException
{
    internal SimtException(SimtFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What kind of mistake.</summary>
    public SimtFault Fault { get; }
}
