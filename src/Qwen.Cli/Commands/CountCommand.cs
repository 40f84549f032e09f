using System.CommandLine;
using System.Globalization;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl count</c>: how many there are.</summary>
internal static class CountCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var what = new WhatArgument("What to count, in the plural, for example \"red circles\".");
        var detect = new Option<bool>("--detect")
        {
            Description = "Find each thing before counting: slower, better for many things, and with boxes.",
        };
        var pictures = new PictureSettings();
        var command = new TaughtCommand(
            "count",
            "Count things in pictures.",
            "qwenvl count \"red circles\" photo.png",
            "qwenvl count birds *.jpg --detect --draw drawn")
        {
            what, detect,
        };
        pictures.AddTo(command, tileable: true, placed: true);
        command.Validators.Add(result =>
        {
            if (result.GetValue(pictures.Draw) is not null && !result.GetValue(detect))
                result.AddError("--draw needs --detect: a count alone has no places.");
        });
        command.SetAction((parsed, cancellationToken) => PictureRun.AskAsync(console, pictures.Read(parsed), (client, options) =>
        {
            var grounding = new GroundingTasks(client, options);
            return new PictureQuestion<CountResult>
            {
                AskAsync = (picture, token) =>
                    grounding.CountAsync(picture, parsed.GetValue(what)!, parsed.GetValue(detect), parsed.GetValue(pictures.Tiles), token),
                ToLines = ToLines,
                Json = () => ResultJson.Readable.CountResult,
                ToBoxes = result => result.Boxes,
                ToPoints = result => result.Points,
            };
        }, cancellationToken));
        return command;
    }

    private static IEnumerable<string> ToLines(CountResult result)
    {
        if (result.Count is { } count)
            yield return count.ToString(CultureInfo.InvariantCulture);
        foreach (var line in TextTable.OfBoxes(result.Boxes).Concat(TextTable.OfPoints(result.Points)))
            yield return line;
    }
}
