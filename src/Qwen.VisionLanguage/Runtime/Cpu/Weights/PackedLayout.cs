using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Collects what goes into a packed file, in the order in which a forward pass reads it.</summary>
/// <param name="plan">Where weights come from and how they are stored; its checkpoint must outlive the layout.</param>
internal sealed class PackedLayout(WeightPlan plan)
{
    private const int Alignment = 64;

    private readonly List<PackedEntry> entries = [];

    public IReadOnlyList<PackedEntry> Entries => entries;

    /// <summary>What turns rows into integers.</summary>
    public WeightPlan Plan => plan;

    /// <summary>Bytes of the file.</summary>
    public long Length { get; private set; }

    /// <summary>Vectors one behind the other, as floats.</summary>
    public PackedEntry Vector(params IEnumerable<string> names) => Add(names, form: null);

    /// <summary>Matrices of one format one below the other, stored in it, or as floats where the converter leaves them so.</summary>
    public PackedEntry Matrix(params IEnumerable<string> names)
    {
        var format = plan.Format(names.First());
        return Add(names, FormOf(names.First(), format.BlockFor(Columns(names.First()))));
    }

    /// <summary>A matrix whose inputs are filled up with zeros where blocks need it.</summary>
    public PackedEntry InnerMatrix(string name)
    {
        var format = plan.Format(name);
        return Add([name], FormOf(name, format.BlockFor(format.PadInner(Columns(name)))));
    }

    /// <summary>A matrix that stays float in every format.</summary>
    public PackedEntry FloatMatrix(string name) => Add([name], WeightForm.Float32);

    private int Columns(string name) => MatrixSource.Whole(Tensor(name)).Columns;

    private CheckpointTensor Tensor(string name)
        => plan.Checkpoint.GetTensor(name.EndsWith(".bias", StringComparison.Ordinal) ? name : name + ".weight");

    /// <param name="matrix">Its name.</param>
    /// <param name="block">Its block in the converter; 0 where it stays float.</param>
    private WeightForm FormOf(string matrix, int block) =>
        block == 0 ? WeightForm.Float32
        : plan.Format(matrix).Bits == 8 ? WeightForms.BytesInBlocksOf(block)
        : plan.KeepsCodes(matrix) ? WeightForm.Int4Wide
        : WeightForm.Int4;

    private PackedEntry Add(IEnumerable<string> names, WeightForm? form)
    {
        MatrixSource[] sources = [.. names.Select(name => MatrixSource.Whole(Tensor(name)))];
        var entry = new PackedEntry([.. names], sources, form, sources.Sum(source => source.Rows), sources[0].Columns, Length)
        {
            Order = form == WeightForm.Int4Wide ? plan.Order(names.First()) : null,
        };
        entries.Add(entry);
        Length = (Length + entry.ByteLength + Alignment - 1) / Alignment * Alignment;
        return entry;
    }
}
