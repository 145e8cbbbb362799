using System.IO;
using TrpoGpu.Backends;
using TrpoGpu.Benchmarking;
using TrpoGpu.Files;

namespace TrpoGpu.Cli.Commands;

/// <summary>Where a command is to compute, as it was typed.</summary>
/// <param name="Name">Of the device.</param>
/// <param name="Threads">Of the CPU engine.</param>
/// <param name="Memory">Of the GPU.</param>
internal sealed record DeviceRequest(string Name, int? Threads, DeviceMemoryLimit? Memory)
{
    /// <summary>Whether the device is to be chosen.</summary>
    internal bool IsOpen => Name == DeviceName.Auto;

    /// <summary>Checks what can be checked without asking any driver.</summary>
    /// <exception cref="UsageException">There is no such device, or it has no such option.</exception>
    internal void Check()
    {
        string[] names = BackendFactory.Names.ToArray();
        if (!DeviceName.TryParse(Name, names, out DeviceName asked))
        {
            string kind = Name.Split(':')[0];
            string question = kind == "gpu"
                ? ": which library is to reach the GPU, cuda or opencl?"
                : NearestName.Question(kind, names);
            throw new UsageException(
                $"--device: there is no device '{Name}'{question} There are {string.Join(", ", names)}, " +
                "and cuda:1 or opencl:1 for the second of a kind");
        }

        if (Threads is not null && asked.Kind is not (DeviceName.Cpu or DeviceName.Auto))
        {
            throw new UsageException($"--threads: only the CPU engine has threads, not {Name}");
        }

        if (Memory is not null && asked.Kind is DeviceName.Cpu or DeviceName.Reference)
        {
            throw new UsageException(
                $"--memory: {Name} computes in the memory of this process, which has no limit here");
        }
    }

    /// <summary>Creates the backend; where the device is open, measures what there is.</summary>
    /// <param name="devices">What there is.</param>
    /// <param name="work">What is to be done.</param>
    /// <param name="notes">Where to say what was chosen and why.</param>
    /// <exception cref="UsageException">See <see cref="Check"/>.</exception>
    /// <exception cref="DeviceUnavailableException">This build or this machine does not have it.</exception>
    internal ComputeBackend Open(DeviceBoard devices, DeviceWork work, TextWriter notes)
    {
        Check();
        if (!IsOpen)
        {
            return BackendFactory.Create(Name, Threads, Memory);
        }

        ChosenDevice chosen = DeviceChoice.Choose(devices.Candidates(Threads, Memory), work, devices.Time);
        if (chosen.Reason is string reason)
        {
            notes.WriteLine($"device   {DisplayText.Line(reason)}");
        }

        return chosen.Backend;
    }
}
