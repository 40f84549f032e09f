using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using NJsonSchema;
using NJsonSchema.Validation;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>
/// Many people's schemas and a model that knows nothing: weights are random, tokens are drawn. Whatever comes to its end is valid. 60 schemas;
/// as many as <c>QWENVL_SCHEMAS</c> says.
/// </summary>
public sealed class RandomWeightsTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("qwenvl-random-");
    private QwenModel model = null!;

    public async ValueTask InitializeAsync()
    {
        // the demo model's tokens over other weights
        var tokenizer = QwenTokenizer.Load(RepositoryFiles.DemoCheckpoint);
        int Id(string token) => tokenizer.GetSpecialId(token)!.Value;
        var tiny = RandomCheckpointSizes.Tiny;
        var config = tiny with
        {
            Text = tiny.Text with { VocabularySize = tokenizer.VocabularySize, MaxPositions = 4096 },
            VisionStartTokenId = Id("<|vision_start|>"),
            VisionEndTokenId = Id("<|vision_end|>"),
            ImageTokenId = Id("<|image_pad|>"),
            VideoTokenId = Id("<|video_pad|>"),
        };
        var checkpoint = Path.Combine(folder.FullName, "checkpoint");
        RandomCheckpoint.Write(
            checkpoint, new RandomCheckpointOptions { Config = config, TokenizerFolder = RepositoryFiles.DemoCheckpoint, EndTokenIds = [Id("<|im_end|>")] });
        model = await QwenModel.LoadAsync(checkpoint, new QwenModelOptions { Device = "cpu", Threads = 1, ConvertedFolder = Path.Combine(folder.FullName, "converted") });
    }

    public async ValueTask DisposeAsync()
    {
        await model.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_answer_that_comes_to_its_end_is_valid()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("QWENVL_SCHEMAS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : 60;
        var cases = Choose(SchemaCase.Sources(), count);
        using var client = new QwenChatClient(model);
        List<string> refused = [], unreadable = [], disputed = [], wrong = [];
        var (valid, cut) = (0, 0);
        for (var seed = 0; seed < cases.Count; seed++)
        {
            var options = new ChatOptions
            {
                ResponseFormat = ChatResponseFormat.ForJsonSchema(cases[seed].Schema),
                Temperature = 1,
                Seed = seed,
                MaxOutputTokens = count > 100 ? 1000 : 300,
                AdditionalProperties = new() { [QwenPropertyNames.FormatInstruction] = false, [QwenPropertyNames.StopRepetition] = false },
            };
            ChatResponse response;
            try
            {
                response = await client.GetResponseAsync("?", options, TestContext.Current.CancellationToken);
            }
            catch (QwenException error)
            {
                refused.Add($"| {cases[seed].Name} | {error.Message} |");
                continue;
            }

            if (response.FinishReason == ChatFinishReason.Length)
            {
                cut++;
                continue;
            }

            await JudgeAsync(cases[seed], response.Text);
        }

        output.WriteLine($"{cases.Count} schemas: {valid} answers valid, {cut} cut by the limit, {disputed.Count} disputed, {unreadable.Count} not readable by the validator, {refused.Count} refused.");
        WriteTable("Refused", "| schema | keyword and path |", refused);
        WriteTable("Not readable by the validator", "| schema | its error |", unreadable);
        WriteTable("Rejected by the validator for a reason that it is known to get wrong", "| schema | error | answer |", disputed);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(valid >= cases.Count / 3, $"Only {valid} of {cases.Count} answers could be judged.");
        Assert.True(refused.Count <= cases.Count / 50, "More than 2 % of the schemas are refused.");

        async Task JudgeAsync(SchemaCase schema, string answer)
        {
            ICollection<ValidationError> errors;
            try
            {
                errors = (await JsonSchema.FromJsonAsync(schema.Schema.GetRawText())).Validate(answer);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                unreadable.Add($"| {schema.Name} | {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")} |");
                return;
            }

            if (errors.Count == 0)
                valid++;
            else if (errors.All(error => KnownDefects.Explain(error, schema.Schema) is not null))
                disputed.Add($"| {schema.Name} | {string.Join("; ", errors.Select(error => $"{error.Kind} at {error.Path}: {KnownDefects.Explain(error, schema.Schema)}"))} | {answer} |");
            else
                wrong.Add($"{schema.Name}: {string.Join("; ", errors.Select(error => $"{error.Kind} at {error.Path}"))} in {answer}");
        }
    }

    // all of the small sources, the rest from the large one; a small choice takes of each alike
    private static List<SchemaCase> Choose(IReadOnlyList<IReadOnlyList<SchemaCase>> sources, int count)
    {
        var chosen = new List<SchemaCase>();
        for (var i = 0; i < sources.Count; i++)
        {
            var share = Math.Min(sources[i].Count, (count - chosen.Count) / (sources.Count - i));
            chosen.AddRange(Enumerable.Range(0, share).Select(n => sources[i][(int)((long)n * sources[i].Count / share)]));
        }

        return chosen;
    }

    private void WriteTable(string title, string head, List<string> rows)
    {
        if (rows.Count > 0)
            output.WriteLine(new StringBuilder().AppendLine().AppendLine(title).AppendLine(head).AppendLine("|---|---|---|"[..(1 + 4 * (head.Count(c => c == '|') - 1))]).AppendJoin('\n', rows).ToString());
    }
}
