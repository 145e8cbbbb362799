using ILGPU;

namespace TrpoGpu.Kernels.Solver;

/// <summary>What <see cref="GradientReduction"/> reads and writes.</summary>
public struct GradientReductionArguments
{
    /// <summary>[Groups,P].</summary>
    public ArrayView<double> Partials;

    /// <summary>Partial gradients.</summary>
    public int Groups;

    /// <summary>P.</summary>
    public int Parameters;

    /// <summary>[P] v; not read if the damping is zero.</summary>
    public ArrayView<float> Direction;

    /// <summary>The multiple of v that is added.</summary>
    public float Damping;

    /// <summary>[P].</summary>
    public ArrayView<float> Result;
}

/// <summary>Adds partial gradients in their order, and a multiple of the direction.</summary>
/// <remarks>
/// <code>
/// computes   result[p] = sum_g partial[g,p] + Damping*v[p]
/// threads    32 parameters a group, and group/32 slices of the partials for each; shared memory 8 bytes a thread
/// Partials   [Groups,P]  read
/// Direction  [P]         read
/// Result     [P]         write
/// needs      a group that is a multiple of 32
/// numeric    fp64 sums: slices in order of g, then the slices in order; rounded once
/// cost       Groups*P flop, 8*Groups*P bytes
/// truth      the sum above
/// </code>
/// </remarks>
public static class GradientReduction
{
    /// <summary>Parameters of a group.</summary>
    public const int Columns = 32;

    // ---- device ----------------------------------------------------------------------

    /// <summary>The kernel.</summary>
    public static void Kernel(GradientReductionArguments n)
    {
        ArrayView<double> shared = SharedMemory.GetDynamic<double>();
        int slices = Group.DimX / Columns;
        int slice = Group.IdxX / Columns;
        int column = Group.IdxX - (slice * Columns);
        int p = (Grid.IdxX * Columns) + column;
        int length = (n.Groups + slices - 1) / slices;
        int first = slice * length;
        int end = first + length < n.Groups ? first + length : n.Groups;
        double sum = 0;
        if (p < n.Parameters)
        {
            for (int g = first; g < end; g++)
            {
                sum += n.Partials[(g * n.Parameters) + p];
            }
        }

        shared[Group.IdxX] = sum;

        // The first slice reads what the others summed.
        Group.Barrier();
        if (slice == 0 && p < n.Parameters)
        {
            for (int k = 1; k < slices; k++)
            {
                sum += shared[(k * Columns) + column];
            }

            // A gradient has no direction, and no damping.
            n.Result[p] = n.Damping != 0f ? (float)(sum + ((double)n.Damping * n.Direction[p])) : (float)sum;
        }
    }
}
