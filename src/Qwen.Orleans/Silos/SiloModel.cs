using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Silos;

/// <summary>The model that works on this silo, and what is known of it.</summary>
internal sealed class SiloModel(IOptions<QwenFarmOptions> options, IServiceProvider services)
{
    /// <summary>The client; null where this silo works on nothing.</summary>
    public IChatClient? Client { get; } = options.Value.Client ?? services.GetService<IChatClient>();

    /// <summary>Its name.</summary>
    public string? Model => options.Value.Model ?? Local?.ModelId ?? Client?.GetService<ChatClientMetadata>()?.DefaultModelId;

    /// <summary>The form of its weights.</summary>
    public string? Form => options.Value.Form;

    /// <summary>What it runs on.</summary>
    public string? Device => options.Value.Device ?? Local?.Device;

    private QwenModel? Local => Client?.GetService<QwenModel>();
}
