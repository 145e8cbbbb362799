namespace TrpoGpu.Kernels.Environments.Planar;

/// <summary>
/// How hard the parts of a mechanism are to move at rest, with all joints at zero: what MuJoCo scales constraints
/// with. Dense matrices in double precision, for the host.
/// </summary>
public sealed class RestInertia
{
    private readonly double[,] inverse;
    private readonly double[] linkWeights;

    private RestInertia(double[,] inverse, double[] linkWeights)
    {
        this.inverse = inverse;
        this.linkWeights = linkWeights;
    }

    /// <summary>wd: the diagonal of the inverse mass matrix, armature included.</summary>
    public double DofWeight(int dof) => inverse[dof, dof];

    /// <summary>
    /// wb: the inverse inertia seen at the link's centre of mass, averaged over three directions, of which the one
    /// across the plane contributes nothing.
    /// </summary>
    public double LinkWeight(int link) => linkWeights[link];

    /// <summary>The inertia of a model.</summary>
    public static RestInertia Of<TModel>()
        where TModel : struct, IPlanarModel
    {
        PlanarMechanism mechanism = TModel.Mechanism;
        int dofs = PlanarPlan<TModel>.Dofs;
        int links = PlanarPlan<TModel>.Links;
        double[][,] jacobians = new double[links][,];
        double[,] mass = new double[dofs, dofs];
        for (int link = 0; link < links; link++)
        {
            jacobians[link] = Jacobian<TModel>(mechanism, link);
            double[] weights = [mechanism.Links[link].Mass, mechanism.Links[link].Mass, mechanism.Links[link].Inertia];
            for (int i = 0; i < dofs; i++)
            {
                for (int j = 0; j < dofs; j++)
                {
                    for (int row = 0; row < 3; row++)
                    {
                        mass[i, j] += weights[row] * jacobians[link][row, i] * jacobians[link][row, j];
                    }
                }
            }
        }

        for (int dof = 0; dof < dofs; dof++)
        {
            mass[dof, dof] += mechanism.Axes[dof].Armature;
        }

        double[,] inverse = Invert(mass);
        double[] linkWeights = new double[links];
        for (int link = 0; link < links; link++)
        {
            linkWeights[link] = (Seen(jacobians[link], inverse, 0) + Seen(jacobians[link], inverse, 1)) / 3.0;
        }

        return new RestInertia(inverse, linkWeights);
    }

    // [3,nv] velocity of the centre of mass along u and w, and angular velocity, for every degree of freedom.
    private static double[,] Jacobian<TModel>(PlanarMechanism mechanism, int link)
        where TModel : struct, IPlanarModel
    {
        double[,] jacobian = new double[3, PlanarPlan<TModel>.Dofs];
        if (TModel.SlidesAlongU == 1)
        {
            jacobian[0, 0] = 1.0;
        }

        if (TModel.SlidesAlongW == 1)
        {
            jacobian[1, TModel.SlidesAlongU] = 1.0;
        }

        double u = mechanism.Links[link].CentreU;
        double w = mechanism.Links[link].CentreW;
        for (int at = link; at > 0; at = PlanarMechanism.Parent<TModel>(at))
        {
            Turn(PlanarPlan<TModel>.RootDofs + at - 1);
            u += mechanism.Links[at].AnchorU;
            w += mechanism.Links[at].AnchorW;
        }

        if (TModel.RootHinges == 1)
        {
            Turn(PlanarPlan<TModel>.RootHinge);
        }

        return jacobian;

        // What lies at (u, w) from a hinge moves at right angles to it.
        void Turn(int dof)
        {
            jacobian[0, dof] = -w;
            jacobian[1, dof] = u;
            jacobian[2, dof] = 1.0;
        }
    }

    private static double Seen(double[,] jacobian, double[,] inverse, int row)
    {
        double sum = 0;
        for (int i = 0; i < inverse.GetLength(0); i++)
        {
            for (int j = 0; j < inverse.GetLength(0); j++)
            {
                sum += jacobian[row, i] * inverse[i, j] * jacobian[row, j];
            }
        }

        return sum;
    }

    // Gauss and Jordan without pivoting: the matrix is positive definite.
    private static double[,] Invert(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] inverse = new double[n, n];
        for (int k = 0; k < n; k++)
        {
            inverse[k, k] = 1.0;
        }

        for (int k = 0; k < n; k++)
        {
            double pivot = matrix[k, k];
            for (int j = 0; j < n; j++)
            {
                matrix[k, j] /= pivot;
                inverse[k, j] /= pivot;
            }

            for (int i = 0; i < n; i++)
            {
                double factor = matrix[i, k];
                for (int j = 0; j < n && i != k; j++)
                {
                    matrix[i, j] -= factor * matrix[k, j];
                    inverse[i, j] -= factor * inverse[k, j];
                }
            }
        }

        return inverse;
    }
}
