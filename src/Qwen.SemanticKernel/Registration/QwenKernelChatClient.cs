using Microsoft.Extensions.AI;

namespace Qwen.SemanticKernel.Registration;

/// <summary>The one pipeline that <see cref="IChatClient"/> and the chat completion service of a key share.</summary>
internal sealed class QwenKernelChatClient(IChatClient pipeline) : DelegatingChatClient(pipeline);
