using System.Runtime.CompilerServices;

namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// Sizes of a planar model, and where its numbers lie: the constants that the host prepares, and the scratch columns
/// of a step.
/// </summary>
/// <remarks>
/// Symmetric matrices are zero between different limbs, before and after elimination. So they are stored by paths: the
/// row of a degree of freedom has one column for each one from the root to it, itself included, and position p of a
/// path is a root degree of freedom for p below <see cref="RootDofs"/>, of the limb otherwise.
/// <para>
/// Everything is marked for inlining: without run-time profiles, as <c>trpo</c> is compiled to start fast, the compiler
/// would call what it takes for rare, and a step would take three times as long.
/// </para>
/// </remarks>
/// <typeparam name="TModel">The model.</typeparam>
public static class PlanarPlan<TModel>
    where TModel : struct, IPlanarModel
{
    /// <summary>Links.</summary>
    public static int Links
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1 + (TModel.Limbs * TModel.LimbLinks);
    }

    /// <summary>Degrees of freedom of the root.</summary>
    public static int RootDofs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TModel.SlidesAlongU + TModel.SlidesAlongW + TModel.RootHinges;
    }

    /// <summary>The root's hinge, if it has one.</summary>
    public static int RootHinge
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TModel.SlidesAlongU + TModel.SlidesAlongW;
    }

    /// <summary>nv: degrees of freedom.</summary>
    public static int Dofs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RootDofs + (TModel.Limbs * TModel.LimbLinks);
    }

    /// <summary>Degrees of freedom on the path from the root to the end of a limb.</summary>
    public static int Path
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RootDofs + TModel.LimbLinks;
    }

    /// <summary>Numbers of a symmetric matrix.</summary>
    public static int MatrixSize
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Triangle(RootDofs) + (TModel.Limbs * LimbBlock);
    }

    /// <summary>Balls that may touch the floor.</summary>
    public static int Balls
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TModel.RootBalls + (TModel.Limbs * TModel.LimbLinks * TModel.LimbBalls);
    }

    /// <summary>Numbers of the rows of one limb in a symmetric matrix.</summary>
    private static int LimbBlock
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Triangle(Path) - Triangle(RootDofs);
    }

    // ---- constants ---------------------------------------------------------------------

    /// <summary>Number 0 of the <see cref="PlanarConstant"/> of a link.</summary>
    public static int LinkConstants
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PlanarConstant.Globals;
    }

    /// <summary>Number 0 of the constants of a degree of freedom.</summary>
    public static int DofConstants
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => LinkConstants + (Links * PlanarConstant.PerLink);
    }

    /// <summary>Number 0 of the constants of a ball.</summary>
    public static int BallConstants
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => DofConstants + (Dofs * PlanarConstant.PerDof);
    }

    /// <summary>Constants in all.</summary>
    public static int Constants
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BallConstants + (Balls * PlanarConstant.PerBall);
    }

    // ---- scratch -----------------------------------------------------------------------

    /// <summary>[nv] positions, counter-clockwise, of the evaluation in progress.</summary>
    public static int Position
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0;
    }

    /// <summary>[nv] velocities of the evaluation in progress.</summary>
    public static int Velocity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Dofs;
    }

    /// <summary>[nv] the solution: accelerations.</summary>
    public static int Acceleration
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * Dofs;
    }

    /// <summary>[nv] forces of motors, held for a step of the environment.</summary>
    public static int Motor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3 * Dofs;
    }

    /// <summary>[nv] tau: all smooth forces.</summary>
    public static int Force
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4 * Dofs;
    }

    /// <summary>[nv] positions at the start of an integrator's step.</summary>
    public static int StartPosition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 5 * Dofs;
    }

    /// <summary>[nv] velocities at the start of an integrator's step.</summary>
    public static int StartVelocity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 6 * Dofs;
    }

    /// <summary>[nv] weighted sum of the velocities of the stages, or the forces of constraints.</summary>
    public static int VelocitySum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 7 * Dofs;
    }

    /// <summary>[nv] weighted sum of the accelerations of the stages.</summary>
    public static int AccelerationSum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8 * Dofs;
    }

    /// <summary>[nv] the point whose active rows the last solve took.</summary>
    public static int SolvedFrom
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 9 * Dofs;
    }

    /// <summary>Evaluations that kept a solution at the solver's cap.</summary>
    public static int Unsettled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 10 * Dofs;
    }

    /// <summary>Position of the root along u in the last evaluation.</summary>
    public static int RootU
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsettled + 1;
    }

    /// <summary>M: the mass matrix.</summary>
    public static int Mass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RootU + 1;
    }

    /// <summary>What is factored.</summary>
    public static int Matrix
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Mass + MatrixSize;
    }

    /// <summary>Number 0 of the <see cref="PlanarColumn"/> of a link.</summary>
    public static int LinkColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Matrix + MatrixSize;
    }

    /// <summary>Number 0 of the columns of a limit.</summary>
    public static int LimitColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => LinkColumns + (Links * PlanarColumn.PerLink);
    }

    /// <summary>Number 0 of the columns of a ball.</summary>
    public static int BallColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => LimitColumns + (TModel.Limits * PlanarColumn.PerLimit);
    }

    /// <summary>[path] n, the row of a contact's Jacobian along w.</summary>
    public static int NormalRow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BallColumns + (Balls * PlanarColumn.PerBall);
    }

    /// <summary>[path] t, the row of a contact's Jacobian along u.</summary>
    public static int TangentRow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => NormalRow + Path;
    }

    /// <summary>Columns in all.</summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TangentRow + Path;
    }

    // ---- places ------------------------------------------------------------------------

    /// <summary>Place in a matrix of column 0 of the row at position <paramref name="p"/> of a limb's path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Row(int limb, int p) => Triangle(p) + (p < RootDofs ? 0 : limb * LimbBlock);

    /// <summary>The degree of freedom at position <paramref name="p"/> of a limb's path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dof(int limb, int p) => p + (p < RootDofs ? 0 : limb * TModel.LimbLinks);

    /// <summary>Column 0 of a link.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Link(int link) => LinkColumns + (link * PlanarColumn.PerLink);

    /// <summary>A link of a limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LimbLink(int limb, int index) => 1 + (limb * TModel.LimbLinks) + index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Triangle(int n) => (n * (n + 1)) >> 1;
}
