using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>Batches that do not fit: chunks have the bits of the whole, and too little memory is named.</summary>
/// <param name="engines">What is compared.</param>
/// <param name="table">Where it is counted.</param>
internal sealed class MemoryCases(VerifiedEngines engines, VerificationTable table)
{
    private const int LittleMemory = 100_000;

    // More than one chunk, the last of them not full.
    private const int Rows = 1301;

    /// <summary>Compares an engine whose memory has no room for the batch.</summary>
    internal void Verify(string widths)
    {
        MlpShape mlp = MlpShape.Parse(widths, ActivationKind.Tanh);
        ShapeCase shapeCase = new(
            $"{widths} x {Rows}", new NetworkShape(mlp, HeadShape.DiagonalGaussian(mlp.Outputs)), Rows);
        table.Case("chunks have the bits of the whole", true, shapeCase.Name, tally =>
        {
            EveryNumber whole = new(engines.Tested, shapeCase);
            using ComputeBackend little = engines.WithMemory!(whole.MemoryTaken);
            EveryNumber chunked = new(little, shapeCase);
            tally.Require(whole.IsWhole, $"{shapeCase.Name}: the batch was to be kept as a whole");
            tally.Require(!chunked.IsWhole, $"{shapeCase.Name}: the batch was to be cut into chunks");
            tally.Require(
                whole.Numbers.SequenceEqual(chunked.Numbers), $"{shapeCase.Name}: chunks give other bits");
        });
    }

    /// <summary>Asks for more than there is.</summary>
    internal void VerifyRefusal()
    {
        ShapeCase shapeCase = ShapeCases.Find("2-3-2 tanh Categorical x 5003");
        table.Case("too little memory is named", true, shapeCase.Name, tally =>
        {
            using ComputeBackend little = engines.WithMemory!(LittleMemory);
            try
            {
                using NetworkWorkspace workspace = little.CreateWorkspace(shapeCase.Network, shapeCase.Rows);
                tally.Require(false, $"{shapeCase.Name}: {LittleMemory} bytes were enough");
            }
            catch (OutOfDeviceMemoryException refusal)
            {
                tally.Require(
                    refusal.AvailableBytes <= LittleMemory && refusal.NeededBytes > refusal.AvailableBytes,
                    $"{shapeCase.Name}: {refusal.Message}");
            }
        });
    }
}
