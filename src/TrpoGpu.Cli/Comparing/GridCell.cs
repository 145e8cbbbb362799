namespace TrpoGpu.Cli.Comparing;

/// <summary>One run of a comparison, before or after it was made.</summary>
/// <param name="Environment">Identifier.</param>
/// <param name="Algorithm">Name.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Options">All settings.</param>
/// <param name="Place">Its folder inside that of the comparison, with '/' between names.</param>
/// <param name="Folder">Its folder.</param>
internal sealed record GridCell(
    string Environment, string Algorithm, ulong Seed, TrpoOptions Options, string Place, string Folder);
