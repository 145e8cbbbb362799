using System.Threading;

namespace ILGPU.Runtime.Simt;

/// <summary>What one thread waits for and another gives.</summary>
internal sealed class Baton
{
    private readonly object gate = new();
    private bool given;

    internal void Give()
    {
        lock (gate)
        {
            given = true;
            Monitor.Pulse(gate);
        }
    }

    internal void Await()
    {
        lock (gate)
        {
            while (!given)
            {
                Monitor.Wait(gate);
            }

            given = false;
        }
    }
}
