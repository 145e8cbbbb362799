using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Backends.Reference;

/// <summary>
/// Agreement with PyTorch in double precision (tests/Golden/peers): its own derivatives, so that no derivation of ours
/// stands on both sides.
/// </summary>
public sealed class PeerGoldenTests
{
    // Forty rows through layers of at most seventeen inputs and back: every number is a sum of sums of fewer than a
    // hundred terms each, and each of its terms carries the roundings of three layers there and three back.
    private const double Relative = 1024 * Tolerance.DoubleU;

    private readonly ReferenceBackend backend = new();
    private readonly GoldenPeer golden = GoldenPeer.Read("fisher-17-8-8-6.json");
    private readonly NetworkWorkspace workspace;
    private readonly ComputeBuffer parameters;

    public PeerGoldenTests()
    {
        workspace = backend.CreateWorkspace(golden.Shape, golden.Rows);
        parameters = Upload(golden.Parameters);
        backend.Load(workspace, new SampleBatch(
            golden.Rows, Upload(golden.Observations), Upload(golden.Actions), Upload(golden.Advantages),
            Upload(golden.LogProbabilities)));
    }

    [Fact]
    public void The_surrogate_gradient_agrees() =>
        Tolerance.AssertRelative(golden.Gradient, SurrogateGradient(), Relative, "gradient");

    [Fact]
    public void The_fisher_product_agrees()
    {
        SurrogateGradient();
        backend.PrepareFisher(workspace, parameters, 1);
        ComputeBuffer product = backend.Allocate(golden.Shape.ParameterCount);
        backend.FisherVectorProduct(workspace, parameters, Upload(golden.Direction), 0, product);

        Tolerance.AssertRelative(golden.Product, ReferenceFixture.Doubles(product), Relative, "product");
    }

    private double[] SurrogateGradient()
    {
        ComputeBuffer gradient = backend.Allocate(golden.Shape.ParameterCount);
        backend.SurrogateGradient(workspace, parameters, gradient);
        return ReferenceFixture.Doubles(gradient);
    }

    private ComputeBuffer Upload(double[] values)
    {
        ComputeBuffer buffer = backend.Allocate(values.Length);
        values.CopyTo(ReferenceFixture.Doubles(buffer), 0);
        return buffer;
    }
}
