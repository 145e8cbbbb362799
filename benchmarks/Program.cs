using TrpoGpu.Benchmarks.Learning;

return args is ["learning", .. string[] rest] ? LearningBenchmark.Run(rest) : 1;
