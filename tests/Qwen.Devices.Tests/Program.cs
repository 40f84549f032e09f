using Qwen.Devices.Tests.Desktop;
using Qwen.Devices.Tests.Models;
using Qwen.Devices.Tests.Natives;
using Qwen.Devices.Tests.Operators;
using Qwen.Devices.Tests.Results;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Runtime;

// Qwen.Devices.Tests DEVICE NATIVES STAGE
//   DEVICE   directml or webgpu
//   NATIVES  folder with the native ONNX Runtime and what it loads
//   STAGE    operators, demo, desktop (Windows), or the name of a golden checkpoint
// A stage is a process of its own, so that a crash in a driver costs one stage; "finished" tells that there was none.
if (args.Length != 3)
{
    Console.Error.WriteLine("usage: Qwen.Devices.Tests directml|webgpu NATIVES operators|demo|CHECKPOINT");
    return 2;
}

var log = new CheckLog();
if (args[2] == "desktop" && OperatingSystem.IsWindows())
{
    DesktopCheck.Run(log);
    Console.WriteLine("finished");
    return log.ExitCode;
}

OlderRuntime.Load(args[1]);
if (WineDirect3D.Present)
    WineDirect3D.AnswerMetaCommands();
var device = DeviceProfile.Parse(args[0])[0];
var models = new ModelCheck(device, log);
switch (args[2])
{
    case "operators":
        OperatorCheck.Run(device, log);
        break;
    case "demo":
        log.Run($"{device.Name} is what auto chooses", () => AutoCheck.RunAsync(device, RepositoryFiles.DemoCheckpoint).Result);
        foreach (var precision in new[] { QwenPrecision.Float32, QwenPrecision.Int8, QwenPrecision.Int4 })
            models.Run("demo", RepositoryFiles.DemoCheckpoint, [ModelCase.Demo()], precision);
        break;
    case var checkpoint:
        var cases = ModelCase.Golden(checkpoint);
        if (cases.Count == 0)
            Console.WriteLine($"skipped {device.Name} {checkpoint}: the golden data have no case for it");
        foreach (var precision in cases.Count > 0 ? new[] { QwenPrecision.Float32, QwenPrecision.Int4 } : [])
            models.Run(checkpoint, Path.Combine(Goldens.Folder, "checkpoints", checkpoint), cases, precision);
        break;
}

Console.WriteLine("finished");
return log.ExitCode;
