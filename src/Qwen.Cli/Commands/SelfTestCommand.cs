using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Qwen.Cli.Evaluation;
using Qwen.Cli.SelfTest;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.Shared.Natives;
using Qwen.Shared.OutsidePrograms;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl selftest</c>: says what this machine has and whether the demo model answers rightly on it.</summary>
internal static class SelfTestCommand
{
    private const string Works = "works";

    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var settings = new ModelSettings();
        var command = new TaughtCommand(
            "selftest",
            "Check this machine: what is installed, which device runs, and whether the demo model sees rightly on it.",
            "qwenvl selftest",
            "qwenvl selftest --device onnx-cpu",
            "QWENVL_ONNXRUNTIME=/opt/onnxruntime-gpu qwenvl selftest --device cuda");
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (system, processor, framework) =
                (RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture, RuntimeInformation.FrameworkDescription);
            console.Out.WriteLine($"system        {system}, {processor}, {framework}");
            console.Out.WriteLine($"ONNX Runtime  {Runtime()}");
            console.Out.WriteLine($"ffmpeg        {await FfmpegAsync(cancellationToken)}");
            console.Out.WriteLine($"video index   {Explain(TryIndex)}");
            var pictures = Explain(PictureLibrary.Require);
            console.Out.WriteLine($"pictures      {pictures}");
            if (pictures != Works)
            {
                console.Fail("The model was not asked anything: it would see no picture.");
                return ExitCode.Failure;
            }

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
        catch (QwenException error)
        {
            return $"{error.Message} The processor runs without it.";
        }
    }

    // "works", or why not: this command is there to tell it
    private static string Explain(Action part)
    {
        try
        {
            part();
            return Works;
        }
        catch (QwenException error)
        {
            return error.Message;
        }
    }

    private static void TryIndex()
    {
        var folder = Directory.CreateTempSubdirectory("qwenvl-selftest-").FullName;
        try
        {
            using var index = VideoIndex.Open(Path.Combine(folder, "empty.qwenindex"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
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
