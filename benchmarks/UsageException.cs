using System;

namespace TrpoGpu.Benchmarks;

/// <summary>A command line that asks for what there is not; the message says what was expected.</summary>
internal sealed class UsageException(string message) : Exception(message);
