using Qwen.VisionLanguage.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>
/// All weights in one flat buffer, gradients in another: the optimiser runs over ranges, a step clears one tensor, a checkpoint
/// is one array. Matrices that Muon trains come last.
/// </summary>
internal sealed class Parameters
{
    private readonly Dictionary<string, Parameter> byName;

    /// <summary>Makes zeroed weights of the model's and the auxiliary heads' shapes.</summary>
    public Parameters(ModelConfig config)
        : this(config, null)
    {
    }

    private Parameters(ModelConfig config, Tensor? shared)
    {
        Config = config;
        var shapes = CheckpointLayout.Tensors(config).Concat(AuxiliaryHeads.Tensors(config))
            .OrderBy(tensor => Parameter.IsHidden(tensor.Name, tensor.Shape)).ToList();
        Count = CheckpointLayout.Count(shapes);
        AdamCount = CheckpointLayout.Count(shapes.Where(tensor => !Parameter.IsHidden(tensor.Name, tensor.Shape)));
        Values = shared ?? zeros(Count);
        Gradients = zeros(Count);

        long offset = 0;
        byName = new(StringComparer.Ordinal);
        foreach (var (name, shape) in shapes)
        {
            var count = CheckpointLayout.Count([(name, shape)]);
            var leaf = Values.narrow(0, offset, count).view(shape).detach().requires_grad_(true);
            leaf.grad = Gradients.narrow(0, offset, count).view(shape).detach();
            byName.Add(name, new Parameter(name, shape, offset, leaf));
            offset += count;
        }
    }

    /// <summary>Sizes.</summary>
    public ModelConfig Config { get; }

    /// <summary>All numbers. // [Count]</summary>
    public Tensor Values { get; }

    /// <summary>Their gradients, added up until <see cref="ClearGradients"/>. // [Count]</summary>
    public Tensor Gradients { get; }

    /// <summary>Numbers in all tensors.</summary>
    public long Count { get; }

    /// <summary>Numbers that Adam trains: the first of the buffer.</summary>
    public long AdamCount { get; }

    /// <summary>Every tensor, in the buffer's order.</summary>
    public IReadOnlyCollection<Parameter> All => byName.Values;

    /// <summary>A tensor by name.</summary>
    public Tensor this[string name] => byName[name].Value;

    /// <summary>The same weights with gradients of their own, for a thread of its own.</summary>
    public Parameters Twin() => new(Config, Values);

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients() => Gradients.zero_();

    /// <summary>
    /// Random start: spread 1/√(inputs), small where a block writes into the residual stream and in the heads, so that every
    /// block starts close to passing its input on; norms 1, biases 0.
    /// </summary>
    public void Initialize(int seed)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        random.manual_seed(seed);
        foreach (var parameter in All)
        {
            var (name, value) = (parameter.Name, parameter.Value);
            if (name.EndsWith("bias", StringComparison.Ordinal))
                value.zero_();
            else if (parameter.Shape.Length == 1)
                value.fill_(Scalars.Of(1));
            else
                value.normal_(0, Spread(name, parameter.Shape));
        }

        // a still picture shows the same twice: both time slices of the patch kernel start equal
        var kernel = this["visual.patch_embed.proj.weight"];
        kernel.copy_(kernel.mean([2], keepdim: true).expand_as(kernel));
    }

    private static double Spread(string name, long[] shape)
    {
        if (name == CheckpointLayout.Embedding)
            return 0.5;
        var inputs = shape.Skip(1).Aggregate(1L, (product, length) => product * length);
        var small = name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal)
            || name.EndsWith("attn.proj.weight", StringComparison.Ordinal) || name == CheckpointLayout.Head
            || name.StartsWith("aux.", StringComparison.Ordinal);
        return (small ? 0.3 : 1.0) / Math.Sqrt(inputs);
    }
}
