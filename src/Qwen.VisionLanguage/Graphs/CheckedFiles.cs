using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Qwen.Shared.Files;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Models;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// What this machine knows of the converted files of one folder: those that it has read through need that again only when their size
/// or time change. Kept in the user's local data; where that cannot be written, files are read through at every load.
/// </summary>
internal sealed class CheckedFiles
{
    /// <summary>Records kept before those of folders that are gone are looked for.</summary>
    private const int ManyRecords = 64;

    private readonly string folder;
    private readonly string? path;
    private readonly Dictionary<string, CheckedFile> files;

    private CheckedFiles(string folder, string? path, CheckedRecord? record)
    {
        this.folder = folder;
        this.path = path;
        files = record is not null && record.Folder == folder ? record.Files : [];
    }

    /// <summary>The record of a folder; an empty one where there is none.</summary>
    public static CheckedFiles Open(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (UserFolder.FindInUse() is not { } user)
            return new CheckedFiles(folder, null, null);
        var path = Path.Combine(
            user, "checked", $"{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(folder)))}.json");
        return new CheckedFiles(folder, path, Read(path));
    }

    /// <summary>Whether this very file was read through.</summary>
    public bool Knows(string file, ConvertedFile expected) => files.TryGetValue(file, out var known) && known == Describe(file, expected);

    /// <summary>Notes that the file was read through and is right.</summary>
    public void Add(string file, ConvertedFile expected) => files[file] = Describe(file, expected);

    /// <summary>Writes the record, as far as that is possible.</summary>
    public void Save()
    {
        if (path is null)
            return;
        try
        {
            var parent = Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(parent);
            WholeFile.Write(path, stream => ManifestJson.Write(stream, new CheckedRecord(folder, files)));
            Forget(parent);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or QwenException)
        {
            // the next load reads the files through once more
        }
    }

    private CheckedFile Describe(string file, ConvertedFile expected)
    {
        var info = new FileInfo(Path.Combine(folder, file));
        return new CheckedFile(info.Length, info.LastWriteTimeUtc.Ticks, Convert.ToHexStringLower(XxHash128.Hash(expected.Hashes)));
    }

    private static CheckedRecord? Read(string path)
    {
        try
        {
            return File.Exists(path) ? ManifestJson.ReadRecord(JsonFile.ReadBytes(path)) : null;
        }
        catch (Exception error) when (error is JsonException or QwenException)
        {
            return null;
        }
    }

    private static void Forget(string parent)
    {
        var records = Directory.GetFiles(parent, "*.json");
        if (records.Length < ManyRecords)
            return;
        foreach (var record in records.Where(record => Read(record) is not { } known || !Directory.Exists(known.Folder)))
            File.Delete(record);
    }
}
