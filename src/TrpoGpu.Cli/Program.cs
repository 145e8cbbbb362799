using System;
using TrpoGpu.Cli;

return TrpoCommand.Run(args, Console.Out, Console.Error);
