using Npgsql;

namespace Qwen.Orleans.Postgres;

/// <summary>Makes the tables that a cluster needs, where they are not there.</summary>
internal static class PostgresSchema
{
    // any number that no other program of the database takes
    private const long Lock = 0x5157_454E;

    /// <summary>The statements.</summary>
    public static string Text
    {
        get
        {
            using var reader = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream("schema.sql")!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Runs them; silos that start at the same time wait for each other.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or does not allow it.</exception>
    public static async Task EnsureAsync(string connection, CancellationToken cancellationToken)
    {
        var database = new NpgsqlConnection(connection);
        await using (database.ConfigureAwait(false))
        {
            await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            var transaction = await database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await RunAsync(database, transaction, $"SELECT pg_advisory_xact_lock({Lock})", cancellationToken).ConfigureAwait(false);
                await RunAsync(database, transaction, Text, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // the names of parameters in the texts are meant for Orleans, so nothing is looked for in them
    private static async Task RunAsync(
        NpgsqlConnection database, NpgsqlTransaction transaction, string text, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(text, database, transaction);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
