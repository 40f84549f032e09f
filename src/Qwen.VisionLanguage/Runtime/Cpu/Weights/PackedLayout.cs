using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Collects what goes into a packed file, in the order in which a forward pass reads it.</summary>
/// <param name="checkpoint">Where weights come from; it must outlive the layout.</param>
/// <param name="format">How the converter stores matrices: the packed file has its numbers.</param>
internal sealed class PackedLayout(Checkpoint checkpoint, WeightFormat format)
{
    private const int Alignment = 64;

    private readonly List<PackedEntry> entries = [];

    public IReadOnlyList<PackedEntry> Entries => entries;

    /// <summary>Bytes of the file.</summary>
    public long Length { get; private set; }

    /// <summary>Vectors one behind the other, as floats.</summary>
    public PackedEntry Vector(params IEnumerable<string> names) => Add(names, form: null);

    /// <summary>Matrices one below the other, stored in the format, or as floats where the converter leaves them so.</summary>
    public PackedEntry Matrix(params IEnumerable<string> names)
    {
        var width = MatrixSource.Whole(checkpoint.GetTensor(names.First())).Columns;
        return Add(names, FormOf(format.BlockFor(width)));
    }

    /// <summary>A matrix whose inputs are filled up with zeros where blocks need it.</summary>
    public PackedEntry InnerMatrix(string name)
        => Add([name], FormOf(format.BlockFor(format.PadInner(MatrixSource.Whole(checkpoint.GetTensor(name)).Columns))));

    /// <summary>A matrix that stays float in every format.</summary>
    public PackedEntry FloatMatrix(string name) => Add([name], WeightForm.Float32);

    /// <param name="block">The converter's; 0 where a matrix stays float.</param>
    private WeightForm FormOf(int block) =>
        block == 0 ? WeightForm.Float32 : format.Bits == 8 ? WeightForms.BytesInBlocksOf(block) : WeightForm.Int4;

    private PackedEntry Add(IEnumerable<string> names, WeightForm? form)
    {
        MatrixSource[] sources = [.. names.Select(name => MatrixSource.Whole(checkpoint.GetTensor(name)))];
        var entry = new PackedEntry(sources, form, sources.Sum(source => source.Rows), sources[0].Columns, Length);
        entries.Add(entry);
        Length = (Length + entry.ByteLength + Alignment - 1) / Alignment * Alignment;
        return entry;
    }
}
