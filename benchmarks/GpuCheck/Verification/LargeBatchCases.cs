using TrpoGpu.Backends;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;

namespace TrpoGpu.GpuCheck.Verification;

/// <summary>
/// Batches as large as those that are timed, whose bounds nobody can wait for: a block of rows that is repeated has the
/// gradient and the Fisher product of the block, and its bounds; every row has the bits of its like.
/// </summary>
/// <param name="engines">What is compared.</param>
/// <param name="table">Where it is counted.</param>
internal sealed class LargeBatchCases(VerifiedEngines engines, VerificationTable table)
{
    // Odd, so that its rows lie in every place of a tile, and longer than any run that is added in single precision.
    private const int BlockRows = 257;

    /// <summary>Compares a batch of as many whole blocks as make at most so many rows.</summary>
    internal void Verify(NetworkShape shape, int mostRows)
    {
        int copies = mostRows / BlockRows;
        ShapeCase block = new($"{shape} x {BlockRows}", shape, BlockRows);
        string name = $"{shape.Mlp} {shape.Head.Kind} x {copies * BlockRows}";
        table.Case("large batches", engines.RoundsAlike, name, tally =>
            Compare(tally, name, new BoundedCase(block), copies));
    }

    private void Compare(Tally tally, string name, BoundedCase bounded, int copies)
    {
        SampleProblem problem = bounded.Problem;
        ComputeBackend engine = engines.Tested;
        int rows = copies * problem.Rows;
        int columns = problem.Shape.Head.Size.Parameters;
        float[] cpu = new NetworkNumbers(engines.Cpu, bounded, values => engines.Cpu.Allocate(values)).Outputs;
        using ComputeBuffer parameters = engines.Allocate(engine, problem.Parameters);
        using ComputeBuffer direction = engine.Allocate(problem.Direction);
        using ComputeBuffer result = engine.Allocate(problem.Shape.ParameterCount);
        SampleBatch batch = new(
            rows, Repeated(engine, problem.Observations, copies), Repeated(engine, problem.Actions, copies),
            Repeated(engine, problem.Advantages, copies), Repeated(engine, problem.LogProbabilities, copies));
        using (NetworkWorkspace workspace = engine.CreateWorkspace(problem.Shape, rows))
        {
            engine.Load(workspace, batch);
            engine.SurrogateGradient(workspace, parameters, result);
            tally.Within($"{name}, surrogate gradient", bounded.SurrogateGradient, result.ReadArray());
            engine.PrepareFisher(workspace, parameters, 1);
            engine.FisherVectorProduct(workspace, parameters, direction, BoundedCase.Damping, result);
            tally.Within($"{name}, Fisher product", bounded.FisherProduct, result.ReadArray());
            using ComputeBuffer outputs = engine.Allocate(rows * columns);
            engine.Forward(workspace, parameters, batch.Observations, rows, outputs);
            float[] actual = new float[problem.Rows * columns];
            foreach (int copy in (int[])[0, copies / 2, copies - 1])
            {
                outputs.Read(actual, copy * actual.Length);
                tally.Bits($"{name}, outputs of block {copy}", cpu, actual, areNew: true);
            }
        }

        NetworkNumbers.Free(batch);
    }

    private static ComputeBuffer Repeated(ComputeBackend engine, float[] block, int copies)
    {
        ComputeBuffer buffer = engine.Allocate(block.Length * copies);
        for (int copy = 0; copy < copies; copy++)
        {
            buffer.Write(block, copy * block.Length);
        }

        return buffer;
    }
}
