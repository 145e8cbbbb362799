using System.Linq;
using System.Text;
using TrpoGpu.Algorithms;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary>What the help of <c>trpo train</c> says after its options: every setting, and examples.</summary>
internal static class TrainHelp
{
    private const string Examples =
        """
        Examples:
          trpo train cartpole
          trpo train pendulum --algo ppo
          trpo train pendulum --seed 7 --steps 200k --set target_kl=0.02 --set net_arch=64,64
          trpo train cartpole --json --quiet > result.json
          trpo train --config runs/cartpole-s0/config.json --out runs/again
          trpo train --resume --out runs/cartpole-s0 --steps 400k
        """;

    /// <param name="environment">Whose preset is shown; the defaults without one.</param>
    /// <param name="algorithm">Whose preset it is; TRPO's without one, or with one that there is not.</param>
    internal static string Text(string? environment, string? algorithm)
    {
        bool isKnown = BuiltInEnvironments.TryFind(environment ?? "", out EnvironmentSpec? spec);
        PolicyAlgorithm update = AlgorithmName.TryFind(algorithm) ?? PolicyAlgorithm.Trpo;
        TrpoOptions options = isKnown ? Presets.For(spec!.Id, update) : new TrpoOptions();
        string whose = isKnown
            ? $"with their values for {spec!.Id} and {AlgorithmName.Of(update)}"
            : "with their defaults; 'trpo train ENVIRONMENT --algo NAME --help' shows the preset of one";
        StringBuilder text = new($"Settings, {whose}:\n");
        int nameWidth = OptionTable.All.Max(option => option.Name.Length);
        int valueWidth = OptionTable.All.Max(option => option.Text(options).Length);
        foreach (Option option in OptionTable.All)
        {
            string value = option.Text(options).PadRight(valueWidth);
            text.Append($"  {option.Name.PadRight(nameWidth)}  {value}  {option.Description}\n");
        }

        return text.Append('\n').Append(Examples).ToString();
    }
}
