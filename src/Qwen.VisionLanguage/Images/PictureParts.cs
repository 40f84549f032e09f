namespace Qwen.VisionLanguage.Images;

/// <summary>Collects the pieces of a file that a decoder is to see.</summary>
internal sealed class PictureParts(ReadOnlyMemory<byte> file)
{
    private readonly List<ReadOnlyMemory<byte>> parts = [];
    private int start;
    private int end = -1;

    /// <summary>Adds a piece of the file. Neighbours become one, so that a file of millions of chunks is read as quickly as any.</summary>
    public void Keep(int from, int length)
    {
        if (from != end)
        {
            Close();
            start = from;
        }

        end = from + length;
    }

    /// <summary>Adds bytes that the file does not hold.</summary>
    public void Insert(byte[] bytes)
    {
        Close();
        parts.Add(bytes);
    }

    /// <summary>The pieces in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Take()
    {
        Close();
        return parts;
    }

    private void Close()
    {
        if (end > start)
            parts.Add(file[start..end]);
        end = -1;
    }
}
