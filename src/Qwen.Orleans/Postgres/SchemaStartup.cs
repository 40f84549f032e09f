using Npgsql;
using Orleans.Runtime;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Postgres;

/// <summary>Makes the tables before anything else of the silo asks for them.</summary>
internal sealed class SchemaStartup(string connection) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SchemaStartup), ServiceLifecycleStage.First, EnsureAsync, _ => Task.CompletedTask);

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PostgresSchema.EnsureAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException error)
        {
            // the connection's own text may hold a password
            var place = new NpgsqlConnectionStringBuilder(connection);
            throw new QwenException(
                $"The database '{place.Database}' at {place.Host}:{place.Port} cannot be used by '{place.Username}': {error.Message}",
                error);
        }
    }
}
