using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

public sealed class ReferenceVectorTests
{
    // Adam's own float settings, as doubles.
    private const double FirstDecay = 0.9f;
    private const double SecondDecay = 0.999f;

    private readonly ReferenceBackend backend = new();

    [Fact]
    public void The_first_step_of_adam_has_the_length_of_the_learning_rate()
    {
        // Without a floor the first step is the sign of the gradient times the learning rate, whatever its
        // size.
        ComputeBuffer parameters = backend.Allocate([1, 1, 1]);
        ComputeBuffer gradient = backend.Allocate([3, -0.001f, 2000]);
        backend.AdamStep(
            parameters, gradient, backend.Allocate(3), backend.Allocate(3), 1,
            new AdamOptions(0.25f, Floor: 0));

        Tolerance.AssertAbsolute(
            [0.75, 1.25, 0.75], ReferenceFixture.Doubles(parameters), 1e-14, "parameters");
    }

    [Fact]
    public void Two_steps_of_adam_equal_those_worked_by_hand()
    {
        // Decays 1/2 and 3/4, rate 1, floor 1; gradients 4, then 0. Step 1: m = 2, v = 4; unbiased 4 and 16:
        // 0 - 4/(4 + 1) = -0.8. Step 2: m = 1, v = 3; unbiased 1/(3/4) = 4/3 and 3/(7/16) = 48/7.
        AdamOptions options = new(1, FirstDecay: 0.5f, SecondDecay: 0.75f, Floor: 1);
        ComputeBuffer parameters = backend.Allocate(1);
        ComputeBuffer first = backend.Allocate(1);
        ComputeBuffer second = backend.Allocate(1);
        backend.AdamStep(parameters, backend.Allocate([4f]), first, second, 1, options);
        Tolerance.AssertAbsolute([-0.8], ReferenceFixture.Doubles(parameters), 1e-15, "after step 1");

        backend.AdamStep(parameters, backend.Allocate([0f]), first, second, 2, options);
        double expected = -0.8 - (4.0 / 3 / (Math.Sqrt(48.0 / 7) + 1));
        Tolerance.AssertAbsolute([expected], ReferenceFixture.Doubles(parameters), 1e-15, "after step 2");
        Assert.Equal([1.0, 3.0], [ReferenceFixture.Doubles(first)[0], ReferenceFixture.Doubles(second)[0]]);
    }

    [Fact]
    public void Moments_are_weighted_sums_of_all_gradients()
    {
        NormalNumbers random = new(seed: 8);
        float[] gradients = random.Array(50);
        ComputeBuffer parameters = backend.Allocate(1);
        ComputeBuffer first = backend.Allocate(1);
        ComputeBuffer second = backend.Allocate(1);
        for (int t = 1; t <= gradients.Length; t++)
        {
            backend.AdamStep(
                parameters, backend.Allocate([gradients[t - 1]]), first, second, t, new AdamOptions(0.1f));
        }

        double mean = gradients.Select((g, t) => (1 - FirstDecay) * Math.Pow(FirstDecay, 49 - t) * g).Sum();
        double square =
            gradients.Select((g, t) => (1 - SecondDecay) * Math.Pow(SecondDecay, 49 - t) * g * g).Sum();
        Tolerance.AssertRelative(mean, ReferenceFixture.Doubles(first)[0], 1e-13, "first moment");
        Tolerance.AssertRelative(square, ReferenceFixture.Doubles(second)[0], 1e-13, "second moment");
    }

    [Fact]
    public void Copies_and_sums_stop_at_the_count()
    {
        ComputeBuffer x = backend.Allocate([1, 2, 3, 4]);
        ComputeBuffer y = backend.Allocate([10, 20, 30, 40]);
        ComputeBuffer result = backend.Allocate([7, 7, 7, 7]);

        backend.AddScaled(x, 0.5f, y, result, 3);
        Assert.Equal([6, 12, 18, 7], result.ReadArray());
        backend.AddScaled(x, -1, x, x, 2);
        Assert.Equal([0, 0, 3, 4], x.ReadArray());
        backend.Copy(y, result, 2);
        Assert.Equal([10, 20, 18, 7], result.ReadArray());
        Assert.Equal(3 * 30, backend.ReadDot(x, y, 3));
    }

    [Fact]
    public void Buffers_round_once_when_read()
    {
        ComputeBuffer buffer = backend.Allocate([1, 2, 3]);
        ReferenceFixture.Doubles(buffer)[1] = 1 + 1e-12;
        float[] part = new float[2];
        buffer.Read(part, offset: 1);
        Assert.Equal([1, 3], part);

        buffer.Write([9], offset: 2);
        Assert.Equal([1, 1, 9], buffer.ReadArray());
        Assert.Equal([0, 0], backend.Allocate(2).ReadArray());
    }
}
