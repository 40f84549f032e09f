using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.SemanticKernel.Plugins;
using Qwen.SemanticKernel.Plugins.Screens.Agent;
using Qwen.SemanticKernel.Plugins.Screens.Functions;
using Qwen.SemanticKernel.Plugins.Screens.Safety;

namespace Microsoft.SemanticKernel;

/// <summary>Makes a screen available to models as functions whose mistakes come back as text.</summary>
public static class QwenScreenKernelExtensions
{
    /// <summary>Name of the plugin of <see cref="ScreensPlugin"/>.</summary>
    public const string ScreensName = "Screens";

    /// <summary>Adds <see cref="ScreensPlugin"/> to a kernel.</summary>
    /// <param name="plugins">Where to add it.</param>
    /// <param name="screen">The screen behind its guard; it stays the caller's.</param>
    /// <param name="client">The client that finds things and carries out tasks; null for the kernel's own <see cref="IChatClient"/>.</param>
    /// <param name="options">How the model is asked, and sizes; null for the defaults.</param>
    /// <param name="serviceId">Key of the kernel's client.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilderPlugins RegisterQwenScreens(
        this IKernelBuilderPlugins plugins, GuardedScreen screen, IChatClient? client = null, ScreenAgentOptions? options = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(screen);
        plugins.Services.AddSingleton(provider =>
        {
            var host = client is null ? provider.GetKeyedService<QwenModelHost>(serviceId) : null;
            var asked = client ?? provider.GetRequiredKeyedService<IChatClient>(serviceId);
            return new ScreensPlugin(asked, screen, options ?? new ScreenAgentOptions(), host).AsKernelPlugin();
        });
        return plugins;
    }

    /// <summary>The plugin's functions, for a kernel.</summary>
    public static KernelPlugin AsKernelPlugin(this ScreensPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return ScreenFunctions.CreatePlugin(plugin, ScreensName);
    }

    /// <summary>The plugin's functions as tools of a chat client without a kernel; the picture of <c>see_screen</c> reaches the model as a picture.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="requireApproval">
    /// Whether functions that change something are <see cref="ApprovalRequiredAIFunction"/>, which a host's function-invoking client hands to a
    /// person before it calls them. The guard's own approval comes on top.
    /// </param>
    public static IReadOnlyList<AIFunction> AsTools(this ScreensPlugin plugin, bool requireApproval = false)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return ScreenFunctions.CreateTools(plugin, requireApproval);
    }
}
