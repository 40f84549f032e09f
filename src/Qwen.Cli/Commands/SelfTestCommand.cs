using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Qwen.Cli.Evaluation;
using Qwen.Cli.SelfTest;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl selftest</c>: says what this machine has and whether the demo model answers rightly on it.</summary>
internal static class SelfTestCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var settings = new ModelSettings();
        var command = new TaughtCommand(
            "selftest",
            "Check this machine: what is installed, which device runs, and whether the demo model sees rightly on it.",
            "qwenvl selftest",
            "qwenvl selftest --device directml");
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (system, processor, framework) =
                (RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture, RuntimeInformation.FrameworkDescription);
            console.Out.WriteLine($"system        {system}, {processor}, {framework}");
            console.Out.WriteLine($"ONNX Runtime  {Runtime()}");
            console.Out.WriteLine($"ffmpeg        {await FfmpegAsync(cancellationToken)}");

            await using var model = await ModelSettings.LoadAsync(console, DemoModel.Folder(), settings.Read(parsed), cancellationToken);
            console.Out.WriteLine($"device        {model.DeviceReason}");
            using var client = new QwenChatClient(model);
            var picture = new DataContent(DrawnScene.ToPng(), "image/png");
            var wrong = 0;
            foreach (var question in SelfTestQuestions.All)
            {
                var message = new ChatMessage(ChatRole.User, [picture, new TextContent(question.Prompt)]);
                var answer = await client.GetResponseAsync(message, new ChatOptions { Temperature = 0 }, cancellationToken);
                var right = CaseJudge.IsRight(question, answer.Text);
                wrong += right ? 0 : 1;
                console.Out.WriteLine($"{(right ? "right" : "WRONG"),-12}  {question.Prompt} -> {OneLine(answer.Text)}");
            }

            console.Out.WriteLine(wrong == 0
                ? "All answers are right."
                : $"{wrong} of {SelfTestQuestions.All.Count} answers are wrong: try --device cpu to see whether the device is the cause.");
            return wrong == 0 ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static string Runtime()
    {
        try
        {
            return NativeRuntime.Describe();
        }
        catch (QwenException)
        {
            return "not there, or too old: the processor runs without it";
        }
    }

    private static string OneLine(string answer) => string.Join(' ', answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<string> FfmpegAsync(CancellationToken cancellationToken)
    {
        if (ProgramFinder.Find(FfmpegPrograms.Locate(null).Ffmpeg) is not { } ffmpeg)
            return "not found: install ffmpeg to ask about videos";
        var request = new ProgramRequest(ffmpeg, ["-version"])
        {
            Work = "Asking ffmpeg for its version",
            MaxTime = TimeSpan.FromMinutes(1),
            TimeAdvice = "Install it anew.",
            MaxOutput = 1 << 20,
            OutputAdvice = "Install it anew.",
            MaxMemory = 1L << 30,
        };
        var (_, output) = await OutsideProgram.RunAsync(request, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(output).Split('\n')[0];
    }
}
