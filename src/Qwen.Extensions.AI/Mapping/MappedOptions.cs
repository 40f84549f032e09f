using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>A request's options in the library's vocabulary.</summary>
/// <param name="Request">Everything but the conversation, which is empty.</param>
/// <param name="Instructions">The first system message; null for none.</param>
/// <param name="Hints">What the request says about all its media.</param>
/// <param name="ToolNames">Functions the model may call; null where the answer is not searched for calls.</param>
internal sealed record MappedOptions(
    GenerationRequest Request, string? Instructions, MediaHints Hints, IReadOnlyCollection<string>? ToolNames);
