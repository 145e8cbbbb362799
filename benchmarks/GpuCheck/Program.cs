using System;
using System.Diagnostics;
using TrpoGpu.Backends.Cpu;
using TrpoGpu.GpuCheck.Report;
using TrpoGpu.GpuCheck.Verification;

using CpuBackend cpu = new(2);
using CpuBackend tested = new(2);
Stopwatch w = Stopwatch.StartNew();
foreach (OperationResult r in new DeviceVerification(new VerifiedEngines(tested, cpu), VerificationScope.For(args.Length == 0, args.Length == 1), new CheckProgress(Console.Error, true)).Run())
{
    Console.WriteLine(r);
}
Console.WriteLine(w.Elapsed);
