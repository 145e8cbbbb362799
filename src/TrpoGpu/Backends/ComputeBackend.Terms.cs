using System;
using System.Runtime.CompilerServices;

namespace TrpoGpu.Backends;

/// <content>What candidate parameters are judged by.</content>
public abstract partial class ComputeBackend
{
    /// <summary>Surrogate loss, KL from the old distribution and entropy at candidate parameters.</summary>
    /// <remarks>Log-ratios are clamped to plus and minus 20 before they are exponentiated.</remarks>
    /// <param name="workspace">After <see cref="SurrogateGradient"/>; what that kept is left alone.</param>
    /// <param name="parameters">[P] read.</param>
    public SurrogateTerms ReadSurrogate(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        CheckSurrogate(workspace, parameters);
        return ReadSurrogateCore(workspace, parameters);
    }

    /// <summary>
    /// The same at the parameters of the last gradient, equal to the bit; cheaper where that has kept their
    /// distribution.
    /// </summary>
    /// <param name="workspace">After <see cref="SurrogateGradient"/>; what that kept is left alone.</param>
    /// <param name="parameters">[P] read: those of the gradient.</param>
    public SurrogateTerms ReadSurrogateAtGradient(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        CheckSurrogate(workspace, parameters);
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
    /// The same at the parameters of the last gradient, equal to the bit; cheaper where that has kept their
    /// distribution.
    /// </summary>
    /// <param name="workspace">After a gradient; what that kept is left alone.</param>
    /// <param name="parameters">[P] read: those of the gradient.</param>
    public double ReadNegativeLogLikelihoodAtGradient(NetworkWorkspace workspace, ComputeBuffer parameters)
    {
        Check(workspace, WorkspaceStage.Differentiated);
        Check(parameters, workspace.Shape.ParameterCount, "P");
        return ReadNegativeLogLikelihoodAtGradientCore(workspace, parameters);
    }

    private protected abstract SurrogateTerms ReadSurrogateCore(NetworkWorkspace workspace, ComputeBuffer parameters);

    private protected virtual SurrogateTerms ReadSurrogateAtGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters) =>
        ReadSurrogateCore(workspace, parameters);

    private protected abstract double ReadNegativeLogLikelihoodCore(
        NetworkWorkspace workspace, ComputeBuffer parameters);

    private protected virtual double ReadNegativeLogLikelihoodAtGradientCore(
        NetworkWorkspace workspace, ComputeBuffer parameters) =>
        ReadNegativeLogLikelihoodCore(workspace, parameters);

    private void CheckSurrogate(
        NetworkWorkspace workspace, ComputeBuffer parameters,
        [CallerMemberName] string operation = "")
    {
        Check(workspace, WorkspaceStage.Differentiated, operation);
        CheckSurrogateColumns(workspace, operation);
        if (!workspace.HasOldDistribution)
        {
            throw new InvalidOperationException(
                $"{operation}: the loaded batch has no old distribution. Call SurrogateGradient first.");
        }

        Check(parameters, workspace.Shape.ParameterCount, "P", operation);
    }
}
