using Qwen.DemoModel;
using Qwen.DemoModel.Native;
using Qwen.VisionLanguage;

TorchLibraries.Prepare();
try
{
    return await Commands.RunAsync(args);
}
catch (QwenException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    return 1;
}
