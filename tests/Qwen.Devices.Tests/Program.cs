using Qwen.Devices.Tests.Models;
using Qwen.Devices.Tests.Natives;
using Qwen.Devices.Tests.Operators;
using Qwen.Devices.Tests.Results;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Runtime;

// Qwen.Devices.Tests DEVICE NATIVES STAGE [KEY=VALUE …]
//   DEVICE    directml or webgpu
//   NATIVES   folder with the native ONNX Runtime and what it loads
//   STAGE     operators, demo, or the name of a golden checkpoint
//   KEY=VALUE entries for the configuration of every session
// A stage is a process of its own, so that a crash in a driver costs one stage; "finished" tells that there was none.
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: Qwen.Devices.Tests directml|webgpu NATIVES operators|demo|CHECKPOINT [KEY=VALUE ...]");
    return 2;
}

OlderRuntime.Load(args[1]);
if (WineDirect3D.Present)
    WineDirect3D.AnswerMetaCommands();
var device = DeviceProfile.Parse(args[0])[0] with { SessionEntries = args[3..].Select(e => e.Split('=', 2)).ToDictionary(e => e[0], e => e[1]) };
var log = new CheckLog();
switch (args[2])
{
    case "operators":
        OperatorCheck.Run(device, log);
        break;
    case "demo":
        Check("demo", RepositoryFiles.DemoCheckpoint, [ModelCase.Demo()]);
        break;
    case var checkpoint:
        Check(checkpoint, Path.Combine(Goldens.Folder, "checkpoints", checkpoint), ModelCase.Golden(checkpoint));
        break;
}

Console.WriteLine("finished");
return log.ExitCode;

void Check(string name, string folder, IReadOnlyList<ModelCase> cases)
{
    if (!Directory.Exists(folder) || cases.Count == 0)
    {
        CheckLog.Skip($"{device.Name} {name}", $"there are no golden data at {Path.GetFullPath(Goldens.Folder)}");
        return;
    }

    foreach (var precision in new[] { QwenPrecision.Float32, QwenPrecision.Int8, QwenPrecision.Int4 })
        new ModelCheck(device, log).Run(name, folder, cases, precision);
}
