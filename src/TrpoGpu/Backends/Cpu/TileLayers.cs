namespace TrpoGpu.Backends.Cpu;

/// <summary>The dense layers of a network over one tile, on the calling thread.</summary>
internal abstract unsafe class TileLayers
{
    /// <summary>Network outputs, without keeping activations.</summary>
    /// <param name="parameters">[P] read.</param>
    /// <param name="input">[I,64] read.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="scratch">Its layer values are overwritten.</param>
    /// <param name="output">[O,64] write.</param>
    public abstract void Infer(
        float* parameters, float* input, int rows, in TileScratch scratch, float* output);

    /// <summary>
    /// The same of a single row, with equal bits: vectors lie over the outputs of a layer, where those over rows would
    /// be almost empty.
    /// </summary>
    /// <param name="parameters">[P] read, and up to a granule beyond.</param>
    /// <param name="input">[I] read.</param>
    /// <param name="scratch">Its layer values are overwritten.</param>
    /// <returns>[O] in the scratch memory.</returns>
    public abstract float* InferRow(float* parameters, float* input, in TileScratch scratch);

    /// <summary>
    /// Network outputs of a kept tile, in whose place they and all activations are written.
    /// </summary>
    public abstract void Forward(float* parameters, float* tile, int rows);

    /// <summary>Directional derivative of the network outputs.</summary>
    /// <param name="parameters">[P] read.</param>
    /// <param name="direction">[P] read.</param>
    /// <param name="tile">A kept tile, after <see cref="Forward"/>.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="scratch">Its layer values are overwritten; its distribution receives the tangent.</param>
    public abstract void Tangent(
        float* parameters, float* direction, float* tile, int rows, in TileScratch scratch);

    /// <summary>Adds the gradient in weights and biases to the scratch gradient, or begins with it.</summary>
    /// <param name="parameters">[P] read.</param>
    /// <param name="tile">A kept tile, after <see cref="Forward"/>.</param>
    /// <param name="rows">1 to 64: rows beyond contribute nothing.</param>
    /// <param name="start">Whether the gradient begins here.</param>
    /// <param name="scratch">Its distribution holds the gradient in the outputs.</param>
    public abstract void Backward(
        float* parameters, float* tile, int rows, ProductStart start, in TileScratch scratch);

    /// <summary>Carries a gradient from the outputs of a layer to those of the layer before.</summary>
    /// <param name="layer">Which, from 1 on.</param>
    /// <param name="parameters">[P] read.</param>
    /// <param name="tile">A kept tile, after <see cref="Forward"/>.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="gradient">[O,64] read.</param>
    /// <param name="result">[I,64] write.</param>
    public abstract void BackwardInput(
        int layer, float* parameters, float* tile, int rows, float* gradient, float* result);

    /// <summary>Sums of products of all pairs of columns over the rows: <c>start + X' X</c>.</summary>
    /// <param name="columns">X [count,64] read, and whole granules of columns beyond.</param>
    /// <param name="count">Columns.</param>
    /// <param name="rows">1 to 64: rows beyond contribute nothing.</param>
    /// <param name="start">Whether the sums begin here.</param>
    /// <param name="transposed">[64, count in whole granules] overwritten.</param>
    /// <param name="sums">[count, count in whole granules].</param>
    public abstract void SecondMoments(
        float* columns, int count, int rows, ProductStart start, float* transposed, float* sums);
}
