using Qwen.DemoModel.Model;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Training;

/// <summary>
/// Muon for the matrices inside blocks (momentum, then the nearest orthogonal matrix by a few products), Adam for the rest. Both
/// keep their state in flat buffers beside the weights'. Beside them runs a mean of the last weights: while the rate is high it is
/// what a checkpoint should be made of, because single steps waver around what they learn.
/// </summary>
internal sealed class Optimizer
{
    private const double MuonMomentum = 0.95, MuonDecay = 0.05, AdamFirst = 0.9, AdamSecond = 0.98, Largest = 2, AveragedSteps = 300;

    /// <summary>Coefficients of the five steps of Newton–Schulz iteration.</summary>
    private static readonly (double A, double B, double C)[] Steps =
        [
            (4.0848, -6.8946, 2.9270), (3.9505, -6.3029, 2.6377), (3.7418, -5.5913, 2.3037), (2.8769, -3.1427, 1.2046),
            (2.8366, -3.0525, 1.2012)
        ];

    private readonly Parameters p;
    private readonly List<List<(Tensor Value, Tensor Gradient, Tensor Momentum)>> groups;

    /// <summary>Starts with empty state.</summary>
    public Optimizer(Parameters parameters)
    {
        p = parameters;
        Momentum = zeros(p.Count);
        Second = zeros(p.AdamCount);
        Average = p.Values.detach().clone();
        groups = [.. p.All.Where(parameter => parameter.IsHiddenMatrix).SelectMany(Matrices)
            .GroupBy(matrix => (matrix.Value.shape[0], matrix.Value.shape[1])).Select(group => group.ToList())];
    }

    /// <summary>First moments of all numbers. // [Count]</summary>
    public Tensor Momentum { get; }

    /// <summary>Second moments of the numbers that Adam trains. // [AdamCount]</summary>
    public Tensor Second { get; }

    /// <summary>Running mean of the weights, over about as many steps as <c>AveragedSteps</c> says. // [Count]</summary>
    public Tensor Average { get; }

    /// <summary>Steps taken, for Adam's start.</summary>
    public long StepCount { get; set; }

    /// <summary>Changes the weights by the gradients that were added up.</summary>
    /// <param name="rate">Step size.</param>
    /// <param name="frozen">Names of tensors that stay as they are; null for none. Without gradients alone their momentum would carry them
    /// on.</param>
    /// <returns>Norm of all gradients; where it is not finite nothing was changed.</returns>
    public double Step(double rate, Func<string, bool>? frozen = null)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var kept = frozen is null ? [] : p.All.Where(parameter => frozen(parameter.Name))
            .Select(parameter => (parameter.Value, Before: parameter.Value.detach().clone()))
            .ToList();
        foreach (var (value, _) in kept)
            value.grad!.zero_();
        var norm = (double)p.Gradients.norm().item<float>();
        if (!double.IsFinite(norm))
            return norm;
        StepCount++;
        var hidden = p.Count - p.AdamCount;
        Momentum.narrow(0, p.AdamCount, hidden)
            .mul_(Scalars.Of(MuonMomentum))
            .add_(p.Gradients.narrow(0, p.AdamCount, hidden), Scalars.Of(1 - MuonMomentum));
        Action[] parts =
            [() => Adam(rate, Math.Min(1, Largest / (norm + 1e-6))), .. groups.Select(group => new Action(() => Muon(group, rate)))];
        Parallel.Invoke([.. parts.Select(part => new Action(() => Quietly(part)))]);
        foreach (var (value, before) in kept)
            value.copy_(before);
        var share = Math.Max(1 / AveragedSteps, 1.0 / StepCount);
        Average.mul_(Scalars.Of(1 - share)).add_(p.Values, Scalars.Of(share));
        return norm;
    }

    private static void Quietly(Action part)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        part();
    }

    private void Adam(double rate, double scale)
    {
        var gradient = p.Gradients.narrow(0, 0, p.AdamCount) * Scalars.Of(scale);
        var momentum = Momentum.narrow(0, 0, p.AdamCount).mul_(Scalars.Of(AdamFirst)).add_(gradient, Scalars.Of(1 - AdamFirst));
        Second.mul_(Scalars.Of(AdamSecond)).addcmul_(gradient, gradient, Scalars.Of(1 - AdamSecond));
        var (first, second) = (1 - Math.Pow(AdamFirst, StepCount), 1 - Math.Pow(AdamSecond, StepCount));
        var size = Second.sqrt().div_(Scalars.Of(Math.Sqrt(second))).Plus(1e-8);
        p.Values.narrow(0, 0, p.AdamCount).addcdiv_(momentum, size, Scalars.Of(-rate / first));
    }

    // matrices of one shape go through the iteration together
    private static void Muon(List<(Tensor Value, Tensor Gradient, Tensor Momentum)> group, double rate)
    {
        var x = stack(
            [.. group.Select(matrix => (matrix.Gradient * Scalars.Of(1 - MuonMomentum)).Plus(matrix.Momentum * Scalars.Of(MuonMomentum)))]);
        var tall = x.shape[1] > x.shape[2];
        x = (tall ? x.transpose(1, 2) : x).to(bfloat16);
        var size = x.to(float32);
        x = x / (size * size).sum([1L, 2L], keepdim: true).sqrt().Plus(1e-12).to(bfloat16);
        foreach (var (a, b, c) in Steps)
        {
            var y = matmul(x, x.transpose(1, 2));
            x = (x * Scalars.Of(a)).Plus(matmul((y * Scalars.Of(b)).Plus(matmul(y, y) * Scalars.Of(c)), x));
        }

        x = (tall ? x.transpose(1, 2) : x).to(float32);
        var step = 0.2 * Math.Sqrt(Math.Max(x.shape[1], x.shape[2])) * rate;
        for (var i = 0; i < group.Count; i++)
            group[i].Value.mul_(Scalars.Of(1 - rate * MuonDecay)).sub_(x[i] * Scalars.Of(step));
    }

    // queries, keys and values of the encoder are three matrices in one tensor
    private IEnumerable<(Tensor Value, Tensor Gradient, Tensor Momentum)> Matrices(Parameter parameter)
    {
        var parts = parameter.Name.Contains("attn.qkv", StringComparison.Ordinal) ? 3 : 1;
        long rows = parameter.Shape[0] / parts, columns = parameter.Shape[1];
        for (var part = 0; part < parts; part++)
        {
            var offset = parameter.Offset + part * rows * columns;
            yield return (View(p.Values), View(p.Gradients), View(Momentum));

            Tensor View(Tensor flat) => flat.narrow(0, offset, rows * columns).view(rows, columns).detach();
        }
    }
}
