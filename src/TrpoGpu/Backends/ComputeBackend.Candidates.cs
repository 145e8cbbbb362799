using System;

namespace TrpoGpu.Backends;

/// <content>Networks over batches: what the loaded batch is worth to parameters.</content>
public abstract partial class ComputeBackend
{
    /// <summary>Surrogate loss, KL from the old distribution and entropy at candidate parameters.</summary>
    /// <remarks>Log-ratios are clamped to plus and minus 20 before they are exponentiated.</remarks>
    /// <param name="workspace">After <see cref="SurrogateGradient"/> or <see cref="KeepOldDistribution"/>; what those
    /// kept is left alone.</param>
    /// <param name="parameters">[P] read.</param>
    public SurrogateTerms ReadSurrogate(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        CheckSurrogate(workspace, parameters);
        return ReadSurrogateCore(workspace, parameters);
    }

    /// <summary>
    /// What <see cref="ReadSurrogate"/> reads at the parameters of the last gradient, to the bit: a backend that kept
    /// their distributions needs no pass through the network for it.
    /// </summary>
    /// <param name="workspace">After <see cref="SurrogateGradient"/>, and no other gradient since.</param>
    /// <param name="parameters">[P] read: those of the gradient.</param>
    public SurrogateTerms ReadSurrogateAtGradient(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        CheckSurrogate(workspace, parameters);
        if (!workspace.IsSurrogateLast)
        {
            throw new InvalidOperationException(
                "ReadSurrogateAtGradient: the last gradient was not the surrogate's. Call SurrogateGradient again.");
        }

        return ReadSurrogateAtGradientCore(workspace, parameters);
    }

    /// <summary>Mean negative log-likelihood of the loaded batch's actions, in nats.</summary>
    /// <param name="workspace">Loaded; what a gradient kept is left alone.</param>
    /// <param name="parameters">[P] read.</param>
    public double ReadNegativeLogLikelihood(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        Check(workspace, WorkspaceStage.Loaded);
        Check(parameters, workspace.Shape.ParameterCount, "P");
        return ReadNegativeLogLikelihoodCore(workspace, parameters);
    }

    /// <summary>
    /// What <see cref="ReadNegativeLogLikelihood"/> reads at the parameters of the last gradient, to the bit: a backend
    /// that kept their distributions needs no pass through the network for it.
    /// </summary>
    /// <param name="workspace">After a gradient.</param>
    /// <param name="parameters">[P] read: those of the gradient.</param>
    public double ReadNegativeLogLikelihoodAtGradient(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        Check(workspace, WorkspaceStage.Differentiated);
        Check(parameters, workspace.Shape.ParameterCount, "P");
        return ReadNegativeLogLikelihoodAtGradientCore(workspace, parameters);
    }

    private protected abstract SurrogateTerms ReadSurrogateCore(NetworkWorkspace workspace, ComputeBuffer parameters);

    private protected abstract double ReadNegativeLogLikelihoodCore(
        NetworkWorkspace workspace, ComputeBuffer parameters);

    private protected virtual SurrogateTerms ReadSurrogateAtGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters) => ReadSurrogateCore(workspace, parameters);

    private protected virtual double ReadNegativeLogLikelihoodAtGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters) => ReadNegativeLogLikelihoodCore(workspace, parameters);

    private void CheckSurrogate(
        NetworkWorkspace workspace, ComputeBuffer parameters,
        [System.Runtime.CompilerServices.CallerMemberName] string operation = "")
    {
        Check(workspace, WorkspaceStage.Loaded, operation);
        CheckSurrogateColumns(workspace, operation);
        CheckOldDistribution(workspace, operation);
        Check(parameters, workspace.Shape.ParameterCount, "P", operation);
    }
}
