using Microsoft.Extensions.AI;

namespace Qwen.Videos.Index.Tests;

/// <summary>A client whose model must not be asked for: whoever does has it loaded.</summary>
internal sealed class UnloadableClient() : DelegatingChatClient(ColourFilm.Watch())
{
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        throw new InvalidOperationException($"{serviceType} was asked for.");
}
