using System;
using System.Threading;

namespace ILGPU.Runtime.Simt;

/// <summary>A team with a thread that it begins on, to run groups beside the launching thread's.</summary>
internal sealed class TeamHost : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private readonly Baton work = new();
    private readonly Thread thread;
    private Launch? launch;

    internal TeamHost(object owner)
    {
        Team = new Team(owner);
        thread = new Thread(Serve, StackBytes) { IsBackground = true, Name = "kernel groups" };
        thread.Start();
    }

    internal Team Team { get; }

    /// <summary>Lets it take part in a launch; without one it ends.</summary>
    internal void Begin(Launch? given)
    {
        launch = given;
        work.Give();
    }

    public void Dispose()
    {
        Begin(null);
        thread.Join();
        Team.Dispose();
        work.Dispose();
    }

    private void Serve()
    {
        work.Await();
        while (launch is { } given)
        {
            Team.Run(given);
            given.Leave();
            work.Await();
        }
    }
}
