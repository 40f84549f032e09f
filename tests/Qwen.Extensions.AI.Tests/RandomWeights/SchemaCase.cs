using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Shapes;
using Qwen.Testing;

namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>A schema that somebody asks answers by.</summary>
/// <param name="Name">Where it is from.</param>
/// <param name="Schema">The schema.</param>
internal sealed record SchemaCase(string Name, JsonElement Schema)
{
    private static readonly Type[] Types =
    [
        typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double),
        typeof(decimal), typeof(char), typeof(string), typeof(Guid), typeof(Uri), typeof(DateTime), typeof(DateTimeOffset),
        typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Colour), typeof(Colour?), typeof(int?), typeof(Size), typeof(Shapes.Point), typeof(Tree), typeof(Shape),
        typeof(KeyValuePair<string, int>), typeof(DayOfWeek),
    ];

    /// <summary>
    /// The zoo of MCP tools, .NET types alone, in arrays and in dictionaries, and the folder of real schemas where it is.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<SchemaCase>> Sources()
    {
        var types = Types.Concat(Types.Select(type => type.MakeArrayType()))
            .Concat(Types.Select(type => typeof(Dictionary<,>).MakeGenericType(typeof(string), type)));
        return
        [
            [.. Tools().Select(tool => tool with { Name = $"tool {tool.Name}" })],
            [.. types.Select(type => new SchemaCase($"type {type}", AIJsonUtilities.CreateJsonSchema(type)))],
            Real(),
        ];
    }

    /// <summary>The zoo of MCP tools, by their names.</summary>
    public static IReadOnlyList<SchemaCase> Tools() =>
    [
        .. JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "RandomWeights", "mcp-tools.json"))).EnumerateObject()
            .Select(tool => new SchemaCase(tool.Name, tool.Value)),
    ];

    private static IReadOnlyList<SchemaCase> Real()
    {
        var folder = Environment.GetEnvironmentVariable("QWENVL_MASKBENCH") is { Length: > 0 } set
            ? set
            : Path.Combine(RepositoryFiles.Root, "..", "shared", "maskbench");
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)
                .Select(
                    file => new SchemaCase(
                        Path.GetFileNameWithoutExtension(file), JsonElement.Parse(File.ReadAllText(file)).GetProperty("schema")))]
            : [];
    }
}
