namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// The scratch columns of a link, of a limit and of a ball of a planar mechanism. Positions are relative to the
/// root's, vectors are along u and w of the world, moments are counter-clockwise.
/// </summary>
public static class PlanarColumn
{
    // ---- link --------------------------------------------------------------------------

    /// <summary>Cosine of the angle.</summary>
    public const int Cosine = 0;

    /// <summary>Sine of the angle.</summary>
    public const int Sine = 1;

    /// <summary>Angle, rad.</summary>
    public const int Angle = 2;

    /// <summary>Angular velocity, rad/s.</summary>
    public const int Spin = 3;

    /// <summary>Anchor, u, m.</summary>
    public const int AnchorU = 4;

    /// <summary>Anchor, w.</summary>
    public const int AnchorW = 5;

    /// <summary>Acceleration of the anchor at zero joint acceleration, less gravity; u, m/s^2.</summary>
    public const int DriftU = 6;

    /// <summary>The same, w.</summary>
    public const int DriftW = 7;

    /// <summary>Force that zero joint acceleration of this and all outer links takes, u, N.</summary>
    public const int ForceU = 8;

    /// <summary>The same, w.</summary>
    public const int ForceW = 9;

    /// <summary>The moment of that force about the anchor, N m.</summary>
    public const int Moment = 10;

    /// <summary>First moment of mass of this and all outer links about the anchor, u, kg m.</summary>
    public const int FirstU = 11;

    /// <summary>The same, w.</summary>
    public const int FirstW = 12;

    /// <summary>Moment of inertia of this and all outer links about the anchor, kg m^2.</summary>
    public const int Second = 13;

    /// <summary>Velocity of the anchor, u, m/s; kept where there is a fluid.</summary>
    public const int VelocityU = 14;

    /// <summary>The same, w.</summary>
    public const int VelocityW = 15;

    /// <summary>Columns of a link.</summary>
    public const int PerLink = 16;

    // ---- limit -------------------------------------------------------------------------

    /// <summary>1 at the lower end of the range, -1 at the upper.</summary>
    public const int Direction = 0;

    /// <summary>D of the row, 0 where there is none.</summary>
    public const int LimitWeight = 1;

    /// <summary>The acceleration that the row wants, along the degree of freedom.</summary>
    public const int LimitTarget = 2;

    /// <summary>D where the row is active, else 0.</summary>
    public const int LimitActive = 3;

    /// <summary>Columns of a limit.</summary>
    public const int PerLimit = 4;

    // ---- ball --------------------------------------------------------------------------

    /// <summary>D of the four rows, 0 where there is no contact.</summary>
    public const int BallWeight = 0;

    /// <summary>Contact point, u, from the root.</summary>
    public const int PointU = 1;

    /// <summary>Contact point, w, from the root.</summary>
    public const int PointW = 2;

    /// <summary>cn: the acceleration wanted along the normal.</summary>
    public const int NormalTarget = 3;

    /// <summary>ct: the acceleration wanted along the tangent.</summary>
    public const int TangentTarget = 4;

    /// <summary>Which of the rows are active: a number that is different for every choice.</summary>
    public const int ActiveRows = 5;

    /// <summary>wnn: what the active rows add along n n'.</summary>
    public const int NormalNormal = 6;

    /// <summary>wnt: what they add along n t' + t n'.</summary>
    public const int NormalTangent = 7;

    /// <summary>wtt: what they add along t t'.</summary>
    public const int TangentTangent = 8;

    /// <summary>Columns of a ball.</summary>
    public const int PerBall = 9;
}
