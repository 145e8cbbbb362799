using System;
using TrpoGpu.Shapes;

namespace TrpoGpu.Algorithms.Solvers;

/// <summary>
/// The damped Kronecker factors of a Fisher matrix, inverted: what <see cref="Backends.KroneckerMatrices"/> take to
/// apply the inverse, or one side of it, to a parameter vector. Allocates nothing after construction.
/// </summary>
/// <remarks>
/// Adding damping to A (x) G leaves no Kronecker product. It is shared between the factors instead (Martens and Grosse
/// 2015, section 6.3):
/// <code>
/// (A + pi sqrt(damping) I) (x) (G + sqrt(damping) / pi I),  pi^2 = (trace A / dim A) / (trace G / dim G)
/// </code>
/// so that neither factor goes undamped: where one vanishes, pi is 1. The free parameters' block is diagonal and
/// takes the damping as it is. With L the factor of Cholesky of a damped matrix the whole is E E', E = L_A (x) L_G.
/// </remarks>
public sealed class KroneckerInverse
{
    private readonly KroneckerLayout layout;
    private readonly double[] damped;
    private readonly double[] root;
    private readonly double[] rootInverse;
    private readonly double[] transposedRootInverse;
    private readonly double[] inverse;

    /// <summary>Allocates the matrices of a network: zeros.</summary>
    public KroneckerInverse(KroneckerLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        this.layout = layout;
        damped = new double[layout.Length];
        root = new double[layout.Length];
        rootInverse = new double[layout.Length];
        transposedRootInverse = new double[layout.Length];
        inverse = new double[layout.Length];
    }

    /// <summary>The damped factors.</summary>
    public ReadOnlySpan<double> Damped => damped;

    /// <summary>E: lower triangles.</summary>
    public ReadOnlySpan<double> Root => root;

    /// <summary>E^-1: lower triangles.</summary>
    public ReadOnlySpan<double> RootInverse => rootInverse;

    /// <summary>E^-T: upper triangles.</summary>
    public ReadOnlySpan<double> TransposedRootInverse => transposedRootInverse;

    /// <summary>(E E')^-1.</summary>
    public ReadOnlySpan<double> Inverse => inverse;

    /// <summary>
    /// What no eigenvalue of the damped matrix exceeds: the largest product of the two factors' greatest sums of
    /// magnitudes in a row.
    /// </summary>
    public double EigenvalueBound { get; private set; }

    /// <summary>Damps, factorises and inverts. If that fails, the matrices hold nothing of use.</summary>
    /// <param name="factors">In the layout: those of a batch, or averages of them.</param>
    /// <param name="damping">The multiple of the identity that is added to the matrix, or nearly; not negative.</param>
    /// <param name="diagonal">Whether only the diagonals of the damped factors are taken.</param>
    public FactorizationOutcome Factorize(ReadOnlySpan<double> factors, double damping, bool diagonal = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(damping);
        if (factors.Length != layout.Length)
        {
            throw new ArgumentException(
                $"Factorize: {factors.Length} numbers, expected those of the factors of {layout.Network}: " +
                $"{layout.Length}.", nameof(factors));
        }

        EigenvalueBound = 0;
        foreach (KroneckerBlock n in layout.Blocks)
        {
            Damp(n, factors, damping, diagonal);
            FactorizationOutcome outcome = Factorize(n.InputOffset, n.Inputs);
            outcome = outcome == FactorizationOutcome.Factorized ? Factorize(n.OutputOffset, n.Outputs) : outcome;
            if (outcome != FactorizationOutcome.Factorized)
            {
                return outcome;
            }

            double bound = GreatestRow(n.InputOffset, n.Inputs) * GreatestRow(n.OutputOffset, n.Outputs);
            EigenvalueBound = Math.Max(EigenvalueBound, bound);
        }

        for (int k = layout.FreeOffset; k < layout.Length; k++)
        {
            damped[k] = factors[k] + damping;
            root[k] = Math.Sqrt(damped[k]);
            rootInverse[k] = 1 / root[k];
            transposedRootInverse[k] = rootInverse[k];
            inverse[k] = 1 / damped[k];
            EigenvalueBound = Math.Max(EigenvalueBound, damped[k]);
            if (!(damped[k] > 0))
            {
                return double.IsNaN(damped[k])
                    ? FactorizationOutcome.NonFinite
                    : FactorizationOutcome.NotPositiveDefinite;
            }
        }

        return AreFinite(rootInverse) && double.IsFinite(EigenvalueBound)
            ? FactorizationOutcome.Factorized
            : FactorizationOutcome.NonFinite;
    }

    private void Damp(in KroneckerBlock n, ReadOnlySpan<double> factors, double damping, bool diagonal)
    {
        ReadOnlySpan<double> input = factors.Slice(n.InputOffset, n.Inputs * n.Inputs);
        ReadOnlySpan<double> output = factors.Slice(n.OutputOffset, n.Outputs * n.Outputs);
        double inputMean = MeanOfDiagonal(input, n.Inputs);
        double outputMean = MeanOfDiagonal(output, n.Outputs);
        double share = inputMean > 0 && outputMean > 0 ? Math.Sqrt(inputMean / outputMean) : 1;
        Damp(input, n.Inputs, share * Math.Sqrt(damping), diagonal, damped.AsSpan(n.InputOffset));
        Damp(output, n.Outputs, Math.Sqrt(damping) / share, diagonal, damped.AsSpan(n.OutputOffset));
    }

    private static void Damp(ReadOnlySpan<double> matrix, int n, double added, bool diagonal, Span<double> result)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                result[(i * n) + j] = diagonal && i != j ? 0 : matrix[(i * n) + j];
            }

            result[(i * n) + i] += added;
        }
    }

    private FactorizationOutcome Factorize(int offset, int n)
    {
        int length = n * n;
        ReadOnlySpan<double> matrix = damped.AsSpan(offset, length);
        if (!AreFinite(matrix))
        {
            return FactorizationOutcome.NonFinite;
        }

        FactorizationOutcome outcome = TriangularFactor.Factorize(matrix, n, root.AsSpan(offset, length));
        if (outcome == FactorizationOutcome.Factorized)
        {
            Span<double> half = rootInverse.AsSpan(offset, length);
            TriangularFactor.Invert(root.AsSpan(offset, length), n, half);
            TriangularFactor.Transpose(half, n, transposedRootInverse.AsSpan(offset, length));
            TriangularFactor.SquareOfInverse(half, n, inverse.AsSpan(offset, length));
        }

        return outcome;
    }

    private double GreatestRow(int offset, int n)
    {
        double greatest = 0;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            foreach (double value in damped.AsSpan(offset + (i * n), n))
            {
                sum += Math.Abs(value);
            }

            greatest = Math.Max(greatest, sum);
        }

        return greatest;
    }

    private static double MeanOfDiagonal(ReadOnlySpan<double> matrix, int n)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            sum += matrix[(i * n) + i];
        }

        return sum / n;
    }

    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
