using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Rendering;
using TrpoGpu.Rendering.Scenes;
using Xunit;

namespace TrpoGpu.Tests.Rendering;

/// <summary>Pictures show what the equations mean.</summary>
public sealed class SceneTests
{
    public static TheoryData<string> Environments => UntrainedPolicy.Environments;

    [Theory]
    [MemberData(nameof(Environments))]
    public void All_that_moves_is_placed_by_numbers_and_lies_in_the_picture(string id)
    {
        Scene scene = SceneCatalog.For(id);
        RecordedEpisode episode = UntrainedPolicy.Episode(id, mostSteps: 60);
        SceneFrames frames = new(scene, episode);
        Assert.Equal(episode.Steps + 1, frames.Count);
        Assert.All(scene.Shapes, shape =>
        {
            Assert.InRange(shape.Body, SceneShape.World, scene.Bodies - 1);
            Assert.True(shape.Radius >= 0 && shape.Points.Length > 0);
        });
        Assert.All(Enumerable.Range(0, scene.Bodies), body => Assert.InRange(scene.Parent(body), -1, body - 1));
        for (int frame = 0; frame < frames.Count; frame++)
        {
            ScenePose[] poses = frames.Frame(frame).ToArray();
            double x = scene.Backdrop is SceneBackdrop.Floor or SceneBackdrop.Water ? poses[scene.Followed].X : 0;
            double y = scene.Backdrop is SceneBackdrop.Water ? poses[scene.Followed].Y : 0;
            Assert.All(Ends(scene, poses), end =>
            {
                Assert.InRange(end.X - x, frames.Bounds.Left + end.Radius, frames.Bounds.Right - end.Radius);
                Assert.InRange(end.Y - y, frames.Bounds.Bottom + end.Radius, frames.Bounds.Top - end.Radius);
            });
        }
    }

    // Half a metre away from its parent a link hangs by nothing.
    [Theory]
    [InlineData("Hopper-v5")]
    [InlineData("Walker2d-v5")]
    [InlineData("HalfCheetah-v5")]
    [InlineData("Swimmer-v5")]
    [InlineData("Reacher-v5")]
    [InlineData("InvertedPendulum-v5")]
    [InlineData("InvertedDoublePendulum-v5")]
    public void A_hinge_lies_in_both_links_that_it_joins(string id)
    {
        Scene scene = SceneCatalog.For(id);
        ScenePose[] poses = new ScenePose[scene.Bodies];
        scene.Place([0.3, 1.4, -0.2, 0.4, -0.6, 0.5, -0.7, 0.2, 0.3, .. new double[12]], poses);
        for (int body = 1; body < scene.Bodies; body++)
        {
            if (scene.Parent(body) is int parent and >= 0)
            {
                (double X, double Y) hinge = (poses[body].X, poses[body].Y);
                Assert.True(IsCovered(scene, poses, parent, hinge), $"{id}: link {body} hangs outside of {parent}");
                Assert.True(IsCovered(scene, poses, body, hinge), $"{id}: link {body} does not reach its hinge");
            }
        }
    }

    // By the model files' sums: heights of the hinges along the leg, and the foot's lowest point.
    [Theory]
    [InlineData("Hopper-v5", 1.25, 0.04)]
    [InlineData("Walker2d-v5", 1.25, 0.04)]
    [InlineData("HalfCheetah-v5", 0.0, 0.0764)]
    public void A_robot_at_rest_stands_just_above_the_floor(string id, double height, double clearance)
    {
        Scene scene = SceneCatalog.For(id);
        ScenePose[] poses = new ScenePose[scene.Bodies];
        scene.Place([0, height, .. new double[19]], poses);
        Assert.Equal(SceneBackdrop.Floor, scene.Backdrop);
        Assert.Equal(clearance, Ends(scene, poses).Min(end => end.Y - end.Radius), 1e-3);
        if (id == "Hopper-v5")
        {
            Assert.Equal([1.25, 1.05, 0.6, 0.1], poses.Select(pose => Math.Round(pose.Y, 12)));
        }
    }

    // MuJoCo counts the hopper's pitch clockwise, forwards; its joints' angles the other way.
    [Fact]
    public void A_hopper_pitches_forwards_and_bends_its_knee_backwards()
    {
        Scene scene = SceneCatalog.For("Hopper-v5");
        ScenePose[] poses = new ScenePose[scene.Bodies];
        scene.Place([2.0, 1.25, 0.3, .. new double[18]], poses);
        Assert.Equal(-0.3, poses[0].Angle, 1e-12);
        Assert.Equal(2.0 - (0.2 * Math.Sin(0.3)), poses[1].X, 1e-12);
        scene.Place([2.0, 1.25, 0.0, 0.0, -0.5, .. new double[16]], poses);
        Assert.Equal(2.0 - (0.5 * Math.Sin(0.5)), poses[3].X, 1e-12);
    }

    [Fact]
    public void A_cart_pole_leans_the_way_its_angle_says()
    {
        RecordedEpisode episode = UntrainedPolicy.Episode("CartPole-v1");
        Assert.All(Tips(episode, "CartPole-v1"), (tip, step) =>
        {
            Assert.Equal(episode.State(step)[0] + Math.Sin(episode.State(step)[2]), tip.X, 1e-9);
            Assert.Equal(Math.Cos(episode.State(step)[2]), tip.Y, 1e-9);
        });
    }

    [Fact]
    public void A_pendulum_is_upright_at_zero_and_turns_to_the_left()
    {
        RecordedEpisode episode = UntrainedPolicy.Episode("Pendulum-v1");
        Assert.All(Tips(episode, "Pendulum-v1"), (tip, step) =>
        {
            Assert.Equal(-Math.Sin(episode.State(step)[0]), tip.X, 1e-9);
            Assert.Equal(Math.Cos(episode.State(step)[0]), tip.Y, 1e-9);
        });
    }

    [Fact]
    public void The_end_of_an_acrobot_is_as_high_as_its_task_says()
    {
        RecordedEpisode episode = UntrainedPolicy.Episode("Acrobot-v1", seed: 4);
        Assert.All(Tips(episode, "Acrobot-v1"), (tip, step) => Assert.Equal(
            -Math.Cos(episode.State(step)[0]) - Math.Cos(episode.State(step)[0] + episode.State(step)[1]),
            tip.Y, 1e-9));
    }

    // What the task observes of a start state, by its own formula.
    [Fact]
    public void A_fingertip_is_as_far_from_its_target_as_the_task_observes()
    {
        RecordedEpisode episode = UntrainedPolicy.Episode("Reacher-v5", mostSteps: 1);
        SceneFrames frames = new(SceneCatalog.For("Reacher-v5"), episode);
        (double x, double y) = Tips(episode, "Reacher-v5")[0];
        const int Kept = 18;
        Assert.Equal(episode.State(0)[Kept], x - frames.Frame(0)[2].X, 1e-6);
        Assert.Equal(episode.State(0)[Kept + 1], y - frames.Frame(0)[2].Y, 1e-6);
    }

    [Fact]
    public void A_mountain_car_stands_on_the_slope_that_pulls_it()
    {
        Scene scene = SceneCatalog.For("MountainCar-v0");
        ScenePose[] one = new ScenePose[1];
        ScenePose[] other = new ScenePose[1];
        foreach (double x in new[] { -1.1, -0.5, 0.0, 0.4 })
        {
            scene.Place([x - 1e-6, 0.0], one);
            scene.Place([x + 1e-6, 0.0], other);
            Assert.Equal(Math.Cos(3 * x), (other[0].Y - one[0].Y) / 2e-6, 1e-6);
            Assert.Equal(Math.Cos(3 * x), Math.Tan(one[0].Angle), 1e-5);
        }
    }

    [Fact]
    public void A_state_that_is_no_number_leaves_the_picture_as_it_was()
    {
        RecordedEpisode episode = new(
            BuiltInEnvironments.Find("Pendulum-v1"), [[0.5, 0], [double.NaN, 0]], [0, double.NaN],
            EpisodeEnd.Terminated)
        {
            Seed = 0,
            Deterministic = true,
            TrainedSteps = 0,
        };
        SceneFrames frames = new(SceneCatalog.For("Pendulum-v1"), episode);
        Assert.Equal(frames.Frame(0)[0], frames.Frame(1)[0]);
        Assert.Contains("\"returns\":[0,0]", EpisodePage.Html(episode));
    }

    // Where the end that leaves a trail is, after each step.
    private static (double X, double Y)[] Tips(RecordedEpisode episode, string id)
    {
        Scene scene = SceneCatalog.For(id);
        SceneFrames frames = new(scene, episode);
        (int body, ScenePoint point) = scene.Trail!.Value;
        return [.. Enumerable.Range(0, frames.Count).Select(frame => World(frames.Frame(frame)[body], point))];
    }

    private static IEnumerable<(double X, double Y, double Radius)> Ends(Scene scene, ScenePose[] poses) =>
        scene.Shapes.Where(shape => shape.Body >= 0).SelectMany(shape => shape.Points.ToArray()
            .Select(point => World(poses[shape.Body], point))
            .Select(end => (end.X, end.Y, shape.Radius)));

    private static bool IsCovered(Scene scene, ScenePose[] poses, int body, (double X, double Y) place) =>
        scene.Shapes.Where(shape => shape.Body == body && shape.Tint != SceneTint.Joint).Any(shape =>
            Distance(World(poses[body], shape.Points[0]), World(poses[body], shape.Points[^1]), place) <= shape.Radius);

    private static double Distance((double X, double Y) from, (double X, double Y) to, (double X, double Y) place)
    {
        double squared = Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2);
        double along = ((place.X - from.X) * (to.X - from.X)) + ((place.Y - from.Y) * (to.Y - from.Y));
        double share = squared > 0 ? Math.Clamp(along / squared, 0, 1) : 0;
        return Math.Sqrt(
            Math.Pow(from.X + (share * (to.X - from.X)) - place.X, 2) +
            Math.Pow(from.Y + (share * (to.Y - from.Y)) - place.Y, 2));
    }

    private static (double X, double Y) World(ScenePose pose, ScenePoint point) => (
        pose.X + (Math.Cos(pose.Angle) * point.X) - (Math.Sin(pose.Angle) * point.Y),
        pose.Y + (Math.Sin(pose.Angle) * point.X) + (Math.Cos(pose.Angle) * point.Y));
}
