using System.Text.Json;
using Qwen.Constraints;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>A shape ready to be enforced. Immutable and safe for concurrent use.</summary>
/// <param name="CreateConstraint">Starts a generation, whose masks end when it is cancelled; null where anything may be written.</param>
/// <param name="Arguments">For calls without tags, which no constraint has seen: what the arguments of each function have to look
/// like.</param>
/// <param name="Gaps">Functions whose arguments can only be held to be an object, and why.</param>
internal sealed record CompiledShape(
    Func<CancellationToken, ITokenConstraint>? CreateConstraint, IReadOnlyDictionary<string, Grammar> Arguments,
    IReadOnlyList<(string Function, string Reason)> Gaps)
{
    /// <summary>The shape of text that may be anything.</summary>
    public static CompiledShape Free { get; } = new(null, new Dictionary<string, Grammar>(), []);

    /// <summary>Whether a call without tags is one of a function's calls.</summary>
    /// <exception cref="QwenException">The grammar of the arguments cannot be carried through this text.</exception>
    public bool Takes(QwenTokenizer tokenizer, string function, string arguments, CancellationToken cancellationToken) =>
        Arguments.TryGetValue(function, out var grammar)
            && ConstraintErrors.Translate(() => Takes(grammar, tokenizer, arguments, cancellationToken));

    private static bool Takes(Grammar grammar, QwenTokenizer tokenizer, string arguments, CancellationToken cancellationToken)
    {
        var constraint = grammar.CreateConstraint(cancellationToken);
        foreach (var token in tokenizer.Encode(arguments))
        {
            if (!constraint.Allows(token))
                return false;
            constraint.Accept(token);
        }

        return constraint.MayEnd;
    }
}
