using System;
using System.Runtime.InteropServices;

namespace TrpoGpu.Cli;

/// <summary>
/// Turns the first Ctrl-C (or SIGTERM) into a wish to end after the current update; the second ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;
    private readonly Action heard;
    private readonly Action leaving;
    private volatile bool requested;

    /// <param name="heard">Says that the wish was heard.</param>
    /// <param name="leaving">Leaves the terminal as it was, before the process ends at once.</param>
    internal Interruption(Action heard, Action leaving)
    {
        this.heard = heard;
        this.leaving = leaving;
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    internal bool IsRequested => requested;

    /// <summary>From now on the first signal ends the process.</summary>
    internal void LeaveWhenAsked() => requested = true;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
    }

    // Signals are handled one after the other, on a thread of their own.
    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (requested)
        {
            leaving();
            Environment.Exit(ExitCode.Interrupted);
        }

        requested = true;
        heard();
    }
}
