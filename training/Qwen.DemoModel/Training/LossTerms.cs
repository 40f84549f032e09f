using static TorchSharp.torch;

namespace Qwen.DemoModel.Training;

/// <summary>Adds weighted losses up and remembers each for the log.</summary>
internal sealed class LossTerms
{
    private readonly Dictionary<string, Tensor> values = [];

    /// <summary>The sum so far; null before the first term.</summary>
    public Tensor? Total { get; private set; }

    /// <summary>Adds a loss.</summary>
    public void Add(string name, double weight, Tensor loss)
    {
        values[name] = loss;
        var part = loss * Model.Scalars.Of(weight);
        Total = Total is null ? part : Model.Scalars.Plus(Total, part);
    }

    /// <summary>Remembers a figure that is no loss.</summary>
    public void Note(string name, Tensor figure) => values[name] = figure;

    /// <summary>All figures as numbers.</summary>
    public Dictionary<string, double> ToNumbers() =>
        values.ToDictionary(pair => pair.Key, pair => (double)pair.Value.detach().item<float>());
}
