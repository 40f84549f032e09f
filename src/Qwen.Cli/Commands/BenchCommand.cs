using System.CommandLine;
using System.Globalization;
using Qwen.Cli.Bench;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl bench</c>: how fast a checkpoint runs on this machine.</summary>
internal static class BenchCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var folder = new Argument<string?>("FOLDER")
        {
            Description = "Folder of a checkpoint, or the name of a model; the demo model when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var tokens = new Option<int>("--tokens") { Description = "Tokens of the prompt.", HelpName = "N", DefaultValueFactory = _ => 512 };
        var answer = new Option<int>("--new") { Description = "Tokens of the answer.", HelpName = "N", DefaultValueFactory = _ => 64 };
        var edge = new Option<int>("--picture")
        {
            Description = "Edge of the picture in pixels; the checkpoint's limits may shrink it.",
            HelpName = "N",
            DefaultValueFactory = _ => 448,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Timed rounds; the median counts.",
            HelpName = "N",
            DefaultValueFactory = _ => 5
        };
        tokens.Between(1, 1_000_000);
        answer.Between(2, 1_000_000);
        edge.Between(1, 20_000);
        rounds.Between(1, 100_000);
        var settings = new ModelSettings();
        var command = new TaughtCommand(
            "bench",
            "Measure reading (prefill), writing (decode) and looking at a picture. Medians on this machine as it is loaded now.",
            "qwenvl bench Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl bench Qwen/Qwen2.5-VL-3B-Instruct --precision int8 --tokens 2048 --rounds 9")
        {
            folder, tokens, answer, edge, rounds,
        };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = settings.Read(parsed) with { PrefixCacheEntries = 0, VisionCacheBytes = 0 };
            await using var model = await ModelSettings.LoadAsync(
                console, parsed.GetValue(folder) ?? DemoModel.Folder(), options, cancellationToken);
            console.Note(model.DeviceReason);
            var bench = new ModelBench(model, parsed.GetValue(rounds));

            var text = await bench.TextAsync(parsed.GetValue(tokens), parsed.GetValue(answer), cancellationToken);
            Write($"prefill  {text.PrefillSpeed,9:0.0} tokens/s   {text.InputTokens} tokens in {text.FirstToken.TotalSeconds:0.000} s");
            Write($"decode   {text.DecodeSpeed,9:0.0} tokens/s   {text.OutputTokens} tokens");

            var picture = await bench.PictureAsync(parsed.GetValue(edge), cancellationToken);
            var first = picture.FirstToken.TotalSeconds;
            Write($"picture  {first,9:0.000} s          encoding and reading {picture.InputTokens} tokens, to the first token");
            return ExitCode.Ok;
        });
        return command;

        void Write(FormattableString line) => console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
