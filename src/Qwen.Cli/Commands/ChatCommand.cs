using System.CommandLine;
using Microsoft.Extensions.AI;
using Qwen.Cli.Chat;
using Qwen.Cli.Files;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Models;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl chat</c>: one question, or a conversation.</summary>
internal static class ChatCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console, InterruptSource interrupts)
    {
        var folder = Optional("FOLDER", "Folder of a checkpoint, or the name of a model; the demo model when left out.");
        var prompt = Optional("PROMPT", "The question; a conversation when left out.");
        var images = new Option<string[]>("--image", "-i") { Description = "Picture to ask about; may be repeated.", HelpName = "FILE" };
        var videos = new Option<string[]>("--video", "-v") { Description = "Video to ask about; may be repeated.", HelpName = "FILE" };
        var system = new FreeTextOption("--system") { Description = "Instructions that come before the conversation.", HelpName = "TEXT" };
        var maxTokens = new Option<int?>("--max-tokens") { Description = "Most tokens of an answer.", HelpName = "N" };
        var temperature = new Option<float?>("--temperature")
        {
            Description = "0 always takes the likeliest token; higher is freer. The checkpoint's own when left out.",
            HelpName = "T",
        };
        maxTokens.AtLeast(1);
        temperature.Between(0, 100);
        var settings = new ModelSettings();
        var media = new MediaSettings();
        var command = new TaughtCommand(
            "chat",
            "Ask about pictures and videos, once or in a conversation. The answer goes to standard output, "
            + "everything else to standard error.",
            "qwenvl chat",
            "qwenvl chat Qwen/Qwen2.5-VL-3B-Instruct --image photo.jpg \"What is in the picture?\"",
            "qwenvl chat Qwen/Qwen2.5-VL-3B-Instruct --video clip.mp4 --fps 1 --max-tokens 300 \"What happens?\"",
            "qwenvl chat models/demo -i screen.png \"Tap Settings.\"")
        {
            folder, prompt, images, videos, system, maxTokens, temperature,
        };
        media.AddTo(command);
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (checkpoint, question) = Sort(parsed.GetValue(folder), parsed.GetValue(prompt));
            var hints = media.Read(parsed);
            var isDemo = DemoModel.Is(checkpoint);
            var attachments = InputFiles.Expand(parsed.GetValue(images) ?? [], InputFiles.Pictures)
                .Select(f => MediaFile.ReadImage(f, hints))
                .Concat(InputFiles.Expand(parsed.GetValue(videos) ?? [], InputFiles.Videos)
                    .Select(f => MediaFile.ReadVideo(f, hints)))
                .ToList();

            await using var model = await ModelSettings.LoadAsync(console, checkpoint, settings.Read(parsed), cancellationToken);
            using var client = new QwenChatClient(model);
            var options = new ChatOptions
            {
                Instructions = parsed.GetValue(system),
                MaxOutputTokens = parsed.GetValue(maxTokens),
                Temperature = parsed.GetValue(temperature),
            };
            var session = new ChatSession(client, options, console, new SeenPictures(model), isDemo);
            attachments.ForEach(attachment => session.Attach(attachment, hints));
            if (question is not null)
                await session.AskAsync(question, cancellationToken);
            else
                await new ChatLoop(session, hints, console, interrupts).RunAsync(cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    // one word may be either: a model when it looks like one or there is one of that name, otherwise the question
    private static (string Folder, string? Prompt) Sort(string? first, string? second)
    {
        if (first is null)
            return (DemoModel.Folder(), null);
        if (second is not null || Directory.Exists(ModelHome.Resolve(first)) || IsOwnerAndName(first))
            return (first, second);
        return first.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && !first.Contains(' ', StringComparison.Ordinal)
            ? throw new QwenException($"There is no folder '{first}': name the folder of a checkpoint, or give folder and question.")
            : (DemoModel.Folder(), first);
    }

    private static bool IsOwnerAndName(string text) => text.Contains('/', StringComparison.Ordinal) && ModelHome.IsName(text);

    private static Argument<string?> Optional(string name, string description)
    {
        var argument = new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };
        argument.RefuseOptions();
        return argument;
    }
}
