using System.CommandLine;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl locate</c>: boxes round things.</summary>
internal static class LocateCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var what = new WhatArgument("What to look for, in the singular, for example \"red circle\".");
        var one = new Option<bool>("--one") { Description = "Only the one thing that is described, instead of every such thing." };
        var pictures = new PictureSettings();
        var command = new TaughtCommand(
            "locate",
            "Find things in pictures and write a box round each, in pixels of the picture.",
            "qwenvl locate \"red circle\" photo.png",
            "qwenvl locate \"person with an umbrella\" photo.jpg --one --draw found.png",
            "qwenvl locate car *.jpg --json --draw drawn > cars.jsonl",
            "qwenvl locate button screen.png --coordinates thousandths --model ./my-fine-tune")
        {
            what, one,
        };
        pictures.AddTo(command, tileable: true, placed: true);
        command.SetAction((parsed, cancellationToken) => PictureRun.AskAsync(console, pictures.Read(parsed), (client, options) =>
        {
            var grounding = new GroundingTasks(client, options);
            return new PictureQuestion<LocateResult>
            {
                AskAsync = (picture, token) =>
                    grounding.LocateAsync(picture, parsed.GetValue(what)!, !parsed.GetValue(one), parsed.GetValue(pictures.Tiles), token),
                ToLines = result => TextTable.OfBoxes(result.Boxes),
                Json = () => ResultJson.Readable.LocateResult,
                ToBoxes = result => result.Boxes,
            };
        }, cancellationToken));
        return command;
    }
}
