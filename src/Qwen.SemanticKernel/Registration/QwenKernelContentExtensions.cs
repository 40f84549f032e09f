using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.SemanticKernel.Plugins;

namespace Microsoft.SemanticKernel;

/// <summary>Views of Semantic Kernel's content as what the tasks take.</summary>
public static class QwenKernelContentExtensions
{
    /// <summary>
    /// An <see cref="ImageContent"/>, or other content with bytes, a data URI or an address, as the picture or video of a task.
    /// </summary>
    /// <exception cref="ArgumentException">It holds none of them.</exception>
    public static MediaSource AsMediaSource(this KernelContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return KernelValues.FromKernel(content) switch
        {
            DataContent data => data,
            UriContent address => address,
            _ => throw new ArgumentException($"{content.GetType().Name} holds neither bytes nor an address.", nameof(content)),
        };
    }
}
