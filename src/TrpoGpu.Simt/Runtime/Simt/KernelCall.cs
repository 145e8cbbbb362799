namespace ILGPU.Runtime.Simt;

/// <summary>A kernel with the argument of a launch, for every thread to call.</summary>
internal abstract class KernelCall
{
    /// <summary>The kernel's class and method.</summary>
    internal abstract string Name { get; }

    /// <summary>The views in the argument.</summary>
    internal abstract int ViewCount { get; }

    /// <summary>Runs one thread.</summary>
    internal abstract void Invoke();

    /// <summary>A view in the argument.</summary>
    internal abstract ViewRange View(int index);

    /// <summary>Its name and the type of its elements.</summary>
    internal abstract ViewText Describe(int index);
}
