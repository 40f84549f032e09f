using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index;

/// <summary>What an index keeps and gives back. Every change is one transaction. Safe for concurrent use.</summary>
internal sealed class IndexStore(IndexDatabase database)
{
    private const string Segment =
        """
        SELECT s.id, v.path, v.size, v.written, v.hash, s.job, s.start, s."end", s.caption, s.text, s.key_frame, s.picture
        FROM segment s JOIN video v ON v.id = s.video
        """;

    /// <summary>
    /// The number under which a file's present content is indexed by a plan; null where it is not, or was another content.
    /// </summary>
    /// <param name="file">The file as it is now.</param>
    /// <param name="plan">How it is to be indexed.</param>
    public long? Find(FileIdentity file, string plan)
    {
        var known = database.Read(
            "SELECT id, size, written, hash, plan FROM video WHERE path = $1",
            row => (
                Id: row.GetInt64(0),
                File: new FileIdentity(file.Path, row.GetInt64(1), row.GetInt64(2), row.GetString(3)),
                Plan: row.GetString(4)),
            file.Path);
        if (known is not [var video] || video.Plan != plan || !video.File.HasContentOf(file))
            return null;
        if (video.File.Written != file.Written)
            database.Write(() => database.Run("UPDATE video SET written = $1 WHERE id = $2", file.Written, video.Id));
        return video.Id;
    }

    /// <summary>Enters a file with its windows, all open. What was known of another content under its path is forgotten.</summary>
    /// <returns>Its number.</returns>
    public long Enter(FileIdentity file, double duration, string plan, IReadOnlyList<VideoWindow> windows) => database.Write(() =>
    {
        Forget(file.Path);
        var id = database.Insert(
            "INSERT INTO video (path, size, written, hash, duration, plan) VALUES ($1, $2, $3, $4, $5, $6)",
            file.Path, file.Size, file.Written, file.Hash, duration, plan);
        for (var number = 0; number < windows.Count; number++)
        {
            var window = windows[number];
            database.Run(
                """INSERT INTO segment (video, number, job, start, "end") VALUES ($1, $2, $3, $4, $5)""",
                id, number, JsonSerializer.Serialize(window, VideoWindowJsonContext.Default.VideoWindow), window.Start, window.End);
        }

        return id;
    });

    /// <summary>Takes a file out of the index.</summary>
    public bool Remove(string path) => database.Write(() => Forget(path));

    /// <summary>The windows of a file that nobody has looked at, or that could not be read the last time.</summary>
    public IReadOnlyList<(long Segment, VideoWindow Window)> Open(long video) => database.Read(
        "SELECT id, job FROM segment WHERE video = $1 AND state <> $2 ORDER BY number",
        row => (row.GetInt64(0), ReadWindow(row.GetString(1))),
        video, (int)SegmentState.Done);

    /// <summary>Stores what came of a window. Doing it again changes nothing.</summary>
    public bool Store(long segment, VideoWindowResult result) => database.Write(() =>
    {
        var text = string.Join('\n', result.Segment.Text);
        var changed = database.Run(
            """
            UPDATE segment SET
                state = $1, caption = $2, text = $3, key_frame = $4, picture = $5, confidence = $6, raw_text = $7, error = NULL
            WHERE id = $8 AND state <> $1
            """,
            (int)SegmentState.Done,
            result.Segment.Caption,
            text,
            result.Segment.KeyFrame,
            result.Picture,
            result.Confidence,
            result.RawText,
            segment) > 0;
        if (changed)
        {
            database.Run(
                "INSERT INTO segment_words (rowid, caption, text) VALUES ($1, $2, $3)",
                segment, SearchWords.Prepare(result.Segment.Caption), SearchWords.Prepare(text));
        }

        return changed;
    });

    /// <summary>Notes that a window cannot be read.</summary>
    public void StoreUnreadable(long segment, string why) => database.Write(() => database.Run(
        "UPDATE segment SET state = $1, error = $2 WHERE id = $3 AND state <> $4",
        (int)SegmentState.Unreadable, why, segment, (int)SegmentState.Done));

    /// <summary>All videos, or one, in order of their path.</summary>
    public IReadOnlyList<IndexedVideo> Videos(long? video = null) => database.Read(
        """
        SELECT v.path, v.duration, count(*), sum(s.state = 1), group_concat(s.error, char(10))
        FROM video v JOIN segment s ON s.video = v.id WHERE $1 IS NULL OR v.id = $1 GROUP BY v.id ORDER BY v.path
        """,
        row => new IndexedVideo
        {
            File = row.GetString(0),
            Duration = row.GetDouble(1),
            Segments = row.GetInt32(2),
            Done = row.GetInt32(3),
            Unreadable = row.IsDBNull(4) ? [] : [.. row.GetString(4).Split('\n').Distinct()],
        },
        video);

    /// <summary>Segments by words, the best first: those that hold all of them or, where there is none, those that hold any.</summary>
    public IReadOnlyList<long> FindByWords(string words, int limit)
    {
        var quoted = SearchWords.Quote(words);
        if (quoted.Count == 0)
            return [];
        var all = Match(string.Join(" AND ", quoted));
        return all.Count > 0 || quoted.Count == 1 ? all : Match(string.Join(" OR ", quoted));

        IReadOnlyList<long> Match(string query) => database.Read(
            "SELECT rowid FROM segment_words WHERE segment_words MATCH $1 ORDER BY rank, rowid LIMIT $2",
            row => row.GetInt64(0),
            query,
            limit);
    }

    /// <summary>Segments by meaning, the nearest first.</summary>
    /// <param name="wanted">The vector of what is looked for.</param>
    /// <param name="least">Least cosine similarity.</param>
    /// <param name="limit">Most segments.</param>
    /// <exception cref="QwenException">The index holds vectors of another length.</exception>
    public IReadOnlyList<long> FindByMeaning(ReadOnlyMemory<float> wanted, float least, int limit)
    {
        var near = new PriorityQueue<long, float>();
        database.Read(
            "SELECT segment, vector FROM embedding ORDER BY segment",
            row =>
            {
                var vector = MemoryMarshal.Cast<byte, float>(row.GetFieldValue<byte[]>(1));
                if (vector.Length != wanted.Length)
                    throw new QwenException(
                        $"The index '{database.Path}' holds vectors of {vector.Length} numbers, and the embedding generator makes " +
                        $"{wanted.Length}: search with the generator that it was made with, or index anew in another file.");
                var similarity = TensorPrimitives.CosineSimilarity(vector, wanted.Span);
                if (similarity >= least)
                    near.Enqueue(row.GetInt64(0), similarity);
                if (near.Count > limit)
                    near.Dequeue();
                return 0;
            });
        var found = new long[near.Count];
        for (var i = found.Length - 1; i >= 0; i--)
            found[i] = near.Dequeue();
        return found;
    }

    /// <summary>Segments of a video without a vector, with the words to make one of.</summary>
    public IReadOnlyList<(long Segment, string Text)> WithoutVector(long video) => database.Read(
        """
        SELECT s.id, s.caption || char(10) || s.text FROM segment s
        WHERE s.video = $1 AND s.state = 1 AND s.id NOT IN (SELECT segment FROM embedding) ORDER BY s.number
        """,
        row => (row.GetInt64(0), row.GetString(1)),
        video);

    /// <summary>Stores vectors.</summary>
    public void StoreVectors(IEnumerable<(long Segment, ReadOnlyMemory<float> Vector)> vectors) => database.Write(() =>
    {
        foreach (var (segment, vector) in vectors)
            database.Run("INSERT OR REPLACE INTO embedding VALUES ($1, $2)", segment, MemoryMarshal.AsBytes(vector.Span).ToArray());
        return true;
    });

    /// <summary>One indexed segment; null where it is gone.</summary>
    public StoredSegment? Get(long segment) =>
        database.Read($"{Segment} WHERE s.id = $1 AND s.state = 1", ReadSegment, segment) is [var stored] ? stored : null;

    /// <summary>All indexed segments of a file, in order of time.</summary>
    public IReadOnlyList<StoredSegment> Segments(string path) =>
        database.Read($"{Segment} WHERE v.path = $1 AND s.state = 1 ORDER BY s.number", ReadSegment, path);

    private bool Forget(string path)
    {
        database.Run(
            "DELETE FROM segment_words WHERE rowid IN (SELECT s.id FROM segment s JOIN video v ON v.id = s.video WHERE v.path = $1)", path);
        return database.Run("DELETE FROM video WHERE path = $1", path) > 0;
    }

    private static VideoWindow ReadWindow(string json) => JsonSerializer.Deserialize(json, VideoWindowJsonContext.Default.VideoWindow)!;

    private static StoredSegment ReadSegment(SqliteDataReader row) => new(
        row.GetInt64(0),
        new FileIdentity(row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4)),
        ReadWindow(row.GetString(5)),
        new VideoSegment
        {
            Start = row.GetDouble(6),
            End = row.GetDouble(7),
            Caption = row.GetString(8),
            Text = row.GetString(9).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            KeyFrame = row.GetDouble(10),
        },
        row.GetFieldValue<byte[]>(11));
}
