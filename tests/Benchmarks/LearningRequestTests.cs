using System.IO;
using System.Linq;
using System.Xml.Linq;
using TrpoGpu.Benchmarks;
using TrpoGpu.Benchmarks.Learning;
using Xunit;

namespace TrpoGpu.Tests.Benchmarks;

/// <summary>What <c>learning</c> understands and refuses, and the picture it draws.</summary>
public sealed class LearningRequestTests
{
    [Fact]
    public void Groups_and_environments_name_tasks_that_have_presets()
    {
        Assert.Equal(12, LearningRequest.Parse([]).Tasks.Length);
        Assert.Equal(7, LearningRequest.Parse(["locomotion"]).Tasks.Length);
        LearningTask[] named = LearningRequest.Parse(["hopper", "CartPole-v1"]).Tasks;
        Assert.Equal(["Hopper-v5", "CartPole-v1"], named.Select(task => task.Id));
        Assert.All(
            LearningRequest.Parse(["locomotion"]).Tasks,
            task => Assert.Equal(1_000_000, Presets.For(task.Id).TotalSteps));
    }

    [Fact]
    public void Earlier_versions_take_the_newest_ones_preset() =>
        Assert.Equal(OptionTable.ToJson(Presets.For("Walker2d-v5")), OptionTable.ToJson(Presets.For("Walker2d-v4")));

    [Fact]
    public void Seeds_and_settings_are_taken()
    {
        var request = LearningRequest.Parse(["--seeds", "3..5", "--set", "gamma=0.5"]);
        Assert.Equal([3ul, 4ul, 5ul], request.Seeds);
        Assert.Equal(0.5, request.Apply(new TrpoOptions()).Discount);
        Assert.Equal([7ul], LearningRequest.Parse(["--seeds", "7"]).Seeds);
    }

    [Theory]
    [InlineData("learning: 'hoper' given, expected classic, locomotion or one of CartPole-v1, ", "hoper")]
    [InlineData("learning: 'Hopper-v4' given, ", "Hopper-v4")]
    [InlineData("learning: --seeds has no value, expected ", "--seeds")]
    [InlineData("learning: --seeds 5..3 given, expected one seed or a range", "--seeds", "5..3")]
    [InlineData("learning: --seeds 1..2..3 given, ", "--seeds", "1..2..3")]
    [InlineData("learning: --fast yes given, expected ", "--fast", "yes")]
    [InlineData("learning: --set gamma given, expected ", "--set", "gamma")]
    [InlineData("learning: --out nowhere/a.md given, but there is no such folder", "--out", "nowhere/a.md")]
    [InlineData("learning: --curves nowhere/a.svg given, but there is no such folder", "--curves", "nowhere/a.svg")]
    public void What_is_not_understood_is_refused_before_anything_is_trained(string message, params string[] words) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => LearningRequest.Parse(words)).Message);

    [Fact]
    public void Curves_have_a_panel_for_each_task_whatever_number_of_iterations_its_runs_have()
    {
        LearningTask[] tasks = LearningRequest.Parse(["hopper", "reacher"]).Tasks;
        LearningRun[] runs =
        [
            Run("Hopper-v5", double.NaN, 10, 20), Run("Hopper-v5", double.NaN, 30, 60), Run("Reacher-v5", -9, -8),
        ];
        XNamespace svg = "http://www.w3.org/2000/svg";
        using StringReader text = new(LearningCurves.Svg(tasks, runs, "0..1"));
        var picture = XElement.Load(text);
        Assert.Equal(2, picture.Elements(svg + "g").Count());
        Assert.Equal(2, picture.Descendants(svg + "polyline").Count());
        Assert.All(tasks, task => Assert.Contains(picture.Descendants(svg + "text"), title => title.Value == task.Id));
    }

    private static LearningRun Run(string environment, params double[] curve) =>
        new(environment, 0, 2048 * curve.Length, 0, 0, curve.Length, curve.Length, Residual: 0, 1, 1, curve);
}
