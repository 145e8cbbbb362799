namespace TrpoGpu.Benchmarks.Comparing;

/// <summary>An operation of ours and what of a peer's it is held against.</summary>
/// <param name="Name">By its name in <c>trpo bench</c>.</param>
/// <param name="Peers">Operation and variant, as the peers' scripts name them; none if no peer does the like.</param>
internal sealed record ComparedOperation(string Name, params string[] Peers)
{
    /// <summary>
    /// A whole update is held against PPO's epochs too: they are what its user would otherwise wait for.
    /// </summary>
    public static ComparedOperation[] All { get; } =
    [
        new("fvp", "fvp hand-derived", "fvp double-backprop"),
        new("gradient", "gradient hand-derived", "gradient backprop"),
        new("update", "update hand-derived", "update double-backprop", "ppo backprop"),
        new("update_tenth"),
        new("ppo", "ppo backprop"),
    ];

    /// <summary>Ours against ours: the first is told as a multiple of the second.</summary>
    public static (string Name, string Unit)[] Own { get; } = [("update", "ppo"), ("update_tenth", "ppo")];
}
