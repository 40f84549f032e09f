using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Cli.Evaluation;
using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.DemoModel.Evaluation;

/// <summary>
/// Asks the converted model through the ordinary <see cref="IChatClient"/>, greedily, about pictures of seeds, words, fonts and
/// shades that training never draws.
/// </summary>
internal static class HeldOutTable
{
    private const int FirstSeed = 1_700_000_001;
    private const int SmallestFrame = 56 * 56;

    /// <summary>Prints the table.</summary>
    /// <param name="folder">A checkpoint.</param>
    /// <param name="count">Cases of each row.</param>
    /// <param name="filter">Only rows whose name contains one of these; empty for all.</param>
    /// <param name="precisions">Forms of the weights, side by side.</param>
    /// <param name="shown">How many answers of each row are printed, too.</param>
    /// <param name="cancellationToken">Stops between two answers.</param>
    public static async Task PrintAsync(
        string folder, int count, IReadOnlyList<string> filter, IReadOnlyList<QwenPrecision> precisions, int shown, CancellationToken cancellationToken)
    {
        var models = new List<QwenModel>();
        var converted = Directory.CreateTempSubdirectory("qwen-evaluate");
        try
        {
            foreach (var precision in precisions)
            {
                models.Add(await QwenModel.LoadAsync(
                    folder, new QwenModelOptions { Device = "cpu", Precision = precision, ConvertedFolder = Path.Combine(converted.FullName, $"{precision}") }, null, cancellationToken));
            }

            Console.WriteLine($"| held-out task, n = {count} | goal | {string.Join(" | ", precisions.Select(precision => precision.ToString().ToLowerInvariant()))} |");
            Console.WriteLine($"|---|---|{string.Concat(precisions.Select(_ => "---|"))}");
            foreach (var row in TableRow.All.Where(row => filter.Count == 0 || filter.Any(part => row.Name.Contains(part, StringComparison.OrdinalIgnoreCase))))
            {
                var figures = new List<string>();
                foreach (var model in models)
                    figures.Add(Figure(row, await AskAsync(model, row, count, shown, cancellationToken)));
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

    private static async Task<double> AskAsync(QwenModel model, TableRow row, int count, int shown, CancellationToken cancellationToken)
    {
        using var client = model.AsIChatClient();
        double points = 0, of = 0;
        for (int asked = 0, seed = FirstSeed; asked < count; seed++)
        {
            var dice = new Dice(seed, heldOut: true);
            var (width, height) = dice.Pick(row.Sizes);
            var picture = row.Task.Draw(dice, width, height);
            if (row.Task.Ask(dice, picture, row.Kind) is not { } question)
                continue;
            asked++;
            var answer = await client.GetResponseAsync(Messages(row, picture, question), Options(row, picture), cancellationToken);
            var seen = picture.SeenSize(model.Preprocessor, model.Config.Vision);
            var score = Judge.Score(question, Text(answer), (double)width / seen.Width, (double)height / seen.Height);
            (points, of) = (points + score.Points, of + score.Of);
            if (asked <= shown)
                Console.WriteLine($"{question.Prompt}\n{question.AnswerText}\n-> {score.Points:0.0} of {score.Of:0.0}\n{Text(answer)}\n");
        }

        return points / of;
    }

    private static List<ChatMessage> Messages(TableRow row, Picture picture, Question question)
    {
        AIContent media = Media(picture), text = new TextContent(question.Prompt);
        var messages = new List<ChatMessage> { new(ChatRole.User, row.Form == RequestForm.TextFirst ? [text, media] : [media, text]) };
        if (row.Form is RequestForm.NoSystemText or RequestForm.OtherSystemText)
            messages.Insert(0, new ChatMessage(ChatRole.System, row.Form == RequestForm.NoSystemText ? "" : TableRow.OtherSystemText));
        return messages;
    }

    private static ChatOptions Options(TableRow row, Picture picture)
    {
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 500 };
        if (row.Form == RequestForm.ToolsBlock)
            options.Tools = [DeclaredFunction.Parse(ToolTexts.Agent("mobile_use", picture.Width, picture.Height))];
        return options;
    }

    // calls come back parsed: written again as the model wrote them
    private static string Text(ChatResponse response)
    {
        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()
            .Select(call => $"{{\"name\": \"{call.Name}\", \"arguments\": {{{string.Join(", ", (call.Arguments ?? new Dictionary<string, object?>()).Select(argument => $"\"{argument.Key}\": {Json(argument.Value)}"))}}}}}");
        return response.Text + string.Concat(calls);
    }

    private static string Json(object? value) => JsonSerializer.Serialize(value).Replace(",", ", ", StringComparison.Ordinal);

    private static DataContent Media(Picture picture)
    {
        using var strip = Bitmaps.FromRgb(picture.Frames, picture.Width, picture.Height);
        if (!picture.IsVideo)
            return new DataContent(Bitmaps.ToPng(strip), "image/png");
        var fps = picture.FramesPerSecond;
        return new DataContent(UncompressedVideo.FromStrip(strip, picture.Frames.Count, picture.Width, picture.Height, fps), "video/x-msvideo")
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { ["fps"] = fps, ["min_pixels"] = SmallestFrame },
        };
    }
}
