using Xunit;

namespace TrpoGpu.Tests.Options;

public sealed class NearestNameTests
{
    private static readonly string[] Names =
        ["gamma", "target_kl", "learning_rate", "line_search_max_iter", "steps", "seed", "set", "cartpole"];

    [Theory]
    [InlineData("gama", "gamma")]
    [InlineData("GAMMA", "gamma")]
    [InlineData("gmama", "gamma")]
    [InlineData("gammma", "gamma")]
    [InlineData("target_lk", "target_kl")]
    [InlineData("learning-rate", "learning_rate")]
    [InlineData("step", "steps")]
    [InlineData("sed", "seed")]
    [InlineData("catrpole", "cartpole")]
    public void A_slip_is_seen_through(string typed, string meant) =>
        Assert.Equal(meant, NearestName.Of(typed, Names));

    [Theory]
    [InlineData("lea", "learning_rate")]
    [InlineData("line_search", "line_search_max_iter")]
    [InlineData("Cart", "cartpole")]
    public void A_beginning_is_finished(string typed, string meant) =>
        Assert.Equal(meant, NearestName.Of(typed, Names));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("lr")]
    [InlineData("entropy_coefficient")]
    [InlineData("100")]
    [InlineData("pendulum")]
    public void What_is_near_to_nothing_is_not_guessed_at(string typed) => Assert.Null(NearestName.Of(typed, Names));

    [Fact]
    public void Without_names_there_is_none() => Assert.Null(NearestName.Of("gamma", []));

    [Theory]
    [InlineData("gama", "there is no such setting; did you mean gamma?")]
    [InlineData("xyz", "there is no such setting, only algo, ")]
    public void An_unknown_setting_names_the_nearest_or_all(string typed, string expected) =>
        Assert.Contains(expected, Assert.Throws<OptionException>(() => OptionTable.Find(typed)).Message);
}
