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
    private readonly Action announce;
    private volatile bool requested;

    /// <param name="announce">Says that the wish was heard.</param>
    internal Interruption(Action announce)
    {
        this.announce = announce;
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    internal bool IsRequested => requested;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (requested)
        {
            Environment.Exit(ExitCode.Interrupted);
        }

        context.Cancel = true;
        requested = true;
        announce();
    }
}
