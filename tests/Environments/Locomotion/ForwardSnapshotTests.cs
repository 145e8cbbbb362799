using System;
using System.Linq;
using Xunit;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>One evaluation of the dynamics against MuJoCo's, quantity by quantity.</summary>
public sealed class ForwardSnapshotTests
{
    public static TheoryData<string, NumberKind> Cases
    {
        get
        {
            TheoryData<string, NumberKind> cases = [];
            foreach (string environment in MujocoRecord.Environments.Where(e => e != "walker2d_v4"))
            {
                cases.Add(environment, NumberKind.Double);
                cases.Add(environment, NumberKind.SixteenLanes);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_quantity_agrees(string environment, NumberKind kind)
    {
        bool isDouble = kind == NumberKind.Double;
        double mass = isDouble ? 1e-10 : 2e-6;
        double acceleration = isDouble ? 1e-10 : 3e-4;
        PlanarRunner runner = PlanarRunner.Create(environment, kind);
        var snapshots = MujocoRecord.Snapshots(environment);
        Assert.Equal(6, snapshots.Length);
        foreach (MujocoSnapshot snapshot in snapshots)
        {
            PlanarEvaluation actual = runner.Evaluate(snapshot.Qpos, snapshot.Qvel, snapshot.Ctrl);
            double[] smooth =
            [
                .. snapshot.QfrcPassive.Zip(snapshot.QfrcBias, (passive, bias) => passive - bias)
                    .Zip(snapshot.QfrcActuator, (sum, actuator) => sum + actuator),
            ];
            Close([.. snapshot.MassMatrixLower.SelectMany(row => row)], Lower(actual.Mass, snapshot.Qvel.Length), mass);
            Close(smooth, actual.Force, mass);
            Close(snapshot.QaccSmooth, actual.Unconstrained, acceleration);
            Close(snapshot.QfrcConstraint, actual.Constraint, acceleration);
            Close(snapshot.Qacc, actual.Acceleration, acceleration);
            CheckConstraints(snapshot, actual, isDouble);
        }
    }

    // What is wanted grows with the distance from the end of a range by this, and so does an error of the distance.
    private const double LargestStiffness = 3906.25;

    // As many contacts and rows, at the same places, wanting the same accelerations; in whatever order.
    private static void CheckConstraints(MujocoSnapshot snapshot, PlanarEvaluation actual, bool isDouble)
    {
        double place = isDouble ? 1e-12 : 2e-6;
        MujocoContact[] expected = [.. snapshot.Contacts.OrderBy(contact => (contact.Body, contact.X))];
        MujocoContact[] found = [.. actual.Contacts.OrderBy(contact => (contact.Body, contact.X))];
        Assert.Equal(expected.Select(contact => contact.Body), found.Select(contact => contact.Body));
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k].Dist, found[k].Dist, place);
            Assert.Equal(expected[k].X, found[k].X, place);
        }

        double[] wanted = [.. snapshot.Rows.Select(row => row.Aref).Order()];
        double[] rows = [.. actual.Rows.Order()];
        Assert.Equal(wanted.Length, rows.Length);
        Close(wanted, rows, isDouble ? 1e-10 : 2e-6, isDouble ? 0.0 : LargestStiffness * place);
    }

    // Relative to the largest entry, at least 1. The reacher's target is not part of our mechanism.
    private static void Close(double[] expected, double[] actual, double tolerance, double absolute = 0.0)
    {
        double scale = expected.Aggregate(1.0, (largest, x) => Math.Max(largest, Math.Abs(x)));
        for (int i = 0; i < expected.Length; i++)
        {
            if (i < actual.Length && !double.IsNaN(actual[i]))
            {
                Assert.Equal(expected[i], actual[i], absolute + (tolerance * scale));
            }
        }
    }

    private static double[] Lower(double[,] matrix, int size) =>
    [
        .. Enumerable.Range(0, size).SelectMany(i => Enumerable.Range(0, i + 1).Select(
            j => i < matrix.GetLength(0) ? matrix[i, j] : double.NaN)),
    ];
}
