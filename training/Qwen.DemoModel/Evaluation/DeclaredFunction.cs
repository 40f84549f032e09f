using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen.DemoModel.Evaluation;

/// <summary>A function that is shown to the model and never run.</summary>
internal sealed class DeclaredFunction : AIFunctionDeclaration
{
    private DeclaredFunction(JsonElement function)
    {
        Name = function.GetProperty("name").GetString()!;
        Description = function.GetProperty("description").GetString()!;
        JsonSchema = function.GetProperty("parameters").Clone();
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override JsonElement JsonSchema { get; }

    /// <summary>Reads the JSON object of a tools block.</summary>
    public static DeclaredFunction Parse(string tool)
    {
        using var document = JsonDocument.Parse(tool);
        return new DeclaredFunction(document.RootElement.GetProperty("function"));
    }
}
