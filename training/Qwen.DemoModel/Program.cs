using Qwen.DemoModel;
using Qwen.DemoModel.Native;

TorchLibraries.Prepare();
return await Commands.RunAsync(args);
