using System;
using TrpoGpu.GpuCheck;

return GpuCheckCommand.Run(args, Console.Out, Console.Error);
