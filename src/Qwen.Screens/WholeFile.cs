namespace Qwen.Screens;

/// <summary>Writes a file under a temporary name and renames it: under its own name there is never half of one, and an error leaves nothing.</summary>
internal static class WholeFile
{
    /// <summary>Writes the file, in the place of one that is there.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary); // gone already where it was renamed
        }
    }
}
