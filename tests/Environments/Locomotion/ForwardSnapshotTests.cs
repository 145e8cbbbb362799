using System;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>One evaluation of the dynamics against MuJoCo's, quantity by quantity.</summary>
public sealed class ForwardSnapshotTests(ITestOutputHelper output)
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
        double largestForce = 0;
        double largestAcceleration = 0;
        foreach (MujocoSnapshot snapshot in snapshots)
        {
            PlanarEvaluation actual = runner.Evaluate(snapshot.Qpos, snapshot.Qvel, snapshot.Ctrl);
            double[] smooth =
            [
                .. snapshot.QfrcPassive.Zip(snapshot.QfrcBias, (passive, bias) => passive - bias)
                    .Zip(snapshot.QfrcActuator, (sum, actuator) => sum + actuator),
            ];
            double[] lower = [.. snapshot.MassMatrixLower.SelectMany(row => row)];
            largestForce = new[]
            {
                largestForce,
                Close(lower, Lower(actual.Mass, snapshot.Qvel.Length), mass),
                Close(smooth, actual.Force, mass),
            }.Max();
            largestAcceleration = new[]
            {
                largestAcceleration,
                Close(snapshot.QaccSmooth, actual.Unconstrained, acceleration),
                Close(snapshot.QfrcConstraint, actual.Constraint, acceleration),
                Close(snapshot.Qacc, actual.Acceleration, acceleration),
            }.Max();
            CheckConstraints(snapshot, actual, isDouble);
        }

        output.WriteLine(
            $"{environment}, {kind}: mass matrix and forces {largestForce:0.0e+0}, accelerations and forces of " +
            $"constraints {largestAcceleration:0.0e+0} of the largest entry");
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

    // Relative to the largest entry, at least 1: the largest error. The reacher's target is not part of our mechanism.
    private static double Close(double[] expected, double[] actual, double tolerance, double absolute = 0.0)
    {
        double scale = expected.Aggregate(1.0, (largest, x) => Math.Max(largest, Math.Abs(x)));
        double largestError = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (i < actual.Length && !double.IsNaN(actual[i]))
            {
                Assert.Equal(expected[i], actual[i], absolute + (tolerance * scale));
                largestError = Math.Max(largestError, Math.Abs(expected[i] - actual[i]) / scale);
            }
        }

        return largestError;
    }

    private static double[] Lower(double[,] matrix, int size) =>
    [
        .. Enumerable.Range(0, size).SelectMany(i => Enumerable.Range(0, i + 1).Select(
            j => i < matrix.GetLength(0) ? matrix[i, j] : double.NaN)),
    ];
}
