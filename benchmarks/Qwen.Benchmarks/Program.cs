using Qwen.Benchmarks;
using Qwen.VisionLanguage;

return args switch
{
    ["maskbench", .. var names] => MaskBench.Run(names),
    ["checkpoint", var folder] => ModelBench.WriteCheckpoint(folder, "3b"),
    ["checkpoint", var folder, var size] => ModelBench.WriteCheckpoint(folder, size),
    ["convert", var folder, var precision] => ModelBench.Convert(folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true)),
    ["encoder", var folder, var precision, .. var rest] =>
        await ModelBench.RunAsync(
            folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true), [448, 1036], text: false, rest.FirstOrDefault("cpu")),
    ["model", var folder, var precision, .. var rest] =>
        await ModelBench.RunAsync(
            folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true), [448, 1036], text: true, rest.FirstOrDefault("cpu")),
    ["devices", var folder, var precision] => await DevicesBench.RunAsync(folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true)),
    ["device", var folder, var precision, var device] =>
        await DevicesBench.RunOneAsync(folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true), device),
    ["memory", var folder, var precision] => await MemoryBench.RunAsync(folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true)),
    ["halves"] => await HalvesBench.RunAsync(),
    ["neighbours", var folder, var precision, .. var rest] =>
        await NeighbourBench.RunAsync(folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true), rest.FirstOrDefault("native-cpu")),
    ["drafts", var precision, .. var rest] =>
        await DraftsBench.RunAsync(rest.FirstOrDefault(), Enum.Parse<QwenPrecision>(precision, ignoreCase: true)),
    ["transcripts", var folder, var precision] =>
        await TranscriptsBench.RunAsync(folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true)),
    ["schemas"] => await SchemasBench.RunAsync(500),
    ["steps"] => await StepsBench.RunAsync(null),
    ["steps", var folder] => await StepsBench.RunAsync(folder),
    ["kernels", .. var names] => KernelsBench.Run(names),
    ["together"] => await TogetherBench.RunAsync(null, QwenPrecision.Auto),
    ["together", var folder, var precision] =>
        await TogetherBench.RunAsync(folder, Enum.Parse<QwenPrecision>(precision, ignoreCase: true)),
    ["rounding", var cases, .. var names] => await RoundingBench.RunAsync(cases, names),
    ["phone"] => await PhoneBench.RunAsync(),
    ["farm-cost", var most, .. var rest] => await FarmBench.CostAsync(rest.FirstOrDefault(), long.Parse(most)),
    ["farm-scale", var connection] => await FarmBench.ScaleAsync(connection),
    ["farm-simulation", var silos, var items, var seconds] =>
        FarmBench.Simulate(int.Parse(silos), long.Parse(items), double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine(
        """
        Measures; results belong into benchmarks/LOG.md with date and machine.

          checkpoint FOLDER [3b|7b|tiny]   write a random checkpoint in a published shape (3b: 7.5 GB)
          convert FOLDER int4|int8|float32 convert it: time and peak memory
          model FOLDER int4|int8|float32 [DEVICE]
                                           load and run it: encoder at 448² and 1036², prefill 512, decode, memory
          devices FOLDER int4|int8|float32 our CPU device against ONNX Runtime's, in turn; ratios in the last line
          device FOLDER int4|int8|float32 native-cpu|onnx-cpu
                                           one of them in this process
          memory FOLDER int4|int8|float32  what is resident after each stage on our CPU device, and whose it is
          encoder FOLDER int4|int8|float32 [DEVICE]
                                           the encoder alone
          steps [FOLDER]                   tokens per step of the demo model's answers, and how many are right
          halves                           what keys and values of 16 bits cost in logits, golden checkpoints and demo model
          neighbours FOLDER int4|int8|float32 [DEVICE]
                                           what busy programs beside it cost a device
          drafts int4|int8|float32 [CASES] tokens per step and time per answer, several tokens in a step against one
          transcripts FOLDER int4|int8|float32
                                           the same on long transcriptions that any model is told to write
          schemas                          500 schemas over random weights: what comes to its end is valid
          kernels [FAMILY …]               matrix kernels of the CPU, each family
          together [FOLDER int4|int8|float32]
                                           eight pages one by one, four and eight together
          rounding CASES [NAME …]          what forms and ways of rounding cost the checkpoint around a folder of cases
          phone                            steps a second of the simulated phone
          farm-cost ITEMS [CONNECTION]     what an item costs beside its model, for jobs from 1000 items up to so many
          farm-scale CONNECTION            four silos against one, in a PostgreSQL database
          farm-simulation SILOS ITEMS SECONDS
                                           the rules of the farm in virtual time
          maskbench [NAME …]               judge and time the constraint engine over real JSON schemas
        """);
    return 1;
}
