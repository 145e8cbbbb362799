namespace TrpoGpu.Comparisons;

/// <summary>One run of a comparison: an environment learnt by an algorithm with a seed.</summary>
/// <param name="Environment">Identifier.</param>
/// <param name="Algorithm">Name.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Folder">Of the run, from the folder of the comparison.</param>
/// <param name="Score">What its final policy is worth.</param>
/// <param name="Progress">Its updates.</param>
internal sealed record CellResult(
    string Environment, string Algorithm, ulong Seed, string Folder, CellScore Score, RunProgress Progress);
