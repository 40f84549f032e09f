using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Cli.Evaluation;
using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Evaluation;

/// <summary>
/// Asks the converted model through the ordinary <see cref="IChatClient"/>, greedily, about pictures of seeds, words, fonts and
/// shades that training never draws.
/// </summary>
internal static class HeldOutTable
{
    /// <summary>First seeds: of the set whose figures are reported, and of the one that choices are made on.</summary>
    private const int ReportedSeed = 1_700_000_001, ChoosingSeed = 1_500_000_001;
    private const int SmallestFrame = 56 * 56;

    /// <summary>Prints the table.</summary>
    /// <param name="folder">A checkpoint.</param>
    /// <param name="count">Cases of each row.</param>
    /// <param name="filter">Only rows whose name contains one of these; empty for all.</param>
    /// <param name="precisions">Forms of the weights, side by side.</param>
    /// <param name="forChoice">Whether other cases are drawn than those that are reported: for choosing between checkpoints.</param>
    /// <param name="shown">How many answers of each row are printed, too.</param>
    /// <param name="cancellationToken">Stops between two answers.</param>
    public static async Task PrintAsync(
        string folder, int count, IReadOnlyList<string> filter, IReadOnlyList<QwenPrecision> precisions, bool forChoice, int shown,
        CancellationToken cancellationToken)
    {
        var models = new List<QwenModel>();
        var converted = Directory.CreateTempSubdirectory("qwen-evaluate");
        try
        {
            foreach (var precision in precisions)
            {
                models.Add(await QwenModel.LoadAsync(
                    folder, new QwenModelOptions
                    {
                        Device = "cpu",
                        Precision = precision,
                        ConvertedFolder = Path.Combine(converted.FullName, $"{precision}")
                    }, null, cancellationToken));
            }

            Console.WriteLine(
                $"| held-out task, n = {count} | goal | "
                + $"{string.Join(" | ", precisions.Select(precision => precision.ToString().ToLowerInvariant()))} |");
            Console.WriteLine($"|---|---|{string.Concat(precisions.Select(_ => "---|"))}");
            foreach (var row in TableRow.All.Where(
                row => filter.Count == 0 || filter.Any(part => row.Name.Contains(part, StringComparison.OrdinalIgnoreCase))))
            {
                var figures = new List<string>();
                foreach (var model in models)
                    figures.Add(Figure(row, await AskAsync(model, row, count, forChoice, shown, cancellationToken)));
                Console.WriteLine($"| {row.Name} | {row.Goal} | {string.Join(" | ", figures)} |");
            }
        }
        finally
        {
            models.ForEach(model => model.Dispose());
            converted.Delete(recursive: true);
        }
    }

    private static string Figure(TableRow row, double share)
        => row.Goal.Contains('%', StringComparison.Ordinal) || !row.Name.Contains("IoU in", StringComparison.Ordinal)
            ? (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %"
            : share.ToString("0.00", CultureInfo.InvariantCulture);

    private static async Task<double> AskAsync(
        QwenModel model, TableRow row, int count, bool forChoice, int shown, CancellationToken cancellationToken)
    {
        using var client = model.AsIChatClient();
        double points = 0, of = 0;
        for (int asked = 0, seed = forChoice ? ChoosingSeed : ReportedSeed; asked < count; seed++)
        {
            if (row.Draw(new Dice(seed, heldOut: true)) is not { } drawn)
                continue;
            asked++;
            var (question, picture) = (drawn.Question, drawn.Pictures.FirstOrDefault());
            var answer = await client.GetResponseAsync(Messages(row, drawn), Options(drawn), cancellationToken);
            var seen = picture?.SeenSize(model.Preprocessor, model.Vision);
            var score = Judge.Score(
                question,
                Text(answer),
                seen is { } s ? (double)picture!.Width / s.Width : 1,
                seen is { } t ? (double)picture!.Height / t.Height : 1);
            (points, of) = (points + score.Points, of + score.Of);
            if (asked <= shown)
                Console.WriteLine($"{question.Prompt}\n{question.AnswerText}\n-> {score.Points:0.0} of {score.Of:0.0}\n{Text(answer)}\n");
        }

        return points / of;
    }

    private static List<ChatMessage> Messages(TableRow row, DrawnCase drawn)
    {
        List<AIContent> shown = drawn.Pictures.Count == 1
            ? [Media(drawn.Pictures[0])]
            : [.. drawn.Pictures.SelectMany((picture, i) => (AIContent[])[new TextContent($"Picture {i + 1}: "), Media(picture)])];
        AIContent text = new TextContent(drawn.Question.Prompt);
        var messages = new List<ChatMessage>
        {
            new(ChatRole.User, row.Form == RequestForm.TextFirst ? [text, .. shown] : [.. shown, text])
        };
        if (row.Form is RequestForm.NoSystemText or RequestForm.OtherSystemText)
            messages.Insert(0, new ChatMessage(ChatRole.System, row.Form == RequestForm.NoSystemText ? "" : TableRow.OtherSystemText));
        messages.AddRange(drawn.Question.After.Select(turn => new ChatMessage(RoleOf(turn), [.. turn.Parts.Select(Content)])));
        return messages;
    }

    private static ChatRole RoleOf(ChatTurn turn) => turn.Role switch
    {
        ChatTurnRole.Tool => ChatRole.Tool,
        ChatTurnRole.User => ChatRole.User,
        _ => ChatRole.Assistant,
    };

    private static AIContent Content(ChatPart part) => part switch
    {
        TextPart text => new TextContent(text.Text),
        ToolCallPart call =>
            new FunctionCallContent("1", call.Name, JsonSerializer.Deserialize<Dictionary<string, object?>>(call.ArgumentsJson)),
        ToolResultPart { Content: [TextPart text] } => new FunctionResultContent("1", text.Text),
        _ => throw new ArgumentException($"A {part.GetType().Name} stands in no case."),
    };

    private static ChatOptions Options(DrawnCase drawn)
    {
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 500 };
        if (drawn.Tools.Count > 0)
            options.Tools = [.. drawn.Tools.Select(DeclaredFunction.Parse)];
        return options;
    }

    // calls come back parsed: written again as the model wrote them
    private static string Text(ChatResponse response)
    {
        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()
            .Select(call => $"{{\"name\": \"{call.Name}\", \"arguments\": {{{Arguments(call)}}}}}");
        return response.Text + string.Concat(calls);

        static string Arguments(FunctionCallContent call) => string.Join(
            ", ", (call.Arguments ?? new Dictionary<string, object?>()).Select(argument => $"\"{argument.Key}\": {Json(argument.Value)}"));
    }

    private static string Json(object? value) => JsonSerializer.Serialize(value).Replace(",", ", ", StringComparison.Ordinal);

    private static DataContent Media(Picture picture)
    {
        using var strip = Bitmaps.FromRgb(picture.Frames, picture.Width, picture.Height);
        if (!picture.IsVideo)
            return new DataContent(Bitmaps.ToPng(strip), "image/png");
        var fps = picture.FramesPerSecond;
        return new DataContent(
            UncompressedVideo.FromStrip(strip, picture.Frames.Count, picture.Width, picture.Height, fps), "video/x-msvideo")
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { ["fps"] = fps, ["min_pixels"] = SmallestFrame },
        };
    }
}
