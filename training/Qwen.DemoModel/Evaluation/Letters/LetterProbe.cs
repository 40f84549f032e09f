using Qwen.DemoModel.Model;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Qwen.DemoModel.Evaluation.Letters;

/// <summary>
/// A linear reader of letters: one layer over a feature row that says for each cell of its square which character has its centre
/// there. What it reads is in the features, plainly; what it cannot read may still be there in another form.
/// </summary>
internal sealed class LetterProbe
{
    private const int Characters = 95, Batch = 2048;
    private const double First = 0.9, Second = 0.99, Rate = 3e-3;

    private readonly int cells;
    private readonly Tensor mean, spread, weight, bias;

    /// <summary>Learns from rows and their labels.</summary>
    /// <param name="rows">// [rows, width]</param>
    /// <param name="labels">Characters from the blank on, −1 where a cell holds none or several. // [rows, cells]</param>
    /// <param name="epochs">Times that each row is seen.</param>
    public LetterProbe(Tensor rows, Tensor labels, int epochs)
    {
        cells = (int)labels.shape[1];
        mean = rows.mean([0L]).detach();
        spread = ((rows - mean) * (rows - mean)).mean([0L]).sqrt().Plus(1e-6).detach();
        weight = zeros(cells * Characters, rows.shape[1], requires_grad: true);
        bias = zeros(cells * Characters, requires_grad: true);
        var steps = Math.Max(1, rows.shape[0] / Batch);
        (Tensor Value, Tensor M, Tensor V)[] trained =
        [
            .. new[] { weight, bias }.Select(value => (value, zeros_like(value).detach(), zeros_like(value).detach()))
        ];
        for (var step = 1; step <= epochs * steps; step++)
        {
            using var scope = NewDisposeScope();
            var chosen = randint(rows.shape[0], [Math.Min(Batch, rows.shape[0])]);
            var loss = F.cross_entropy(
                Scores(rows.index_select(0, chosen)).reshape(-1, Characters), labels.index_select(0, chosen).reshape(-1), ignore_index: -1);
            loss.backward();
            using var quiet = no_grad();
            var rate = Rate * (1 - (double)step / (epochs * steps + 1));
            foreach (var (value, m, v) in trained)
            {
                var gradient = value.grad!;
                m.mul_(Scalars.Of(First)).add_(gradient, Scalars.Of(1 - First));
                v.mul_(Scalars.Of(Second)).addcmul_(gradient, gradient, Scalars.Of(1 - Second));
                value.addcdiv_(m, v.sqrt().Plus(1e-8), Scalars.Of(-rate));
                gradient.zero_();
            }
        }
    }

    /// <summary>What it reads in every cell. // [rows, width] -> [rows, cells]</summary>
    public Tensor Read(Tensor rows)
    {
        using var quiet = no_grad();
        return Scores(rows).argmax(-1);
    }

    private Tensor Scores(Tensor rows) => F.linear((rows - mean) / spread, weight, bias).view(-1, cells, Characters);
}
