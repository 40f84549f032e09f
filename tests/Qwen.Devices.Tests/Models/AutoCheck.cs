using System.Text;
using Qwen.Devices.Tests.Results;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Devices.Tests.Models;

/// <summary>The library as an application uses it: nothing said about the device, a picture and a question in, an answer out.</summary>
internal static class AutoCheck
{
    /// <summary>Loads with <c>auto</c>, which has to choose the device, and generates.</summary>
    public static async Task<string> RunAsync(DeviceProfile device, string checkpointFolder)
    {
        var work = Directory.CreateTempSubdirectory("qwenvl-device-").FullName;
        try
        {
            var options = new QwenModelOptions { ConvertedFolder = work };
            await using var model = await QwenModel.LoadAsync(checkpointFolder, options).ConfigureAwait(false);
            if (model.Device != device.Name)
                throw new CheckFailedException($"auto chose {model.Device}: {model.DeviceReason}");

            var request = new GenerationRequest
            {
                Turns = ModelCase.DemoTurns(model.Preprocessor, model.Vision),
                Sampling = new SamplingOptions { Temperature = 0 },
                MaxOutputTokens = 16,
            };
            var answer = new StringBuilder();
            GenerationUsage? usage = null;
            await foreach (var update in model.GenerateAsync(request).ConfigureAwait(false))
            {
                answer.Append(update.Text);
                usage = update.Usage ?? usage;
            }

            return usage is { OutputTokens: > 0 }
                ? $"{model.DeviceReason} It wrote \"{answer}\"."
                : throw new CheckFailedException($"no answer came: {usage}");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
