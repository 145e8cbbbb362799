using System;
using TrpoGpu.Kernels.Environments;
using TrpoGpu.Kernels.Environments.Planar;
using TrpoGpu.Kernels.Environments.Planar.Models;
using TrpoGpu.Kernels.Numerics;

namespace TrpoGpu.Rendering.Scenes;

/// <summary>What each built-in environment looks like.</summary>
internal static class SceneCatalog
{
    /// <summary>The scene of an environment.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    internal static Scene For(string id) => id switch
    {
        "CartPole-v1" => new CartPoleScene(),
        "Acrobot-v1" => new AcrobotScene(),
        "Pendulum-v1" => new PendulumScene(),
        "MountainCar-v0" => new MountainCarScene(MountainCar<Float64>.Goal),
        "MountainCarContinuous-v0" => new MountainCarScene(MountainCarContinuous<Float64>.Goal),
        "InvertedPendulum-v5" or "InvertedPendulum-v4" => new CartScene<InvertedPendulumModel>(),
        "InvertedDoublePendulum-v5" or "InvertedDoublePendulum-v4" => new CartScene<InvertedDoublePendulumModel>(),
        "Reacher-v5" or "Reacher-v4" => new ReacherScene(),
        "Swimmer-v5" => new SwimmerScene(),
        "Hopper-v5" or "Hopper-v4" => new RunnerScene<HopperModel>(),
        "Walker2d-v5" => new RunnerScene<Walker2dModel<Version5>>("right leg", "left leg"),
        "Walker2d-v4" => new RunnerScene<Walker2dModel<Version4>>("right leg", "left leg"),
        "HalfCheetah-v5" => new RunnerScene<HalfCheetahModel>("hind leg", "front leg"),
        _ => throw new ArgumentException($"There is no scene for '{id}'.", nameof(id)),
    };
}
