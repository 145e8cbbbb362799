using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Kernels.Translation;

/// <summary>What is looked for in the texts is found where it is.</summary>
public sealed class FactsTests
{
    private const string Clean =
        """
        .version 8.0
        .extern .shared .align 16 .b8 __dyn_shared_alloca[];
        .visible .entry Kernel(
            .param .align 8 .b8 _n_1[64]
        )
        {
            .shared .align 16 .b8 __shared_alloca0[12288];
            .shared .align 4 .b8 __shared_alloca1[256];
            .reg .f32   %f<3>;
            @%p1 bra.uni    L_1;
            ld.shared.v4.f32    {%f1, %f2, %f3, %f4}, [%r1];
            mul.rn.f32  %f1, %f2, %f3;
            mul.f32 %f1, %f2, 0f33800000;
            @!%p1 ret;
        }
        """;

    [Fact]
    public void A_clean_module_is_clean()
    {
        PtxFacts facts = new(Clean);

        Assert.Empty(facts.LocalMemory);
        Assert.Empty(facts.Calls);
        Assert.Empty(facts.MergeableProducts);
        Assert.Empty(facts.With("approx", "ftz"));
        Assert.Equal(12288 + 256, facts.StaticSharedBytes);
        Assert.True(facts.HasDynamicShared);
        Assert.True(facts.Has("bra.uni"));
        Assert.True(facts.Has("ld.shared.v4.f32"));
        Assert.False(facts.Has("ld.shared.v4"));
    }

    [Theory]
    [InlineData("    .local .align 8 .b8 __local_depot0[32];")]
    [InlineData("    @%p1 ld.local.f32    %f1, [%rd1];")]
    public void Local_memory_is_found(string line) => Assert.Single(new PtxFacts(With(line)).LocalMemory);

    [Theory]
    [InlineData("    call.uni    (retval), FusedMultiplyAdd, (a, b, c);")]
    [InlineData(".extern .func (.param .b32 result) vprintf")]
    public void A_call_is_found(string line) => Assert.Single(new PtxFacts(With(line)).Calls);

    [Theory]
    [InlineData("    mul.f32\t%f1, %f2, %f3;")]
    [InlineData("    mul.f32\t%f1, %f2, 0f3FC00000;")]
    [InlineData("    @!%p1 mad.f32\t%f1, %f2, %f3, %f4;")]
    public void A_product_that_may_be_merged_is_found(string line) =>
        Assert.Single(new PtxFacts(With(line)).MergeableProducts);

    [Theory]
    [InlineData("    ex2.approx.f32\t%f1, %f2;")]
    [InlineData("    div.full.f32\t%f1, %f2, %f3;")]
    [InlineData("    add.ftz.f32\t%f1, %f2, %f3;")]
    public void An_approximation_is_found(string line) =>
        Assert.Single(new PtxFacts(With(line)).With("approx", "full", "ftz"));

    [Fact]
    public void What_OpenCL_C_leaves_open_is_found()
    {
        using TemporaryFolder folder = new();
        OpenClFacts facts = new(
            "\twork_group_barrier ( CLK_GLOBAL_MEM_FENCE );\n\tvar1 = native_exp ( var2 );\n\tvar3 = tanh(var1);",
            folder["kernel.cl"]);

        Assert.Equal(["work_group_barrier ( CLK_GLOBAL_MEM_FENCE )"], facts.Barriers);
        Assert.Equal(2, facts.Approximations.Count);
        Assert.False(facts.HasFusedMultiplyAdd);
    }

    [ClangTheory]
    [InlineData("kernel void k(global int* x) { x[0] = (int)(x[1] / ()16); }", 1)]
    [InlineData("kernel void k(global int* x) { x[0] = x[1] / 16; }", 0)]
    public void Clang_complains_of_what_is_wrong_alone(string source, int complaints)
    {
        using TemporaryFolder folder = new();
        OpenClFacts facts = new(source, folder["kernel.cl"]);

        Assert.Equal(complaints > 0, Clang.Check([facts.Path]).Count > 0);
    }

    private static string With(string line) => Clean.Replace("    @!%p1 ret;", line + "\n    ret;");
}
