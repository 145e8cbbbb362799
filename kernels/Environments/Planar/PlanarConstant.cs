namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// The constants of a planar mechanism as <see cref="PlanarMechanism.Constants"/> lays them out: numbers of the whole,
/// then of each link, of each degree of freedom, and of each ball. Angles and moments are counter-clockwise.
/// </summary>
public static class PlanarConstant
{
    /// <summary>h, s.</summary>
    public const int StepSeconds = 0;

    /// <summary>Minus gravity along u, m/s^2.</summary>
    public const int LiftU = 1;

    /// <summary>Minus gravity along w.</summary>
    public const int LiftW = 2;

    /// <summary>Height of the root's frame above the floor when its slide is at zero, m.</summary>
    public const int RootHeight = 3;

    /// <summary>Number 0 of the <see cref="Softness"/> of limits.</summary>
    public const int LimitSoftness = 4;

    /// <summary>Number 0 of the softness of the floor.</summary>
    public const int FloorSoftness = LimitSoftness + Softness.Numbers;

    /// <summary>Fluid force along a link for its velocity there, N s/m.</summary>
    public const int DragAlong = FloorSoftness + Softness.Numbers;

    /// <summary>And for the square of the velocity.</summary>
    public const int DragAlongSquared = DragAlong + 1;

    /// <summary>Fluid force across a link for its velocity there.</summary>
    public const int DragAcross = DragAlong + 2;

    /// <summary>And for the square of the velocity.</summary>
    public const int DragAcrossSquared = DragAlong + 3;

    /// <summary>Fluid torque for the angular velocity, N m s.</summary>
    public const int DragTurn = DragAlong + 4;

    /// <summary>And for the square of the angular velocity.</summary>
    public const int DragTurnSquared = DragAlong + 5;

    /// <summary>Numbers of the whole.</summary>
    public const int Globals = DragAlong + 6;

    // ---- link --------------------------------------------------------------------------

    /// <summary>Anchor in the parent's frame, u, m.</summary>
    public const int AnchorU = 0;

    /// <summary>Anchor in the parent's frame, w.</summary>
    public const int AnchorW = 1;

    /// <summary>Centre of mass in the link's frame, u, m.</summary>
    public const int CentreU = 2;

    /// <summary>Centre of mass in the link's frame, w.</summary>
    public const int CentreW = 3;

    /// <summary>Mass, kg.</summary>
    public const int LinkMass = 4;

    /// <summary>Mass of this and all outer links.</summary>
    public const int OuterMass = 5;

    /// <summary>
    /// Moment of inertia about the anchor, with the mass of the outer links at their anchors, kg m^2.
    /// </summary>
    public const int AnchorInertia = 6;

    /// <summary>Constants of a link.</summary>
    public const int PerLink = 7;

    // ---- degree of freedom -------------------------------------------------------------

    /// <summary>1 if the coordinate counts counter-clockwise, or along the axis; else -1.</summary>
    public const int Sign = 0;

    /// <summary>Inertia of the motor, added to the diagonal of M.</summary>
    public const int Armature = 1;

    /// <summary>Damping, N m s or N s/m.</summary>
    public const int Damping = 2;

    /// <summary>Spring that pulls to zero.</summary>
    public const int Stiffness = 3;

    /// <summary>Lower end of the range.</summary>
    public const int Low = 4;

    /// <summary>Upper end of the range.</summary>
    public const int High = 5;

    /// <summary>1 / wd.</summary>
    public const int LimitScale = 6;

    /// <summary>Force for a control of 1.</summary>
    public const int Gear = 7;

    /// <summary>Largest magnitude of the control.</summary>
    public const int ControlLimit = 8;

    /// <summary>Constants of a degree of freedom.</summary>
    public const int PerDof = 9;

    // ---- ball --------------------------------------------------------------------------

    /// <summary>Centre in the link's frame, u, m.</summary>
    public const int BallU = 0;

    /// <summary>Centre in the link's frame, w.</summary>
    public const int BallW = 1;

    /// <summary>Radius, m.</summary>
    public const int Radius = 2;

    /// <summary>mu.</summary>
    public const int Friction = 3;

    /// <summary><c>1 / (wb (1 + mu^2) 2 mu^2)</c>.</summary>
    public const int ContactScale = 4;

    /// <summary>Constants of a ball.</summary>
    public const int PerBall = 5;
}
