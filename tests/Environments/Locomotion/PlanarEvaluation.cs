using System.Collections.Generic;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>What a forward evaluation gives, in MuJoCo's senses of the coordinates.</summary>
internal sealed record PlanarEvaluation(
    double[,] Mass, double[] Force, double[] Unconstrained, double[] Constraint, double[] Acceleration,
    List<MujocoContact> Contacts, List<double> Rows);
