using System;
using System.Linq;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Shapes;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Algorithms;

/// <summary>Preconditioned conjugate gradients on Fisher matrices of inputs of very different scales.</summary>
public sealed class PreconditionedSolveTests
{
    private const float Damping = 1e-3f;

    private static readonly NetworkShape Linear = new(
        MlpShape.Parse("20-2", ActivationKind.Tanh), HeadShape.DiagonalGaussian(2));

    private static readonly NetworkShape Deep = new(
        MlpShape.Parse("5-12-9-3", ActivationKind.Tanh), HeadShape.DiagonalGaussian(3));

    // The Fisher matrix is the product of its factors, damping apart.
    [Theory]
    [InlineData("reference", 1e-5)]
    [InlineData("cpu", 1e-3)]
    public void Fewer_products_reach_the_same_residual(string name, double relative)
    {
        using Scene scene = new(name, Linear);
        int plain = scene.ProductsToResidual(relative, CgPreconditioner.None);
        int diagonal = scene.ProductsToResidual(relative, CgPreconditioner.Diagonal);
        int kfac = scene.ProductsToResidual(relative, CgPreconditioner.Kfac);

        string counts = $"none {plain}, diagonal {diagonal}, Kronecker factors {kfac}";
        Assert.True(diagonal < plain, counts);
        Assert.True(4 * kfac < 3 * plain, counts);
    }

    // What a step gains within a trust region is sqrt(x'b), and what the solver makes the most of.
    [Theory]
    [InlineData("reference")]
    [InlineData("cpu")]
    public void Fewer_products_reach_the_same_improvement(string name)
    {
        using Scene scene = new(name, Deep);
        int plain = scene.ProductsToImprovement(0.95, CgPreconditioner.None);
        int diagonal = scene.ProductsToImprovement(0.95, CgPreconditioner.Diagonal);
        int kfac = scene.ProductsToImprovement(0.95, CgPreconditioner.Kfac);

        string counts = $"none {plain}, diagonal {diagonal}, Kronecker factors {kfac}";
        Assert.True(diagonal <= plain, counts);
        Assert.True(2 * kfac <= plain, counts);
    }

    [Fact]
    public void The_solution_is_that_of_the_plain_solver()
    {
        using Scene scene = new("reference", Deep);
        ConjugateGradientResult plain = ConjugateGradient.Solve(
            scene.Backend, scene.Solve, scene.Fisher, scene.Gradient, 1000, Damping, 1e-24);
        float[] expected = scene.Solve.Solution.ReadArray();
        double plainResidual = scene.ReadResidualNorm();

        scene.Precondition(CgPreconditioner.Kfac);
        ConjugateGradientResult result = scene.Preconditioned.Solve(
            scene.Solve, scene.Fisher, scene.Gradient, 1000, Damping, 1e-24);
        double residual = scene.ReadResidualNorm();

        // No eigenvalue is below the damping, so neither solution is further from the true one than its residual over
        // that. Reading rounds both to single precision.
        double apart = (plainResidual + residual) / Damping;
        Assert.Equal(StopReason.Converged, plain.Stop);
        Assert.Equal(StopReason.Converged, result.Stop);
        float[] actual = scene.Solve.Solution.ReadArray();
        double norm = Math.Sqrt(expected.Sum(value => (double)value * value));
        Tolerance.AssertAbsolute(
            [0.0], [Math.Sqrt(expected.Zip(actual, (a, b) => ((double)a - b) * ((double)a - b)).Sum())],
            apart + (2 * Rounded.U * norm), "distance");
        Assert.True(apart < 1e-6 * norm, $"{apart} of {norm}");

        // Both are errors of second order in the distance.
        Tolerance.AssertRelative(plain.SolutionCurvature, result.SolutionCurvature, 1e-6, "x'Ax");
        Tolerance.AssertRelative(plain.SolutionDotRightHandSide, result.SolutionDotRightHandSide, 1e-6, "x'b");
        double direct = scene.Backend.ReadDot(scene.Solve.Solution, scene.Gradient, scene.Gradient.Length);
        Tolerance.AssertRelative(direct, result.SolutionDotRightHandSide, 1e-9, "x'b by itself");
    }

    [Fact]
    public void The_guards_of_the_plain_solver_hold()
    {
        using Scene scene = new("reference", Deep);
        Assert.Throws<InvalidOperationException>(() => scene.Preconditioned.Solve(
            scene.Solve, scene.Fisher, scene.Gradient, 5, Damping, 0));
        scene.Precondition(CgPreconditioner.Kfac);
        LinearOperator negative = (direction, product) => scene.Backend.AddScaled(
            direction, -2, direction, product, direction.Length);
        Assert.Equal(StopReason.NegativeCurvature, Stop(negative, scene.Gradient));

        // Of what the damping promises a hundredth is left.
        LinearOperator lost = (direction, product) => scene.Backend.AddScaled(
            scene.Zeros, 0.01f * Damping / (float)scene.Inverse.EigenvalueBound, direction, product, direction.Length);
        Assert.Equal(StopReason.CurvatureLost, Stop(lost, scene.Gradient));
        Assert.Equal(StopReason.IterationLimit, Stop(scene.Fisher, scene.Gradient));
        Assert.Equal(StopReason.ZeroRightHandSide, Stop(scene.Fisher, scene.Zeros));
        Assert.All(scene.Solve.Solution.ReadArray(), value => Assert.Equal(0, value));
        scene.Gradient.Write([float.NaN]);
        Assert.Equal(StopReason.NonFiniteRightHandSide, Stop(scene.Fisher, scene.Gradient));

        StopReason Stop(LinearOperator product, ComputeBuffer rightHandSide) => scene.Preconditioned.Solve(
            scene.Solve, product, rightHandSide, 2, Damping, 0).Stop;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_update_allocates_nothing(int threads)
    {
        using CpuBackend backend = new(threads);
        using Scene scene = new(backend, Deep);
        Update();
        Update();
        AllocationProbe probe = new(threads);
        long least = long.MaxValue;
        for (int trial = 0; trial < 5 && least > 0; trial++)
        {
            long before = probe.Read(backend.Pool);
            Update();
            least = Math.Min(least, probe.Read(backend.Pool) - before);
        }

        Assert.Equal(0, least);

        void Update()
        {
            scene.ReadBatch(0.9);
            scene.Precondition(CgPreconditioner.Kfac);
            scene.Preconditioned.Solve(scene.Solve, scene.Fisher, scene.Gradient, 3, Damping, 0);
        }
    }

    [Fact]
    public void What_is_not_finite_does_not_enter_the_averages()
    {
        using Scene scene = new("cpu", Deep, observation: float.NaN);
        Assert.False(scene.ReadBatch(0.9));
        Assert.Equal(0, scene.Factors.Batches);
    }

    private sealed class Scene : IDisposable
    {
        private const int Rows = 150;

        private readonly NetworkWorkspace workspace;
        private readonly KroneckerWorkspace kronecker;
        private readonly ComputeBuffer parameters;

        public Scene(string name, NetworkShape shape, float observation = 1)
            : this(name == "cpu" ? new CpuBackend(2) : new ReferenceBackend(), shape, observation)
        {
        }

        public Scene(ComputeBackend backend, NetworkShape shape, float observation = 1)
        {
            // From ten down to a hundredth.
            SampleProblem problem = SampleProblem.Create(shape, Rows, seed: 3);
            int inputs = shape.Mlp.Inputs;
            for (int k = 0; k < problem.Observations.Length; k++)
            {
                problem.Observations[k] *= MathF.Pow(10, 1 - (3f * (k % inputs) / (inputs - 1)));
            }

            problem.Observations[0] *= observation;
            Backend = backend;
            workspace = backend.CreateWorkspace(shape, Rows);
            kronecker = backend.CreateKroneckerWorkspace(workspace);
            parameters = backend.Allocate(problem.Parameters);
            Gradient = backend.Allocate(shape.ParameterCount);
            Zeros = backend.Allocate(shape.ParameterCount);
            Solve = backend.CreateConjugateGradient(shape.ParameterCount);
            Factors = new KroneckerFactors(kronecker.Layout);
            Inverse = new KroneckerInverse(kronecker.Layout);
            Preconditioned = new PreconditionedSolve(backend, shape);
            Fisher = (direction, product) =>
                backend.FisherVectorProduct(workspace, parameters, direction, Damping, product);
            backend.Load(workspace, problem.ToBatch(backend));
            backend.SurrogateGradient(workspace, parameters, Gradient);
            backend.PrepareFisher(workspace, parameters, 1);
        }

        public ComputeBackend Backend { get; }

        public ComputeBuffer Gradient { get; }

        public ComputeBuffer Zeros { get; }

        public ConjugateGradientWorkspace Solve { get; }

        public KroneckerFactors Factors { get; }

        public KroneckerInverse Inverse { get; }

        public PreconditionedSolve Preconditioned { get; }

        public LinearOperator Fisher { get; }

        public bool ReadBatch(double decay) => Factors.ReadBatch(Backend, kronecker, parameters, decay);

        public double ReadResidualNorm() => Preconditioned.ReadResidualNorm(Fisher, Solve.Solution, Gradient);

        public void Precondition(CgPreconditioner kind)
        {
            if (Factors.Batches == 0)
            {
                ReadBatch(0);
            }

            bool isDiagonal = kind == CgPreconditioner.Diagonal;
            if (Inverse.Factorize(Factors.Values, Damping, isDiagonal) != FactorizationOutcome.Factorized)
            {
                throw new InvalidOperationException("The factors have no inverse.");
            }

            Preconditioned.Write(Inverse);
        }

        /// <summary>The fewest products after which |b - A x| is within a share of |b|.</summary>
        public int ProductsToResidual(double share, CgPreconditioner kind)
        {
            double norm = Math.Sqrt(Backend.ReadDot(Gradient, Gradient, Gradient.Length));
            return ProductsUntil(_ => ReadResidualNorm() <= share * norm, kind);
        }

        /// <summary>The fewest products after which sqrt(x'b) is a share of what can be had.</summary>
        public int ProductsToImprovement(double share, CgPreconditioner kind)
        {
            double most = ConjugateGradient.Solve(Backend, Solve, Fisher, Gradient, 1000, Damping, 1e-20)
                .SolutionDotRightHandSide;
            return ProductsUntil(result => Math.Sqrt(result.SolutionDotRightHandSide / most) >= share, kind);
        }

        private int ProductsUntil(Predicate<ConjugateGradientResult> isEnough, CgPreconditioner kind)
        {
            if (kind != CgPreconditioner.None)
            {
                Precondition(kind);
            }

            int products = 0;
            ConjugateGradientResult result;
            do
            {
                products++;
                result = kind == CgPreconditioner.None
                    ? ConjugateGradient.Solve(Backend, Solve, Fisher, Gradient, products, Damping, 0)
                    : Preconditioned.Solve(Solve, Fisher, Gradient, products, Damping, 0);
            }
            while (!isEnough(result) && products < 200);

            return products;
        }

        public void Dispose()
        {
            Preconditioned.Dispose();
            kronecker.Dispose();
            workspace.Dispose();
            Solve.Dispose();
            Backend.Dispose();
        }
    }
}
