using System.Linq;
using System.Text;
using System.Text.Json;
using TrpoGpu.Algorithms.Solvers;
using TrpoGpu.Shapes;
using Xunit;

namespace TrpoGpu.Tests.Options;

public sealed class OptionTableTests
{
    [Fact]
    public void Defaults_are_sb3_contribs_where_it_has_the_setting()
    {
        var defaults = new TrpoOptions();
        Assert.Equal(0.99, defaults.Discount);
        Assert.Equal(0.95, defaults.GaeLambda);
        Assert.Equal(15, defaults.MaxIterations);
        Assert.Equal(0.1, defaults.Damping);
        Assert.Equal(0.8, defaults.BacktrackRatio);
        Assert.Equal(10, defaults.MaxTrials);
        Assert.Equal(10, defaults.CriticUpdates);
        Assert.Equal(0.01, defaults.MaxKl);
        Assert.Equal(1e-3, defaults.CriticLearningRate);
        Assert.Equal(128, defaults.CriticMinibatchRows);
        Assert.Equal(1, CurvatureRows.Stride(defaults.BatchRows, defaults.FisherRowStride));
        Assert.True(defaults.NormalizeAdvantages);
        Assert.Equal(2048, defaults.BatchRows);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var options = new TrpoOptions
        {
            Environments = 7,
            Hidden = [32, 16, 8],
            Activation = ActivationKind.Softplus,
            MaxKl = 0.0123456789,
            Critic = CriticMethod.GaussNewton,
            NormalizeRewards = false,
            FisherRowStride = 7,
            TotalSteps = 12_345_678_901,
        };
        var read = OptionTable.Apply(new TrpoOptions(), Encoding.UTF8.GetBytes(OptionTable.ToJson(options)));
        Assert.Equal(OptionTable.ToJson(options), OptionTable.ToJson(read));
        Assert.Equal(options.Hidden.ToArray(), read.Hidden.ToArray());
        Assert.Equal(options with { Hidden = read.Hidden }, read);
    }

    [Theory]
    [InlineData("\"auto\"", null)]
    [InlineData("3", 3)]
    public void What_may_be_automatic_is_written_and_read_by_that_word(string text, int? stride)
    {
        var options = OptionTable.Apply(
            new TrpoOptions { FisherRowStride = 2 }, Encoding.UTF8.GetBytes($$"""{"sub_sampling_factor": {{text}}}"""));
        Assert.Equal(stride, options.FisherRowStride);
        Assert.Contains($"\"sub_sampling_factor\": {text},", OptionTable.ToJson(options));
        Assert.Equal(options, OptionTable.Find("sub_sampling_factor").With(options, text.Trim('"')));
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        var json = "{ // the trust region\n \"target_kl\": 0.02, \"n_steps\": \"1k\", }"u8.ToArray();
        var options = OptionTable.Apply(new TrpoOptions(), json);
        Assert.Equal(0.02, options.MaxKl);
        Assert.Equal(1000, options.Steps);
    }

    [Theory]
    [InlineData("""{"target_k": 1}""", "target_kl")]
    [InlineData("""{"gama": 1}""", "gamma")]
    [InlineData("""{"gamma": 1.5}""", "expected 0 to 1")]
    [InlineData("""{"gamma": "x"}""", "expected a number")]
    [InlineData("""{"n_steps": 0}""", "expected 1 to")]
    [InlineData("""{"n_steps": 1.5}""", "expected a whole number")]
    [InlineData("""{"n_steps": "auto"}""", "expected a whole number (")]
    [InlineData("""{"sub_sampling_factor": 0}""", "expected 1 to 1000")]
    [InlineData("""{"sub_sampling_factor": null}""", "expected a whole number or auto (")]
    [InlineData("""{"activation_fn": "swish"}""", "tanh, relu")]
    [InlineData("""{"net_arch": [64, 0]}""", "at least 1")]
    [InlineData("""{"normalize_advantage": 1}""", "true or false")]
    public void A_wrong_setting_says_what_is_expected(string json, string expected)
    {
        var exception = Assert.Throws<OptionException>(
            () => OptionTable.Apply(new TrpoOptions(), Encoding.UTF8.GetBytes(json)));
        Assert.Contains(expected, exception.Message);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("""{"gamma": 0.9, "gamma": 0.8}""")]
    [InlineData("""{"gamma": NaN}""")]
    public void What_is_no_object_of_settings_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => OptionTable.Apply(new TrpoOptions(), Encoding.UTF8.GetBytes(json)));
}
