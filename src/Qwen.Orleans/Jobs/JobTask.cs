using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Qwen.VisionLanguage;

namespace Qwen.Orleans;

/// <summary>What is done with each item of a job.</summary>
[GenerateSerializer]
[Immutable]
public sealed record JobTask
{
    /// <summary>Its name: <c>read</c>, <c>lines</c>, <c>extract</c>, <c>parse</c>, <c>locate</c>, <c>count</c>, <c>recognise</c>,
    /// <c>describe</c>, <c>events</c>, <c>index</c>, or that of a class of the application.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What is looked for, in words, where the task asks for that.</summary>
    [Id(1)]
    public string? What { get; init; }

    /// <summary>More that the task is told, as JSON: the schema of <c>extract</c>, or whatever a class of the application reads.</summary>
    [Id(2)]
    public string? Parameters { get; init; }

    /// <summary>Reads all text of pictures and pages.</summary>
    public static JobTask Read() => new() { Name = "read" };

    /// <summary>Reads lines of text with their places.</summary>
    public static JobTask Lines() => new() { Name = "lines" };

    /// <summary>Fills a JSON schema from pictures and pages.</summary>
    /// <param name="schema">The schema.</param>
    /// <exception cref="QwenException">It is no JSON object.</exception>
    public static JobTask Extract(string schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        return new JobTask { Name = "extract", Parameters = RequireObject(schema, "The schema") };
    }

    /// <summary>Fills a type from pictures and pages.</summary>
    /// <param name="type">The type, of a source-generated context.</param>
    public static JobTask Extract(JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Extract(type.GetJsonSchemaAsNode().ToJsonString());
    }

    /// <summary>Turns pages into headings, paragraphs, tables and pictures with their places.</summary>
    public static JobTask Parse() => new() { Name = "parse" };

    /// <summary>Finds things in pictures.</summary>
    /// <param name="what">What to find.</param>
    public static JobTask Locate(string what) => Asked("locate", what);

    /// <summary>Counts things in pictures.</summary>
    /// <param name="what">What to count.</param>
    public static JobTask Count(string what) => Asked("count", what);

    /// <summary>Names what pictures show.</summary>
    /// <param name="kind">The kind of things: landmarks, plants, products.</param>
    public static JobTask Recognise(string kind = "things") => Asked("recognise", kind);

    /// <summary>Describes pictures, pages and films in words.</summary>
    public static JobTask Describe() => new() { Name = "describe" };

    /// <summary>Lists the events of films.</summary>
    /// <param name="what">The event that is looked for; null for all.</param>
    public static JobTask Events(string? what = null) => new() { Name = "events", What = what };

    /// <summary>Says what windows of films show, for an index of videos.</summary>
    public static JobTask Index() => new() { Name = "index" };

    /// <summary>A class of the application, which silos know by a name: see <see cref="QwenFarmOptions.AddTask"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameters">What it is told, as a JSON object; null for nothing.</param>
    /// <exception cref="QwenException">The parameters are no JSON object.</exception>
    public static JobTask Own(string name, string? parameters = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new JobTask { Name = name, Parameters = parameters is null ? null : RequireObject(parameters, "What the task is told") };
    }

    private static JobTask Asked(string name, string what)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(what);
        return new JobTask { Name = name, What = what };
    }

    private static string RequireObject(string json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? json
                : throw new QwenException($"{what} is no JSON object: write one, between curly braces.");
        }
        catch (JsonException error)
        {
            throw new QwenException($"{what} is no JSON: {error.Message}", error);
        }
    }
}
