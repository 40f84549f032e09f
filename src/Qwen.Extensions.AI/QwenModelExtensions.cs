using Qwen.Extensions.AI;
using Qwen.VisionLanguage;

namespace Microsoft.Extensions.AI;

/// <summary>Makes chat clients of loaded models.</summary>
public static class QwenModelExtensions
{
    /// <summary>
    /// Makes a client of the model. The model stays the caller's, unless <see cref="QwenChatClientOptions.DisposesModel"/> is set.
    /// </summary>
    public static IChatClient AsIChatClient(this QwenModel model, QwenChatClientOptions? options = null) =>
        new QwenChatClient(model, options);
}
