using System;
using System.Linq;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using Xunit;
using Xunit.Abstractions;

namespace TrpoGpu.Tests.Environments.Locomotion;

/// <summary>Masses, inertias and constraint weights from shapes, against what MuJoCo compiles the models to.</summary>
public sealed class ConstantsTests(ITestOutputHelper output)
{
    private const double Relative = 1e-9;

    [Fact]
    public void Hopper() => Check<HopperModel>(
        [
            new(3.66519142919, 0.0692459380729, 0, 0, 0.084922396389),
            new(4.05789051089, 0.0932987568269, 0, -0.225, 0.0519233101461),
            new(2.78135669598, 0.0723025401732, 0, -0.25, 0.0495951186443),
            new(5.31557476987, 0.10352308059, 0.065, 0, 0.0669027107682),
        ],
        [0.190927915471, 0.0638392736963, 1.05850641345, 0.917357304008, 0.842309231716, 0.900038143919]);

    [Fact]
    public void Walker2d_in_both_versions()
    {
        Link thigh = new(4.05789051089, 0.0932987568269, 0, -0.225, 0.0605163787521);
        Link leg = new(2.78135669598, 0.0723025401732, 0, -0.25, 0.062997194887);
        Link foot = new(3.16672539482, 0.0239977466348, 0.1, 0, 0.134745765025);
        Link[] links =
            [new(3.66519142919, 0.0692459380729, 0, 0, 0.0853164980232), thigh, leg, foot, thigh, leg, foot];
        double[] dofs =
        [
            0.207430310344, 0.0485191837261, 6.02491210538, 12.1061528435, 9.59529493718, 18.2114221236,
            12.1061528435, 9.59529493718, 18.2114221236,
        ];
        Check<Walker2dModel<Version5>>(links, dofs);
        Check<Walker2dModel<Version4>>(links, dofs);
        Assert.Equal([0.9, 0.9, 0.9, 1.9, 0.9, 0.9, 1.9], Frictions<Walker2dModel<Version5>>(right: 1.9));
        Assert.Equal([0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 1.9], Frictions<Walker2dModel<Version4>>(right: 0.9));
    }

    [Fact]
    public void Half_cheetah()
    {
        Check<HalfCheetahModel>(
            [
                new(6.25020920502, 0.897117688112, 0.152389878163, 0.0253983130272, 0.0641575194561),
                new(1.54351464435, 0.0168443395816, 0.1, -0.13, 0.0969110156096),
                new(1.58744769874, 0.0182674190795, -0.14, -0.07, 0.127209225347),
                new(1.09539748954, 0.0063524232636, 0.03, -0.097, 0.24374928349),
                new(1.43807531381, 0.0137396433473, -0.07, -0.12, 0.0814837948137),
                new(1.20083682008, 0.00822210861925, 0.065, -0.09, 0.131996817901),
                new(0.884518828452, 0.00352910945607, 0.045, -0.07, 0.266144102923),
            ],
            [
                0.106735728169, 0.0845922916107, 0.416347061986, 2.72978864488, 5.89324898416, 8.89487700405,
                3.08139260548, 6.88279596228, 9.46813496277,
            ]);
        Assert.Equal(14.0, HalfCheetahModel.Mechanism.Links.Sum(link => link.Mass), 1e-12);
    }

    [Fact]
    public void Swimmer()
    {
        Link link = new(35.6047167407, 3.91756603903, -0.5, 0, double.NaN);
        Check<SwimmerModel>(
            [link with { CentreU = 1 }, link, link],
            [0.00935329886571, 0.13620963069, 0.152824833521, 0.385293341621, 0.393333674138]);
    }

    [Fact]
    public void Inverted_pendulum() => Check<InvertedPendulumModel>(
        [
            new(10.471975512, double.NaN, 0, 0, double.NaN),
            new(5.01859164136, 0.188749766873, 0.0005, 0.3, double.NaN),
        ],
        [0.0836743380586, 2.02391291985]);

    [Fact]
    public void Inverted_double_pendulum()
    {
        Link pole = new(4.19873858152, 0.15497066975, 0, 0.3, double.NaN);
        Check<InvertedDoublePendulumModel>(
            [new(10.471975512, double.NaN, 0, 0, double.NaN), pole, pole],
            [0.0846726191877, double.NaN, double.NaN]);
    }

    [Fact]
    public void Reacher() => Check<ReacherModel>(
        [
            new(0.0356047167407, 3.91756603903e-5, 0.05, 0, double.NaN),
            new(0.0397935069455, 5.28355257107e-5, 0.0563157894737, 0, double.NaN),
        ],
        [double.NaN, 0.99982115496]);

    [Theory]
    [InlineData(0.02, 0.9, 0.95, 2770.0831, 105.263158)]
    [InlineData(0.04, 0.9, 0.95, 692.520776, 52.631579)]
    [InlineData(0.02, 0.0, 0.8, 3906.25, 125)]
    [InlineData(0.02, 0.8, 0.8, 3906.25, 125)]
    public void Softness_has_the_stiffness_and_damping_of_its_class(
        double timeConstant, double start, double end, double stiffness, double damping)
    {
        Softness softness = new(timeConstant, start, end, 0.001, 0.0);
        Assert.Equal(stiffness, softness.Stiffness, stiffness * 1e-8);
        Assert.Equal(damping, softness.Damping, damping * 1e-8);
    }

    private static double[] Frictions<TModel>(double right)
        where TModel : struct, IPlanarModel
    {
        double[] frictions = [.. TModel.Mechanism.Links.Select(link => link.Friction)];
        Assert.Equal(right, frictions[3]);
        return frictions;
    }

    // The table leaves out, as NaN, what no constraint uses.
    private void Check<TModel>(Link[] links, double[] dofs)
        where TModel : struct, IPlanarModel
    {
        RestInertia rest = RestInertia.Of<TModel>();
        PlanarLink[] actual = TModel.Mechanism.Links;
        Assert.Equal(links.Length, actual.Length);
        double largest = 0;
        for (int k = 0; k < links.Length; k++)
        {
            largest = Math.Max(largest, Same(links[k].Mass, actual[k].Mass));
            largest = Math.Max(largest, Same(links[k].Inertia, actual[k].Inertia));
            largest = Math.Max(largest, Same(links[k].CentreU, actual[k].CentreU));
            largest = Math.Max(largest, Same(links[k].CentreW, actual[k].CentreW));
            largest = Math.Max(largest, Same(links[k].Weight, rest.LinkWeight(k)));
        }

        Assert.Equal(dofs.Length, PlanarPlan<TModel>.Dofs);
        for (int dof = 0; dof < dofs.Length; dof++)
        {
            largest = Math.Max(largest, Same(dofs[dof], rest.DofWeight(dof)));
        }

        output.WriteLine($"{typeof(TModel).Name}: {largest:0.0e+0} relative");
    }

    // The relative error, within bounds.
    private static double Same(double expected, double actual)
    {
        if (double.IsNaN(expected))
        {
            return 0;
        }

        Assert.Equal(expected, actual, Math.Max(Relative * Math.Abs(expected), 1e-15));
        return expected == 0 ? 0 : Math.Abs(actual - expected) / Math.Abs(expected);
    }

    private sealed record Link(double Mass, double Inertia, double CentreU, double CentreW, double Weight);
}
