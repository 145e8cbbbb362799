using System;
using TrpoGpu.Kernels.Activations;
using TrpoGpu.Kernels.Distributions;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// The code of one network shape for one vector width: layers and head over tiles, and the layouts they use.
/// </summary>
internal sealed unsafe class CpuNetwork
{
    /// <summary>Puts together the code for a shape.</summary>
    public CpuNetwork(NetworkShape shape, LaneWidth width)
    {
        Shape = shape;
        Width = width;
        Layout = new TileLayout(shape);
        Gradient = new GradientLayout(shape);
        switch (width)
        {
            case LaneWidth.Sixteen:
                Layers = CreateLayers<Lanes16>();
                Head = CreateHead<Lanes16>();
                break;
            case LaneWidth.Eight:
                Layers = CreateLayers<Lanes8>();
                Head = CreateHead<Lanes8>();
                break;
            default:
                Layers = CreateLayers<Lanes1>();
                Head = CreateHead<Lanes1>();
                break;
        }
    }

    /// <summary>The shape.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The vector width.</summary>
    public LaneWidth Width { get; }

    /// <summary>Where the columns of a kept tile lie.</summary>
    public TileLayout Layout { get; }

    /// <summary>Where gradients lie while they are summed.</summary>
    public GradientLayout Gradient { get; }

    /// <summary>The dense layers.</summary>
    public TileLayers Layers { get; }

    /// <summary>What the outputs mean.</summary>
    public TileHead Head { get; }

    /// <summary>
    /// Distribution parameters of up to 64 rows on the calling thread: network outputs, then the free
    /// parameters.
    /// </summary>
    /// <param name="parameters">[P] read.</param>
    /// <param name="input">[I,64] read.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="scratch">This thread's.</param>
    /// <param name="distribution">[A,64] write; rows beyond <paramref name="rows"/> hold anything.</param>
    public void Infer(float* parameters, float* input, int rows, in TileScratch scratch, float* distribution)
    {
        Layers.Infer(parameters, input, rows, scratch, distribution);
        Head.FillFreeParameters(parameters + Shape.Mlp.ParameterCount, distribution, rows);
    }

    /// <summary>The same of a few rows, one after the other.</summary>
    /// <param name="parameters">[P] read, and up to a granule beyond.</param>
    /// <param name="observations">[rows,I] read.</param>
    /// <param name="rows">1 to 64.</param>
    /// <param name="scratch">This thread's.</param>
    /// <param name="distribution">[A,64] write; rows beyond <paramref name="rows"/> hold anything.</param>
    public void InferRows(
        float* parameters, float* observations, int rows, in TileScratch scratch, float* distribution)
    {
        for (int row = 0; row < rows; row++)
        {
            float* outputs = Layers.InferRow(
                parameters, observations + ((nint)row * Shape.Mlp.Inputs), scratch);
            for (int output = 0; output < Shape.Head.Size.NetworkOutputs; output++)
            {
                distribution[(output * Tile.Rows) + row] = outputs[output];
            }
        }

        Head.FillFreeParameters(parameters + Shape.Mlp.ParameterCount, distribution, rows);
    }

    /// <summary>
    /// The same for a kept tile, whose activations and distribution parameters are written.
    /// </summary>
    public void Forward(float* parameters, float* tile, int rows)
    {
        Layers.Forward(parameters, tile, rows);
        Head.FillFreeParameters(parameters + Shape.Mlp.ParameterCount, tile + Layout.Distribution, rows);
    }

    /// <summary>Leaves the tangent of a kept tile's distribution parameters in the scratch memory.</summary>
    /// <param name="parameters">[P] read.</param>
    /// <param name="direction">[P] read.</param>
    /// <param name="tile">A kept tile, after <see cref="Forward"/>.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="scratch">This thread's.</param>
    public void Tangent(float* parameters, float* direction, float* tile, int rows, in TileScratch scratch)
    {
        Layers.Tangent(parameters, direction, tile, rows, scratch);
        Head.FillFreeParameters(direction + Shape.Mlp.ParameterCount, scratch.Distribution, rows);
    }

    /// <summary>Adds the gradient of one tile, or begins with it.</summary>
    /// <param name="parameters">[P] read.</param>
    /// <param name="tile">A kept tile.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="start"><see cref="ProductStart.Zero"/> for the first tile of a run, then
    /// <see cref="ProductStart.Result"/>.</param>
    /// <param name="scratch">Holds the gradient in the distribution parameters; receives the one in the
    /// parameters.</param>
    public void Backward(float* parameters, float* tile, int rows, ProductStart start, in TileScratch scratch)
    {
        Head.AddFreeGradient(scratch.Distribution, rows, start, scratch.Gradient + Gradient.FreeOffset);
        Layers.Backward(parameters, tile, rows, start, scratch);
    }

    private TileLayers CreateLayers<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes> =>
        Shape.Mlp.Activation switch
        {
            ActivationKind.Tanh => new TileLayers<TLanes, Tanh>(Shape.Mlp, Layout, Gradient),
            ActivationKind.Relu => new TileLayers<TLanes, Relu>(Shape.Mlp, Layout, Gradient),
            ActivationKind.Elu => new TileLayers<TLanes, Elu>(Shape.Mlp, Layout, Gradient),
            ActivationKind.Sigmoid => new TileLayers<TLanes, Sigmoid>(Shape.Mlp, Layout, Gradient),
            ActivationKind.Softplus => new TileLayers<TLanes, Softplus>(Shape.Mlp, Layout, Gradient),
            ActivationKind.Identity => new TileLayers<TLanes, Identity>(Shape.Mlp, Layout, Gradient),
            _ => throw new ArgumentException(
                $"CpuNetwork: unknown activation {Shape.Mlp.Activation} in {Shape}."),
        };

    private TileHead CreateHead<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes> =>
        Shape.Head.Kind switch
        {
            HeadKind.Categorical => new TileHead<TLanes, Categorical>(Shape.Head.Size),
            HeadKind.DiagonalGaussian => new TileHead<TLanes, DiagonalGaussian>(Shape.Head.Size),
            HeadKind.MultiCategorical => new TileHead<TLanes, MultiCategorical>(Shape.Head.Size),
            HeadKind.Bernoulli => new TileHead<TLanes, Bernoulli>(Shape.Head.Size),
            HeadKind.UnitGaussian => new TileHead<TLanes, UnitGaussian>(Shape.Head.Size),
            _ => throw new ArgumentException($"CpuNetwork: unknown head {Shape.Head.Kind} in {Shape}."),
        };
}
