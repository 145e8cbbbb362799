using System;

namespace TrpoGpu.Backends;

/// <content>Networks over batches: gradients at parameters that have left those which sampled the batch.</content>
public abstract partial class ComputeBackend
{
    /// <summary>
    /// Makes the distributions at these parameters the old ones, from which KL is measured: those that sampled the
    /// loaded batch, where updates by parts of a batch have moved on since. What a gradient kept is left alone.
    /// </summary>
    /// <param name="workspace">Loaded.</param>
    /// <param name="parameters">[P] read.</param>
    public void KeepOldDistribution(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        Check(workspace, WorkspaceStage.Loaded);
        Check(parameters, workspace.Shape.ParameterCount, "P");
        KeepOldDistributionCore(workspace, parameters);
        workspace.HasOldDistribution = true;
    }

    /// <summary>
    /// Gradient of the loss of proximal updates, <c>-mean(min(ratio * A, clip(ratio, 1 - ClipRange, 1 + ClipRange) *
    /// A)) + KlPenalty * mean KL(old, new) - EntropyBonus * mean entropy</c>. The old distribution stays what it is;
    /// activations are kept for Fisher products.
    /// </summary>
    /// <remarks>
    /// A row counts with its whole weight, ratio * A, where the ratio is within the bounds or at one of them, and with
    /// weight zero where it is beyond the one that its advantage pushes it over. The log-ratio to the recorded
    /// log-probability is clamped to plus and minus 20 before it is exponentiated. Without clipping, penalty and bonus
    /// the bits are those of <see cref="SurrogateGradient"/>.
    /// </remarks>
    /// <param name="workspace">Loaded with advantages and log-probabilities; for a KL penalty after
    /// <see cref="SurrogateGradient"/> or <see cref="KeepOldDistribution"/>.</param>
    /// <param name="parameters">[P] read: any, those that sampled the batch or others.</param>
    /// <param name="terms">Clipping, penalty and bonus.</param>
    /// <param name="gradient">[P] write.</param>
    public void ProximalGradient(
        NetworkWorkspace workspace, ComputeBuffer parameters, in ProximalTerms terms, ComputeBuffer gradient)
    {
        Check(workspace, WorkspaceStage.Loaded);
        CheckSurrogateColumns(workspace, nameof(ProximalGradient));
        CheckTerms(terms);
        if (terms.KlPenalty > 0)
        {
            CheckOldDistribution(workspace, nameof(ProximalGradient));
        }

        Check(parameters, workspace.Shape.ParameterCount, "P");
        Check(gradient, workspace.Shape.ParameterCount, "P");
        ProximalGradientCore(workspace, parameters, terms, gradient);
        workspace.IsSurrogateLast = false;
        workspace.Stage = WorkspaceStage.Differentiated;
    }

    private protected abstract void KeepOldDistributionCore(NetworkWorkspace workspace, ComputeBuffer parameters);

    private protected abstract void ProximalGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters, in ProximalTerms terms, ComputeBuffer gradient);

    private static void CheckTerms(in ProximalTerms terms)
    {
        if (!(terms.ClipRange > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(terms), terms.ClipRange,
                "ProximalGradient: ClipRange is positive, and infinite for no clipping.");
        }

        if (!(terms.KlPenalty >= 0 && float.IsFinite(terms.KlPenalty)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(terms), terms.KlPenalty, "ProximalGradient: KlPenalty is finite and not negative.");
        }

        if (!float.IsFinite(terms.EntropyBonus))
        {
            throw new ArgumentOutOfRangeException(
                nameof(terms), terms.EntropyBonus, "ProximalGradient: EntropyBonus is finite.");
        }
    }

    private static void CheckOldDistribution(NetworkWorkspace workspace, string operation)
    {
        if (!workspace.HasOldDistribution)
        {
            throw new InvalidOperationException(
                $"{operation}: the loaded batch has no old distribution. Call SurrogateGradient or " +
                "KeepOldDistribution first.");
        }
    }
}
