using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using Qwen.Orleans.Grains;

namespace Qwen.Orleans.Storage;

/// <summary>The storage that the application chose for jobs.</summary>
internal sealed class FarmStore(
    [FromKeyedServices(FarmNames.Storage)] IGrainStorage storage, Serializer serializer, ILogger<FarmStore> log)
{
    /// <summary>A record of a grain.</summary>
    public DurableRecord<T> Open<T>(GrainId grain, string name)
        where T : class, new() => new(storage, serializer, grain, name, log);
}
