using System;

namespace TrpoGpu.Cli;

/// <summary>
/// Training produces nothing but NaN and infinity; the parameters are still those of the last good update.
/// </summary>
internal sealed class DivergedException(string message) : Exception(message);
