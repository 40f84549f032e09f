using Microsoft.Data.Sqlite;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index;

/// <summary>An open SQLite file with the index's tables, and errors in sentences. Safe for concurrent use.</summary>
internal sealed class IndexDatabase : IDisposable
{
    // result codes of SQLite
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NoDatabase = 26;

    private readonly SqliteConnection connection;
    private readonly Lock gate = new();

    private IndexDatabase(string path)
    {
        Path = path;
        connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false, // closing closes
            ForeignKeys = true,
            DefaultTimeout = 60, // seconds to wait for another one's transaction
        }.ToString());
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens an index, or makes an empty one.</summary>
    /// <exception cref="QwenException">The file is damaged, no index, or a newer program's; SQLite's library is missing.</exception>
    public static IndexDatabase Open(string path)
    {
        IndexDatabase database;
        try
        {
            database = new IndexDatabase(path); // the first use of SQLite loads its library
        }
        catch (Exception error) when (NativeFailure.Is(error))
        {
            throw new QwenException(
                $"Videos can be neither indexed nor searched: SQLite's native library is missing or does not fit "
                + $"({NativeFailure.Reason(error)}). It comes with the package Microsoft.Data.Sqlite.", error);
        }

        try
        {
            database.Guard(() =>
            {
                database.connection.Open();
                database.Prepare();
                return true;
            });
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that belong together: all of them count, or none.</summary>
    public T Write<T>(Func<T> work)
    {
        lock (gate)
        {
            return Guard(() =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                var result = work();
                transaction.Commit();
                return result;
            });
        }
    }

    /// <summary>Runs one statement within <see cref="Write"/>; <c>$1</c>, <c>$2</c> … stand for the values.</summary>
    /// <returns>Number of rows that were changed.</returns>
    public int Run(string sql, params IReadOnlyList<object?> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Inserts a row within <see cref="Write"/>.</summary>
    /// <returns>Its number.</returns>
    public long Insert(string sql, params IReadOnlyList<object?> values)
    {
        Run(sql, values);
        return ReadScalar("SELECT last_insert_rowid()");
    }

    /// <summary>Reads all rows of a query; <c>$1</c>, <c>$2</c> … stand for the values.</summary>
    public IReadOnlyList<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params IReadOnlyList<object?> values)
    {
        lock (gate)
        {
            return Guard(() =>
            {
                using var command = Command(sql, values);
                using var reader = command.ExecuteReader();
                var rows = new List<T>();
                while (reader.Read())
                    rows.Add(row(reader));
                return rows;
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            connection.Dispose();
    }

    private void Prepare()
    {
        var (application, version) = (ReadPragma("application_id"), ReadPragma("user_version"));
        if (application == 0 && version == 0 && ReadScalar("SELECT count(*) FROM sqlite_schema") == 0)
        {
            // two processes may come here at once: the second one waits, and finds the tables
            using var transaction = connection.BeginTransaction(deferred: false);
            if (ReadPragma("user_version") == 0)
            {
                Run(IndexSchema.Create);
                Run($"PRAGMA application_id = {IndexSchema.ApplicationId}; PRAGMA user_version = {IndexSchema.Version};");
            }

            transaction.Commit();
            (application, version) = (ReadPragma("application_id"), ReadPragma("user_version"));
        }

        if (application != IndexSchema.ApplicationId)
            throw new QwenException($"The file '{Path}' is another program's database, not an index of videos. Name another file.");
        if (version != IndexSchema.Version)
            throw new QwenException(
                $"The index '{Path}' has version {version}, and this program knows version {IndexSchema.Version}: " +
                "use a newer program, or index anew in another file.");

        // readers go on while one writes; what a killed process had not finished is forgotten at the next opening
        using var command = Command("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;", []);
        command.ExecuteNonQuery();
    }

    private long ReadPragma(string name) => ReadScalar($"PRAGMA {name}");

    private long ReadScalar(string sql)
    {
        using var command = Command(sql, []);
        return (long)command.ExecuteScalar()!;
    }

    private SqliteCommand Command(string sql, IReadOnlyList<object?> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // all statements are constants of this assembly; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Count; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        return command;
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            var advice = error.SqliteErrorCode switch
            {
                Corrupt or NoDatabase => "is damaged or is no index of videos. Delete it and index the videos again, or name another file",
                Full => "cannot grow: the disk is full. What is indexed is kept; free some space and go on",
                CannotOpen or ReadOnly => "cannot be opened for writing. Check the path, the folder and the rights",
                Busy or Locked => "is held by another program for too long. Close that program and try again",
                IoError => "cannot be read or written by the disk. What is indexed is kept; check the disk and try again",
                _ => "could not be used",
            };
            throw new QwenException($"The index '{Path}' {advice}. (SQLite says: {error.Message})", error);
        }
    }
}
