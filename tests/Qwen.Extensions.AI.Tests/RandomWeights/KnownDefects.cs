using System.Text.Json;
using NJsonSchema.Validation;

namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>What NJsonSchema is known to reject though the specification allows it. Named one by one: nothing else is forgiven.</summary>
internal static class KnownDefects
{
    /// <summary>The reason why an error is the validator's; null where it is the answer's.</summary>
    public static string? Explain(ValidationError error, JsonElement schema) => null;
}
