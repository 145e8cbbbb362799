namespace TrpoGpu.Backends;

/// <summary>Whose outer products the matrix of <see cref="ComputeBackend.FisherVectorProduct"/> averages.</summary>
public enum FisherKind
{
    /// <summary>
    /// <c>mean_b J_b' M_b J_b</c> with M the Fisher metric of each row's distribution: the expectation over the actions
    /// that the policy might have taken.
    /// </summary>
    GaussNewton,

    /// <summary>
    /// <c>mean_b J_b' s_b s_b' J_b</c> with s_b the score of the action that was taken: an estimate of the same
    /// expectation from one action a row, where the network's parameters sampled the batch.
    /// </summary>
    Empirical,
}
