using System.Buffers.Binary;

namespace Qwen.VisionLanguage.Images;

/// <summary>Reads numbers of a TIFF file in its own order of bytes; what lies beyond its end is 0.</summary>
internal readonly ref struct TiffReader
{
    private readonly ReadOnlySpan<byte> file;
    private readonly bool isLittle;
    private readonly bool isBig; // offsets and counts of eight bytes

    /// <param name="file">The file, whose first bytes are a TIFF's.</param>
    public TiffReader(ReadOnlySpan<byte> file)
    {
        this.file = file;
        isLittle = file[0] == 'I';
        isBig = (isLittle ? file[2] : file[3]) == 43;
    }

    /// <summary>Where the first directory lies; 0 for none.</summary>
    public long FirstDirectory => isBig ? Read(8, 8) : Read(4, 4);

    private int CountLength => isBig ? 8 : 2;

    private int EntryLength => isBig ? 20 : 12;

    /// <summary>Entries of a directory, no more than the file holds; 0 for none.</summary>
    public int CountEntries(long directory)
    {
        if (directory < 8 || directory > file.Length - CountLength)
            return 0;
        var count = Read(directory, CountLength);
        return count < 0 || count * EntryLength > file.Length - directory ? 0 : (int)count;
    }

    /// <summary>Where the directory behind one lies; 0 for none.</summary>
    public long NextDirectory(long directory, int count) => Read(directory + CountLength + (long)count * EntryLength, isBig ? 8 : 4);

    /// <summary>Where the entry of a tag lies; null where there is none.</summary>
    public long? Find(long directory, int count, int tag)
    {
        for (var i = 0; i < count; i++)
        {
            var at = directory + CountLength + (long)i * EntryLength;
            if (Read(at, 2) == tag)
                return at;
        }

        return null;
    }

    /// <summary>The type of an entry's values and how many it has.</summary>
    public (long Type, long Count) Shape(long directory, int index)
    {
        var at = directory + CountLength + (long)index * EntryLength;
        return (Read(at + 2, 2), Read(at + 4, isBig ? 8 : 4));
    }

    /// <summary>The first value of an entry, a whole number.</summary>
    public long Value(long entry)
    {
        var length = Read(entry + 2, 2) switch { 1 => 1, 3 => 2, 4 => 4, 16 => 8, _ => 0 };
        var count = Read(entry + 4, isBig ? 8 : 4);
        if (length == 0 || count < 1)
            return 0;
        var at = entry + (isBig ? 12 : 8);
        return Read(count * length > (isBig ? 8 : 4) ? Read(at, isBig ? 8 : 4) : at, length);
    }

    private long Read(long at, int length)
    {
        if (at < 0 || at > file.Length - length)
            return 0;
        var bytes = file.Slice((int)at, length);
        return length switch
        {
            1 => bytes[0],
            2 => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => isLittle ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes),
        };
    }
}
