namespace Qwen.Videos.Index;

/// <summary>The tables of an index.</summary>
internal static class IndexSchema
{
    /// <summary>Marks the file as one of ours: "QVid".</summary>
    public const int ApplicationId = 0x51566964;

    /// <summary>Version of the tables; one that is higher was made by a newer program.</summary>
    public const int Version = 1;

    /// <summary>
    /// Makes the tables. A segment is there from the start with the window to look at, and is filled when that is done; its words stand
    /// in <c>segment_words</c> under the same number.
    /// </summary>
    public const string Create =
        """
        CREATE TABLE video (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            size INTEGER NOT NULL,
            written INTEGER NOT NULL,
            hash TEXT NOT NULL,
            duration REAL NOT NULL,
            plan TEXT NOT NULL
        ) STRICT;
        CREATE TABLE segment (
            id INTEGER PRIMARY KEY,
            video INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            job TEXT NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            start REAL NOT NULL,
            "end" REAL NOT NULL,
            caption TEXT,
            text TEXT,
            key_frame REAL,
            picture BLOB,
            confidence REAL,
            raw_text TEXT,
            error TEXT,
            UNIQUE (video, number)
        ) STRICT;
        CREATE TABLE embedding (
            segment INTEGER PRIMARY KEY REFERENCES segment(id) ON DELETE CASCADE,
            vector BLOB NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE segment_words USING fts5(caption, text, tokenize = 'porter unicode61 remove_diacritics 2');
        """;
}
