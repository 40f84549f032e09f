using System.CommandLine;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl point</c>: a point on each thing.</summary>
internal static class PointCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var what = new WhatArgument("What to point at, in the singular, for example \"handle of the door\".");
        var one = new Option<bool>("--one") { Description = "Only the one thing that is described, instead of every such thing." };
        var pictures = new PictureSettings();
        var command = new TaughtCommand(
            "point",
            "Point at things in pictures: write a point on each, in pixels of the picture.",
            "qwenvl point \"red circle\" photo.png",
            "qwenvl point \"handle of the door\" photo.jpg --one --draw found.png")
        {
            what, one,
        };
        pictures.AddTo(command, tileable: true, placed: true);
        command.SetAction((parsed, cancellationToken) => PictureRun.AskAsync(console, pictures.Read(parsed), (client, options) =>
        {
            var grounding = new GroundingTasks(client, options);
            return new PictureQuestion<PointResult>
            {
                AskAsync = (picture, token) =>
                    grounding.PointAsync(picture, parsed.GetValue(what)!, !parsed.GetValue(one), parsed.GetValue(pictures.Tiles), token),
                ToLines = result => TextTable.OfPoints(result.Points),
                Json = () => ResultJson.Readable.PointResult,
                ToPoints = result => result.Points,
            };
        }, cancellationToken));
        return command;
    }
}
