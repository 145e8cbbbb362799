using System;
using TrpoGpu.Backends;

namespace TrpoGpu.Tests.Readme;

/// <summary>The README's library example, compiled: its lines stand below as they stand there.</summary>
internal static class QuickStart
{
    internal static void Run()
    {
        using ComputeBackend backend = BackendFactory.Create("cpu");
        using TrpoTrainer trainer = new(backend, "CartPole-v1", seed: 0);
        foreach (TrainingReport report in trainer.Train(totalSteps: 50_000))
        {
            Console.WriteLine(report);                 // return, KL, conjugate gradients, step
        }

        Console.WriteLine(trainer.Evaluate(episodes: 100));
        trainer.SavePolicy("cartpole.safetensors");    // data only; opens in PyTorch and NumPy too
    }
}
