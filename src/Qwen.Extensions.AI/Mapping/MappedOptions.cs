using Qwen.Extensions.AI.Media;
using Qwen.Extensions.AI.Shapes;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>A request's options in the library's vocabulary.</summary>
/// <param name="Request">Everything but the conversation, which is empty.</param>
/// <param name="Instructions">The first system message; null for none.</param>
/// <param name="Hints">What the request says about all its media.</param>
/// <param name="Shape">What the answer has to look like; names the functions that may be called.</param>
internal sealed record MappedOptions(
    GenerationRequest Request, string? Instructions, MediaHints Hints, AnswerShape Shape);
