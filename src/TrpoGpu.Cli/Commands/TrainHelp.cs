using System.Linq;
using System.Text;
using TrpoGpu.Kernels.Environments;

namespace TrpoGpu.Cli.Commands;

/// <summary>What the help of <c>trpo train</c> says after its options: every setting, and examples.</summary>
internal static class TrainHelp
{
    private const string Examples =
        """
        Examples:
          trpo train cartpole
          trpo train pendulum --seed 7 --steps 200k --set target_kl=0.02 --set net_arch=64,64
          trpo train cartpole --json --quiet > result.json
          trpo train --config runs/cartpole-s0/config.json --out runs/again
          trpo train --resume --out runs/cartpole-s0 --steps 400k
        """;

    /// <param name="environment">Whose preset is shown; the defaults without one.</param>
    internal static string Text(string? environment)
    {
        bool isKnown = BuiltInEnvironments.TryFind(environment ?? "", out EnvironmentSpec? spec);
        TrpoOptions options = isKnown ? Presets.For(spec!.Id) : new TrpoOptions();
        string whose = isKnown
            ? $"with their values for {spec!.Id}"
            : "with their defaults; 'trpo train ENVIRONMENT --help' shows the preset of one";
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
