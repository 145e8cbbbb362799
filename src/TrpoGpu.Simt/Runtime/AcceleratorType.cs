namespace ILGPU.Runtime;

/// <summary>Kinds of device.</summary>
public enum AcceleratorType
{
    /// <summary>The host's processor.</summary>
    CPU,

    /// <summary>A GPU reached through CUDA.</summary>
    Cuda,

    /// <summary>A device reached through OpenCL.</summary>
    OpenCL,
}
