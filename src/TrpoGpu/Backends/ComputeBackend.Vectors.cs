using System;

namespace TrpoGpu.Backends;

/// <content>Parameter vectors: conjugate gradients with scalars that stay here, Adam, copies and sums.</content>
public abstract partial class ComputeBackend
{
    /// <summary>Allocates a conjugate-gradient solve of <paramref name="length"/> unknowns.</summary>
    public ConjugateGradientWorkspace CreateConjugateGradient(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return CreateConjugateGradientCore(length);
    }

    /// <summary>Starts a solve of A x = b from zero: x = 0, r = p = b.</summary>
    /// <param name="solve">The vectors and scalars.</param>
    /// <param name="rightHandSide">b [P] read.</param>
    public void BeginConjugateGradient(ConjugateGradientWorkspace solve, ComputeBuffer rightHandSide)
    {
        Check(solve);
        Check(rightHandSide, solve.Length, "P");
        BeginConjugateGradientCore(solve, rightHandSide);
    }

    /// <summary>
    /// One step: reads <see cref="ConjugateGradientWorkspace.Product"/> = A p and advances x, r and p, unless the solve
    /// has stopped, in which case it changes nothing.
    /// </summary>
    /// <param name="solve">The vectors and scalars.</param>
    /// <param name="damping">The part of A that is a multiple of the identity: the guard for lost curvature.</param>
    /// <param name="residualTolerance">Stops as converged when |r|^2 is not above this.</param>
    public void ConjugateGradientStep(ConjugateGradientWorkspace solve, float damping, double residualTolerance)
    {
        Check(solve);
        ConjugateGradientStepCore(solve, damping, residualTolerance);
    }

    /// <summary>
    /// Whether further steps are known to change nothing. A backend whose scalars live on a device answers false
    /// rather than wait: the remaining steps then cost time but change nothing.
    /// </summary>
    public virtual bool IsKnownToHaveStopped(ConjugateGradientWorkspace solve) => false;

    /// <summary>The outcome of the solve so far.</summary>
    public ConjugateGradientResult ReadConjugateGradient(ConjugateGradientWorkspace solve)
    {
        Check(solve);
        return ReadConjugateGradientCore(solve);
    }

    /// <summary><c>destination[0..count) = source[0..count)</c>, byte for byte.</summary>
    public void Copy(ComputeBuffer source, ComputeBuffer destination, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Check(source, count, "count");
        Check(destination, count, "count");
        CopyCore(source, destination, 0, count);
    }

    /// <summary><c>destination[start..start+count) = source[0..count)</c>, byte for byte.</summary>
    public void Copy(ComputeBuffer source, ComputeBuffer destination, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Check(source, count, "count");
        Check(destination, (long)start + count, "start + count");
        CopyCore(source, destination, start, count);
    }

    /// <summary><c>result = x + scale * direction</c> over P numbers, each rounded once.</summary>
    public void AddScaled(ComputeBuffer x, float scale, ComputeBuffer direction, ComputeBuffer result, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Check(x, count, "P");
        Check(direction, count, "P");
        Check(result, count, "P");
        AddScaledCore(x, scale, direction, result, count);
    }

    /// <summary>
    /// The dot product of the first <paramref name="count"/> numbers, summed in double in a fixed order.
    /// </summary>
    public double ReadDot(ComputeBuffer left, ComputeBuffer right, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Check(left, count, "P");
        Check(right, count, "P");
        return ReadDotCore(left, right, count);
    }

    /// <summary>
    /// One step of Adam (Kingma and Ba 2015, Algorithm 1) with bias correction.
    /// </summary>
    /// <param name="parameters">[P] updated.</param>
    /// <param name="gradient">[P] read.</param>
    /// <param name="firstMoment">[P] updated; zeros before step 1.</param>
    /// <param name="secondMoment">[P] updated; zeros before step 1.</param>
    /// <param name="step">Counted from 1.</param>
    /// <param name="options">Learning rate and decay rates.</param>
    public void AdamStep(
        ComputeBuffer parameters,
        ComputeBuffer gradient,
        ComputeBuffer firstMoment,
        ComputeBuffer secondMoment,
        long step,
        AdamOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int count = parameters.Length;
        Check(parameters, count, "P");
        Check(gradient, count, "P");
        Check(firstMoment, count, "P");
        Check(secondMoment, count, "P");
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        AdamStepCore(parameters, gradient, firstMoment, secondMoment, step, options);
    }

    private protected abstract ConjugateGradientWorkspace CreateConjugateGradientCore(int length);

    private protected abstract void BeginConjugateGradientCore(
        ConjugateGradientWorkspace solve, ComputeBuffer rightHandSide);

    private protected abstract void ConjugateGradientStepCore(
        ConjugateGradientWorkspace solve, float damping, double residualTolerance);

    private protected abstract ConjugateGradientResult ReadConjugateGradientCore(ConjugateGradientWorkspace solve);

    private protected abstract void CopyCore(
        ComputeBuffer source, ComputeBuffer destination, int start, int count);

    private protected abstract void AddScaledCore(
        ComputeBuffer x, float scale, ComputeBuffer direction, ComputeBuffer result, int count);

    private protected abstract double ReadDotCore(ComputeBuffer left, ComputeBuffer right, int count);

    private protected abstract void AdamStepCore(
        ComputeBuffer parameters, ComputeBuffer gradient, ComputeBuffer firstMoment, ComputeBuffer secondMoment,
        long step, AdamOptions options);

    private void Check(
        ConjugateGradientWorkspace solve, [System.Runtime.CompilerServices.CallerMemberName] string operation = "")
    {
        ArgumentNullException.ThrowIfNull(solve);
        if (!ReferenceEquals(solve.Owner, this))
        {
            throw new ArgumentException(
                $"{operation}: the solve belongs to backend '{solve.Owner.Name}', expected one of this backend " +
                $"('{Name}').", nameof(solve));
        }
    }
}
