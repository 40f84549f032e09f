namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// A matrix `[outputs, inputs]` in the layout of <see cref="MatrixPacker"/>. The memory is the caller's, starts at a multiple
/// of 64 bytes, holds <see cref="MatrixPacker.PackedBytes"/> bytes and outlives every product.
/// </summary>
internal readonly unsafe struct PackedMatrix
{
    public PackedMatrix(byte* data, WeightForm form, int outputs, int inputs)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        if (((nuint)data & 63) != 0)
            throw new ArgumentException("A packed matrix has to start at a multiple of 64 bytes.", nameof(data));
        Data = data;
        Form = form;
        Outputs = outputs;
        Inputs = inputs;
    }

    public byte* Data { get; }

    public WeightForm Form { get; }

    public int Outputs { get; }

    public int Inputs { get; }
}
