using System;
using System.Runtime.CompilerServices;
using TrpoGpu.Shapes;

namespace TrpoGpu.Backends;

/// <summary>
/// The compute contract. Each public operation documents itself and checks its arguments once, then calls a
/// protected <c>...Core</c> method that may assume them.
/// </summary>
/// <remarks>
/// The unit is a network over a batch, so that implementations may fuse layers. Networks are flat vectors of P
/// parameters; a row of distribution parameters is the network's outputs followed by the head's free parameters.
/// Inside an update nothing is allocated and nothing crosses to the host except through methods whose names begin
/// with <c>Read</c>; any other may return before its work is done (<see cref="Synchronize"/>). Numerical events (NaN,
/// zero gradients) are results, never exceptions. Equal inputs give equal bits on the same backend. A backend and what
/// it allocates are for one thread at a time.
/// </remarks>
public abstract partial class ComputeBackend : IDisposable
{
    private protected ComputeBackend()
    {
    }

    /// <summary>Which implementation, in a word: <c>cuda</c>, <c>opencl</c>, <c>cpu</c>, <c>reference</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Which device and how it is used, in a line for people.</summary>
    public abstract string Description { get; }

    /// <summary>Allocates <paramref name="length"/> zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public ComputeBuffer Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return AllocateCore(length);
    }

    /// <summary>Allocates and fills.</summary>
    public ComputeBuffer Allocate(ReadOnlySpan<float> values)
    {
        ComputeBuffer buffer = AllocateCore(values.Length);
        buffer.Write(values);
        return buffer;
    }

    /// <summary>Allocates what one network needs over batches of at most <paramref name="capacity"/> rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below one.</exception>
    public NetworkWorkspace CreateWorkspace(NetworkShape shape, int capacity)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return CreateWorkspaceCore(shape, capacity);
    }

    /// <summary>
    /// Waits until everything that was asked for so far has been computed. Nothing needs it for its results, only for
    /// its time: what reads waits by itself. Engines on the host compute at once and have nothing to wait for.
    /// </summary>
    public void Synchronize() => SynchronizeCore();

    /// <summary>
    /// Measures the rate of fused multiply-adds in registers, two operations each, in GFLOP/s: what no operation can
    /// exceed. Null for engines whose speed does not matter. Takes some hundredths of a second.
    /// </summary>
    public double? MeasurePeakGigaflops() => MeasurePeakGigaflopsCore();

    /// <summary>
    /// Measures how many bytes a copy within the memory reads and writes, in 10^9 a second; null for engines whose
    /// speed does not matter. Takes some tenths of a second and a gigabyte at most, which it gives back.
    /// </summary>
    /// <exception cref="OutOfDeviceMemoryException">Hardly any memory is left.</exception>
    public double? MeasureCopyGigabytes() => MeasureCopyGigabytesCore();

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected virtual void SynchronizeCore()
    {
    }

    private protected virtual double? MeasurePeakGigaflopsCore() => null;

    private protected virtual double? MeasureCopyGigabytesCore() => null;

    private protected abstract ComputeBuffer AllocateCore(int length);

    private protected abstract NetworkWorkspace CreateWorkspaceCore(NetworkShape shape, int capacity);

    /// <summary>
    /// Checks that a buffer is this backend's and holds at least <paramref name="expected"/> numbers.
    /// </summary>
    private protected void Check(
        ComputeBuffer buffer,
        long expected,
        string formula,
        [CallerMemberName] string operation = "",
        [CallerArgumentExpression(nameof(buffer))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(buffer, name);
        if (!ReferenceEquals(buffer.Owner, this))
        {
            throw new ArgumentException(
                $"{operation}: {name} belongs to backend '{buffer.Owner.Name}', expected a buffer of this backend " +
                $"('{Name}'). Allocate it here.", name);
        }

        if (buffer.Length < expected)
        {
            throw new ArgumentException(
                $"{operation}: {name} has {buffer.Length} numbers, expected at least {formula} = {expected}.", name);
        }
    }

    private protected void Check(
        NetworkWorkspace workspace, WorkspaceStage stage, [CallerMemberName] string operation = "")
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (!ReferenceEquals(workspace.Owner, this))
        {
            throw new ArgumentException(
                $"{operation}: the workspace belongs to backend '{workspace.Owner.Name}', expected one of this " +
                $"backend ('{Name}').", nameof(workspace));
        }

        if (workspace.Stage < stage)
        {
            string remedy = stage switch
            {
                WorkspaceStage.Loaded => "Call Load first.",
                WorkspaceStage.Differentiated => "Call SurrogateGradient or LikelihoodGradient first.",
                _ => "Call PrepareFisher first.",
            };
            throw new InvalidOperationException($"{operation}: the workspace is {workspace.Stage}. {remedy}");
        }
    }

    private protected static int CheckRows(
        NetworkWorkspace workspace, int rows, [CallerMemberName] string operation = "")
    {
        if (rows < 1 || rows > workspace.Capacity)
        {
            throw new ArgumentException(
                $"{operation}: {rows} rows, expected 1 to {workspace.Capacity}, the workspace's capacity.",
                nameof(rows));
        }

        return rows;
    }
}
