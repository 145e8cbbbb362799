namespace TrpoGpu.Backends.Cpu;

/// <summary>Operations on flat vectors, on the calling thread.</summary>
internal abstract unsafe class FlatVectors
{
    /// <summary>The code for a vector width.</summary>
    public static FlatVectors Create(LaneWidth width) => width switch
    {
        LaneWidth.Sixteen => new FlatVectors<Lanes16>(),
        LaneWidth.Eight => new FlatVectors<Lanes8>(),
        _ => new FlatVectors<Lanes1>(),
    };

    /// <summary>
    /// <c>result = x + scale * direction</c>, each rounded once; the result may be x or the direction.
    /// </summary>
    public abstract void AddScaled(float* x, float scale, float* direction, float* result, int count);

    /// <summary>One step of Adam.</summary>
    /// <param name="parameters">[count] updated.</param>
    /// <param name="gradient">[count] read.</param>
    /// <param name="firstMoment">[count] updated.</param>
    /// <param name="secondMoment">[count] updated.</param>
    /// <param name="count">P.</param>
    /// <param name="step">Counted from 1.</param>
    /// <param name="options">Learning rate and decay rates.</param>
    public abstract void AdamStep(
        float* parameters, float* gradient, float* firstMoment, float* secondMoment, int count, long step,
        AdamOptions options);

    /// <summary>Advantages and returns of some environments.</summary>
    public abstract void Advantages(in AdvantageViews views, int firstEnvironment, int endEnvironment);
}

/// <summary>What advantages are computed from and to; [T,N] where not said otherwise.</summary>
internal unsafe struct AdvantageViews
{
    /// <summary>T.</summary>
    public int Steps;

    /// <summary>N.</summary>
    public int Environments;

    /// <summary>gamma.</summary>
    public float Discount;

    /// <summary>gamma * lambda.</summary>
    public float TraceDecay;

    /// <summary>Factor on rewards.</summary>
    public float RewardScale;

    /// <summary>Read.</summary>
    public float* Rewards;

    /// <summary>Read.</summary>
    public float* Values;

    /// <summary>Read.</summary>
    public float* FinalValues;

    /// <summary>[N] read.</summary>
    public float* LastValues;

    /// <summary>Read: <see cref="EpisodeEnd"/>.</summary>
    public float* Ends;

    /// <summary>Write.</summary>
    public float* Advantages;

    /// <summary>Write.</summary>
    public float* Returns;
}
