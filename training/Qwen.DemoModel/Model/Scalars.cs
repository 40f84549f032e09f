using TorchSharp;

namespace Qwen.DemoModel.Model;

/// <summary>
/// Numbers for tensor operations. TorchSharp makes a native object of every number and the collector may take it away while the
/// native call still reads it; these are kept alive long enough.
/// </summary>
internal static class Scalars
{
    private static readonly Scalar One = 1;
    private static readonly Scalar?[] Ring = new Scalar?[1 << 14];
    private static int next;

    /// <summary>A number that stays alive for the next sixteen thousand calls.</summary>
    public static Scalar Of(double value)
    {
        Scalar scalar = value;
        Ring[Interlocked.Increment(ref next) & (Ring.Length - 1)] = scalar;
        return scalar;
    }

    /// <summary>a + b. The operator would make a number of its own for the factor of b.</summary>
    public static torch.Tensor Plus(this torch.Tensor a, torch.Tensor b) => a.add(b, One);

    /// <summary>a + a number, for the same reason.</summary>
    public static torch.Tensor Plus(this torch.Tensor a, double number) => a.add(Of(number), One);
}
