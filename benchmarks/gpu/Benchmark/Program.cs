using GpuBenchmark;

// usage: gpu-benchmark goldens float32|bfloat16
//        gpu-benchmark bert|llama [--device cpu|cuda] [--scale full|tiny] [--steps N] [--batch N] [--checkpointing] [--profile]
// The first prints a line for each golden case that is off and one JSON line; the others one JSON line, and with a profile
// another one that has it.
return args switch
{
    ["goldens", var precision] => GoldenRun.Run(precision),
    [var model and ("bert" or "llama"), .. var options] => TrainingRun.Run(model, Options.Parse(options)),
    _ => throw new ArgumentException("goldens float32|bfloat16, or bert|llama with options", nameof(args)),
};
