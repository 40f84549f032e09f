using System.Text.Json;
using Microsoft.Extensions.AI;
using NJsonSchema;
using NJsonSchema.Validation;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>
/// Lets a model write an answer by each schema, its tokens drawn, and has a validator of other people judge what came to its end.
/// </summary>
internal static class SchemaRun
{
    /// <summary>
    /// All of the small sources, the rest from the large one; where fewer are asked for, of each alike and evenly spread.
    /// </summary>
    public static IReadOnlyList<SchemaCase> Choose(IReadOnlyList<IReadOnlyList<SchemaCase>> sources, int count)
    {
        var chosen = new List<SchemaCase>();
        for (var i = 0; i < sources.Count; i++)
        {
            var share = Math.Min(sources[i].Count, (count - chosen.Count) / (sources.Count - i));
            chosen.AddRange(Enumerable.Range(0, share).Select(n => sources[i][(int)((long)n * sources[i].Count / share)]));
        }

        return chosen;
    }

    public static async Task<SchemaReport> RunAsync(QwenModel model, IReadOnlyList<SchemaCase> cases, int tokens, CancellationToken stop)
    {
        using var client = new QwenChatClient(model);
        var report = new SchemaReport();
        for (var seed = 0; seed < cases.Count; seed++)
        {
            var options = new ChatOptions
            {
                ResponseFormat = ChatResponseFormat.ForJsonSchema(cases[seed].Schema),
                Temperature = 1,
                Seed = seed,
                MaxOutputTokens = tokens,
                AdditionalProperties = new() { [QwenPropertyNames.FormatInstruction] = false, [QwenPropertyNames.StopRepetition] = false },
            };
            try
            {
                var response = await client.GetResponseAsync("?", options, stop);
                if (response.FinishReason == ChatFinishReason.Length)
                    report.Cut++;
                else
                    await JudgeAsync(cases[seed], response.Text, report);
            }
            catch (QwenException refusal) when (refusal.Message.StartsWith("The JSON schema cannot be enforced", StringComparison.Ordinal))
            {
                report.Refused.Add((cases[seed].Name, refusal.Message));
            }
        }

        return report;
    }

    /// <summary>Has the validator judge one finished answer.</summary>
    public static async Task JudgeAsync(SchemaCase schema, string answer, SchemaReport report)
    {
        ICollection<ValidationError> errors;
        try
        {
            JsonElement.Parse(answer); // the validator's reader is lenient, JSON is not
            errors = (await JsonSchema.FromJsonAsync(schema.Schema.GetRawText())).Validate(answer);
        }
        catch (JsonException error)
        {
            report.Invalid.Add((schema.Name, $"{error.Message} in {answer}"));
            return;
        }
        catch (Exception error)
        {
            // whatever it throws over a schema is the validator's
            report.Unreadable.Add((schema.Name, $"{error.GetType().Name}: {error.Message}"));
            return;
        }

        if (errors.Count > 0)
        {
            var reasons = errors.Select(error => ValidatorLimits.Explain(error, schema.Schema)).ToList();
            var told = string.Join(
                "; ", errors.Zip(reasons, (error, reason) => $"{error.Kind} at {error.Path}: {reason ?? "not explained"}"));
            (reasons.Contains(null) ? report.Invalid : report.Disputed).Add((schema.Name, $"{told} in {answer}"));
            return;
        }

        report.Valid++;
        foreach (var name in ValidatorLimits.Find(schema.Schema))
            report.Unchecked[name] = report.Unchecked.GetValueOrDefault(name) + 1;
    }
}
