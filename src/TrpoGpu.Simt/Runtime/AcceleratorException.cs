using System;

namespace ILGPU.Runtime;

/// <summary>A device did not do what it was asked.</summary>
public abstract class AcceleratorException : Exception
{
    private protected AcceleratorException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
