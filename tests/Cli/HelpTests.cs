using System;
using System.CommandLine;
using System.Linq;
using TrpoGpu.Cli;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>Help that teaches: what everything is, its default, its unit, and lines to copy.</summary>
public sealed class HelpTests
{
    private static readonly RootCommand Root = TrpoCommand.Create();

    public static TheoryData<string> Verbs => [.. Root.Subcommands.Select(command => command.Name)];

    [Fact]
    public void Trpo_alone_shows_the_commands_and_exit_codes()
    {
        string help = Trpo.Run().Done().Output;
        Assert.All(Root.Subcommands, command => Assert.Contains($"  {command.Name}", help, StringComparison.Ordinal));
        Assert.All([0, 1, 2, 3, 4, 5, 6, 7, 130], code => Assert.Contains($" {code} ", help, StringComparison.Ordinal));
        Assert.Equal(help, Trpo.Run("--help").Done().Output);
    }

    [Fact]
    public void The_version_is_a_line() => Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", Trpo.Run("--version").Done().Output);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_option_says_what_it_is_and_its_default(string verb)
    {
        Command command = Root.Subcommands.Single(c => c.Name == verb);
        string help = Trpo.Run(verb, "--help").Done().Output;
        foreach (System.CommandLine.Option option in command.Options)
        {
            Assert.Matches($@"(?m)^  (-\w, )?{option.Name}\b", help);
            Assert.False(string.IsNullOrEmpty(option.Description), $"{option.Name} has no description");
            Assert.True(
                option.HasDefaultValue || option.Description.Contains("(default", StringComparison.Ordinal),
                $"{option.Name} does not say its default");
            Assert.True(
                option.ValueType == typeof(bool) || !string.IsNullOrEmpty(option.HelpName),
                $"{option.Name} does not name its value");
        }

        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description)));
        Assert.True(command.Options.Count == 1 || help.Contains("Examples:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_help_of_train_lists_every_setting_with_its_value()
    {
        string defaults = Trpo.Run("train", "--help").Done().Output;
        string preset = Trpo.Run("train", "mountaincar", "--help").Done().Output;
        Assert.All(OptionTable.All, option =>
        {
            Assert.Matches($"  {option.Name} +{option.Text(new TrpoOptions())} +{option.Description[..9]}", defaults);
            Assert.Matches($"  {option.Name} +{option.Text(Presets.For("MountainCar-v0"))} ", preset);
        });
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_examples_are_accepted(string verb)
    {
        string[] examples =
        [
            .. Trpo.Run(verb, "--help").Done().Output.Split('\n')
                .SkipWhile(line => line != "Examples:").Skip(1)
                .Where(line => line.Length > 0),
        ];
        Assert.All(examples, example => Assert.Empty(CommandText.Parse(example).Errors));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_line_fits_a_wide_terminal(string verb) => Assert.All(
        Trpo.Run(verb, "-h").Done().Output.Split("Settings,")[0].Split('\n'),
        line => Assert.True(line.Length <= 110, line));
}
