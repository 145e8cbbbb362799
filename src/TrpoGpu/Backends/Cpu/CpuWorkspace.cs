namespace TrpoGpu.Backends.Cpu;

/// <summary>
/// The kept tiles of one network, the workers' scratch, the partial sums, and the work over them.
/// </summary>
internal sealed unsafe class CpuWorkspace : NetworkWorkspace
{
    private readonly AlignedMemory tiles;
    private readonly AlignedMemory partials;
    private readonly AlignedMemory tileSums;
    private readonly AlignedMemory passingTiles;
    private AlignedMemory? everyNthTiles;
    private int everyNthStride;

    public CpuWorkspace(CpuBackend owner, CpuNetwork network, int capacity)
        : base(owner, network.Shape, capacity)
    {
        Network = network;
        Scratch = new TileScratchSet(network, owner.Threads);
        tiles = AllocateTiles(capacity);
        passingTiles = AllocateTiles(owner.Threads * Tile.Rows);
        int chunks = BatchPartition.LargestChunkCount(capacity, network.Gradient.Length);
        partials = new AlignedMemory(sizeof(double) * (long)chunks * network.Gradient.Length, cleared: false);
        tileSums = new AlignedMemory(
            sizeof(double) * (long)TileScratch.TermColumns * Tile.Count(capacity), cleared: true);
        Load = new LoadWork(this);
        Forward = new ForwardWork(this);
        Mode = new ModeWork(this);
        Sample = new SampleWork(this);
        SurrogateGradient = new SurrogateGradientWork(this);
        LikelihoodGradient = new LikelihoodGradientWork(this);
        ProximalGradient = new ProximalGradientWork(this);
        OldDistribution = new OldDistributionWork(this);
        KeepActivations = new KeepActivationsWork(this);
        FisherGather = new FisherGatherWork(this);
        FisherProduct = new FisherProductWork(this);
        SurrogateTerms = new SurrogateTermsWork(this);
        LikelihoodTerms = new LikelihoodTermsWork(this);
        Reduction = new ReductionWork(this);
    }

    /// <summary>The code.</summary>
    public CpuNetwork Network { get; }

    /// <summary>The workers' memory.</summary>
    public TileScratchSet Scratch { get; }

    /// <summary>Copies samples into tiles.</summary>
    public LoadWork Load { get; }

    /// <summary>Distribution parameters.</summary>
    public ForwardWork Forward { get; }

    /// <summary>Most likely actions.</summary>
    public ModeWork Mode { get; }

    /// <summary>Drawn actions.</summary>
    public SampleWork Sample { get; }

    /// <summary>Gradient of the surrogate loss.</summary>
    public SurrogateGradientWork SurrogateGradient { get; }

    /// <summary>Gradient of the negative log-likelihood.</summary>
    public LikelihoodGradientWork LikelihoodGradient { get; }

    /// <summary>Gradient of the clipped surrogate loss with penalty and bonus.</summary>
    public ProximalGradientWork ProximalGradient { get; }

    /// <summary>Distributions that KL is measured from.</summary>
    public OldDistributionWork OldDistribution { get; }

    /// <summary>Whether the last gradient left its activations in the kept tiles.</summary>
    public bool HasActivations { get; set; }

    /// <summary>Activations of all rows, where a gradient did not keep them.</summary>
    public KeepActivationsWork KeepActivations { get; }

    /// <summary>Activations of every n-th row.</summary>
    public FisherGatherWork FisherGather { get; }

    /// <summary>Fisher-vector products.</summary>
    public FisherProductWork FisherProduct { get; }

    /// <summary>Terms of the trust region.</summary>
    public SurrogateTermsWork SurrogateTerms { get; }

    /// <summary>Negative log-likelihood.</summary>
    public LikelihoodTermsWork LikelihoodTerms { get; }

    /// <summary>Adds partial gradients.</summary>
    public ReductionWork Reduction { get; }

    /// <summary>[chunk] partial gradients.</summary>
    public double* Partials => partials.Doubles;

    /// <summary>[tile, <see cref="TileScratch.TermColumns"/>] sums over the rows of tiles.</summary>
    public double* TileSums => tileSums.Doubles;

    /// <summary>Native memory held.</summary>
    public long Bytes =>
        tiles.Bytes + passingTiles.Bytes + partials.Bytes + tileSums.Bytes + Scratch.Bytes +
        (everyNthTiles?.Bytes ?? 0);

    /// <summary>A tile of the loaded batch.</summary>
    public float* KeptTile(int tile) => tiles.Floats + ((nint)tile * Network.Layout.Length);

    /// <summary>A worker's tile for activations that are not kept.</summary>
    public float* PassingTile(int worker) => passingTiles.Floats + ((nint)worker * Network.Layout.Length);

    /// <summary>A tile of every n-th row of the loaded batch, n being at least two.</summary>
    public float* EveryNthTile(int tile) => everyNthTiles!.Floats + ((nint)tile * Network.Layout.Length);

    /// <summary>
    /// Makes room for every n-th row of a full batch, at the first call and whenever n has fallen: most workspaces
    /// never need it.
    /// </summary>
    public void AllocateEveryNthTiles(int rowStride)
    {
        if (everyNthStride == 0 || rowStride < everyNthStride)
        {
            // Nothing is left behind if there is no memory for the new ones.
            everyNthTiles?.Dispose();
            everyNthTiles = null;
            everyNthStride = 0;
            everyNthTiles = AllocateTiles(((Capacity - 1) / rowStride) + 1);
            everyNthStride = rowStride;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        tiles.Dispose();
        passingTiles.Dispose();
        partials.Dispose();
        tileSums.Dispose();
        Scratch.Dispose();
        everyNthTiles?.Dispose();
    }

    private AlignedMemory AllocateTiles(int rows)
    {
        // A granule of columns beyond the last, because transpositions read whole granules.
        int count = Tile.Count(rows);
        AlignedMemory memory = AlignedMemory.OfFloats(
            ((long)count * Network.Layout.Length) + (Tile.Granule * Tile.Rows));
        for (int tile = 0; tile < count; tile++)
        {
            float* first = memory.Floats + ((nint)tile * Network.Layout.Length);
            for (int l = 0; l < Shape.Mlp.Layers.Length; l++)
            {
                float* ones = first + Network.Layout.Input(l) + (Shape.Mlp.Layers[l].I * Tile.Rows);
                for (int row = 0; row < Tile.Rows; row++)
                {
                    ones[row] = 1f;
                }
            }
        }

        return memory;
    }
}
