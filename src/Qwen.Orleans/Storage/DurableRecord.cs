using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Qwen.Orleans.Storage;

/// <summary>
/// One stored record of a grain. Writing waits out a storage that is not there for a while, as a database that starts anew; where it
/// cannot be told whether a write arrived, the grain has to be read anew, and the exception says so.
/// </summary>
internal sealed partial class DurableRecord<T>(
    IGrainStorage storage, Serializer serializer, GrainId grain, string name, ILogger log)
    where T : class, new()
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly GrainState<StoredBytes> stored = new(new StoredBytes());

    /// <summary>Whether there was something when it was read.</summary>
    public bool Exists => stored.RecordExists;

    /// <summary>What was read or written last.</summary>
    public T Value { get; private set; } = new();

    /// <summary>Reads it.</summary>
    public async Task ReadAsync()
    {
        await InsistAsync(() => storage.ReadStateAsync(name, grain, stored));
        Value = stored is { RecordExists: true, State.Bytes: { Length: > 0 } bytes } ? serializer.Deserialize<T>(bytes)! : new T();
    }

    /// <summary>Writes it. The value belongs to the record from then on: nobody may change it.</summary>
    public async Task WriteAsync(T value)
    {
        stored.State = new StoredBytes { Bytes = serializer.SerializeToArray(value) };
        await InsistAsync(() => storage.WriteStateAsync(name, grain, stored));
        Value = value;
    }

    /// <summary>Removes it.</summary>
    public Task ClearAsync() => InsistAsync(() => storage.ClearStateAsync(name, grain, stored));

    private async Task InsistAsync(Func<Task> act)
    {
        var since = Environment.TickCount64;
        for (var pause = 100; ; pause = Math.Min(2 * pause, 2000))
        {
            try
            {
                await act();
                return;
            }
            catch (Exception error) when (
                error is not InconsistentStateException && Environment.TickCount64 - since < Patience.TotalMilliseconds)
            {
                LogPause(log, name, grain, error.Message);
                await Task.Delay(pause);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The storage did not take or give '{Name}' of {Grain}: {Error} Trying again.")]
    private static partial void LogPause(ILogger log, string name, GrainId grain, string error);
}
