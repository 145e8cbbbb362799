namespace ILGPU.Runtime;

/// <summary>A stretch of device memory with a rule for how its elements lie.</summary>
public readonly struct ArrayView1D<T, TStride>
    where T : unmanaged
    where TStride : struct
{
    internal ArrayView1D(ArrayView<T> baseView) => BaseView = baseView;

    /// <summary>The memory itself.</summary>
    public ArrayView<T> BaseView { get; }

    /// <summary>Elements.</summary>
    public long Length => BaseView.Length;

    /// <summary>The memory itself.</summary>
    public static implicit operator ArrayView<T>(ArrayView1D<T, TStride> view) => view.BaseView;
}
