using System.CommandLine;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl recognise</c>: the names of what is shown.</summary>
internal static class RecogniseCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var kind = new Option<string>("--kind")
        {
            Description = "What kind of things to name, in the plural.",
            HelpName = "THINGS",
            DefaultValueFactory = _ => "things",
        };
        var languages = new Option<string>("--languages")
        {
            Description = "Languages of the names, for example \"Chinese and English\".",
            HelpName = "LANGUAGES",
            DefaultValueFactory = _ => "English",
        };
        var pictures = new PictureSettings(drawable: false);
        var command = new TaughtCommand(
            "recognise",
            "Name the plants, animals, places, products or other things that pictures show.",
            "qwenvl recognise photo.jpg --model Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl recognise *.jpg --kind birds --languages \"Chinese and English\" --json > birds.jsonl");
        pictures.AddTo(command);
        command.Add(kind);
        command.Add(languages);
        command.SetAction((parsed, cancellationToken) => PictureRun.AskAsync(console, pictures.Read(parsed), (client, options) =>
        {
            if (pictures.IsDemo(parsed))
                console.Note(DemoModel.Unlearned("the names of things"));
            var recognition = new RecognitionTasks(client, options);
            return new PictureQuestion<RecognitionResult>
            {
                AskAsync = (picture, token) =>
                    recognition.RecogniseAsync(picture, parsed.GetValue(kind)!, parsed.GetValue(languages)!, token),
                ToLines = ToLines,
                Json = () => ResultJson.Readable.RecognitionResult,
            };
        }, cancellationToken));
        return command;
    }

    // the model's own words where it made no list
    private static IEnumerable<string> ToLines(RecognitionResult result) => result.Found.Count > 0
        ? TextTable.Format(
            new TextColumn("place", [.. result.Found.Select(found => found.Place)]),
            new("names", [.. result.Found.Select(found => string.Join(", ", found.Names))]))
        : result.RawText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
