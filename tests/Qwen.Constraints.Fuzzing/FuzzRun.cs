using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Fuzzing;

/// <summary>Compiles one input and writes an answer to it, token by token, as a generation would.</summary>
public static class FuzzRun
{
    // what a single step that cannot stop half-way may take beyond all
    private const long OneCall = 4 * ConstraintLimits.MaskWork;

    /// <summary>Runs an input. Choices are random, but now and then the walk insists on one token as long as it is allowed.</summary>
    public static FuzzOutcome Run(FuzzCase input, int seed, int tokens, CancellationToken cancellationToken = default)
    {
        var begun = Stopwatch.GetTimestamp();
        Grammar grammar;
        try
        {
            grammar = input.Compile(FuzzVocabulary.Instance, cancellationToken);
        }
        catch (Exception refused) when (refused is ConstraintException or JsonException)
        {
            return new FuzzOutcome("refused", refused.Message, false, Stopwatch.GetElapsedTime(begun), TimeSpan.Zero);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new FuzzOutcome(error.GetType().Name, $"while compiling: {error}", true, Stopwatch.GetElapsedTime(begun), TimeSpan.Zero);
        }

        var compile = Stopwatch.GetElapsedTime(begun);
        var slowest = TimeSpan.Zero;
        var constraint = grammar.CreateConstraint(cancellationToken);
        var written = new List<byte>();
        try
        {
            var result = Walk(constraint, new Random(seed), tokens, written, ref slowest);
            var work = Work();
            if (work > ConstraintLimits.AnswerWork + ConstraintLimits.Overdraft + OneCall + (tokens * ConstraintLimits.TokenWork))
                return new FuzzOutcome("overdrawn", $"{work} steps", true, compile, slowest, work);
            var isStuck = result == "stuck";
            return new FuzzOutcome(
                result, isStuck ? $"behind {Encoding.UTF8.GetString([.. written])}" : "", isStuck, compile, slowest, work);
        }
        catch (ConstraintException spent) when (spent.Message == AnswerGrant.TooMuch().Message)
        {
            return new FuzzOutcome("spent", $"behind {Encoding.UTF8.GetString([.. written])}", false, compile, slowest, Work());
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new FuzzOutcome(error.GetType().Name, $"while writing: {error}", true, compile, slowest, Work());
        }

        long Work() => grammar.CompileWork + constraint.Grant.Drawn;
    }

    private static string Walk(
        GrammarConstraint constraint, Random random, int tokens, List<byte> written, ref TimeSpan slowest)
    {
        var insisted = random.Next(3) == 0 ? random.Next(FuzzVocabulary.End) : -1;
        var allowed = new List<int>();
        for (var i = 0; i < tokens; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            if (i % 8 == 0)
                constraint.GetForcedBytes(64);
            allowed.Clear();
            var mask = constraint.GetMask();
            for (var word = 0; word < mask.Length; word++)
            {
                for (var bits = mask[word]; bits != 0; bits &= bits - 1)
                    allowed.Add((word << 5) + System.Numerics.BitOperations.TrailingZeroCount(bits));
            }

            if (allowed.Count == 0)
                return "stuck";
            var token = insisted >= 0 && constraint.Allows(insisted) ? insisted : allowed[random.Next(allowed.Count)];
            if (token == FuzzVocabulary.End && allowed.Count > 1 && random.Next(4) > 0)
                token = allowed[random.Next(allowed.Count)];
            if (token == FuzzVocabulary.End)
                return "ended";
            constraint.Accept(token);
            written.AddRange(FuzzVocabulary.Tokens[token]);
            var taken = Stopwatch.GetElapsedTime(begun);
            slowest = taken > slowest ? taken : slowest;
        }

        return "open";
    }
}
