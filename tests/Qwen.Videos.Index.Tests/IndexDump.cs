using Microsoft.Data.Sqlite;
using Qwen.Screens;

namespace Qwen.Videos.Index.Tests;

/// <summary>Reads an index past the library: all rows, and SQLite's own check.</summary>
internal static class IndexDump
{
    private static readonly string[] Tables = ["video", "segment", "embedding", "segment_words"];

    /// <summary>Every row of every table as text.</summary>
    public static string[] Rows(string path)
    {
        using var connection = Open(path);
        return [.. Tables.SelectMany(table => Read(connection, $"SELECT * FROM {table} ORDER BY rowid").Select(row => $"{table}: {row}"))];
    }

    /// <summary>"ok" where nothing is damaged, the full-text table included.</summary>
    public static string Check(string path)
    {
        using var connection = Open(path);
        Read(connection, "INSERT INTO segment_words (segment_words) VALUES ('integrity-check')");
        return Read(connection, "PRAGMA integrity_check").Single();
    }

    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(
                string.Join(
                    " | ", Enumerable.Range(0, reader.FieldCount)
                        .Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : $"{reader.GetValue(i)}")));
        return rows;
    }
}
