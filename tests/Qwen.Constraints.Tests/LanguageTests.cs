using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Tests;

/// <summary>The regular-language algebra against other implementations: .NET's patterns and decimal arithmetic.</summary>
public sealed class LanguageTests
{
    // patterns that mean the same in ECMAScript and .NET
    private static readonly Gen<string> Patterns = Gen.Recursive<string>((depth, pattern) => depth > 3
        ? Pick("a", "b", ".", "[ab]", "[^a]", "x")
        : Gen.Frequency(
            (3, Pick("a", "b", "ab", ".", "[a-c]", "[^b]", @"\w", "^a", "b$", "x", "é")),
            (2, Gen.Select(pattern, pattern, (l, r) => l + r)),
            (2, Gen.Select(pattern, pattern, (l, r) => $"(?:{l}|{r})")),
            (1, Gen.Select(
                pattern,
                Pick("*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"),
                (p, q) => p.Contains('^') || p.Contains('$') ? p : $"(?:{p}){q}")),
            (1, pattern.Select(p => $"(?={p})")),
            (1, pattern.Select(p => $"(?!{p})"))));

    private static readonly Gen<string> Texts = Pick('a', 'b', 'c', 'x', '1', 'é').Array[0, 7].Select(c => new string(c));

    [Fact]
    public void A_pattern_matches_what_dotnet_matches() =>
        Gen.Select(Patterns, Texts.Array[20]).Sample((pattern, texts) =>
        {
            var arena = new RegexArena();
            RegexNode language;
            try
            {
                language = PatternCompiler.Search(arena, pattern, reason => new ConstraintException(reason));
            }
            catch (ConstraintException refused) when (refused.Message.Contains('^')
                || refused.Message.Contains("look-ahead", StringComparison.Ordinal))
            {
                return;
            }

            var expected = new Regex(
                pattern.Replace("$", @"\z", StringComparison.Ordinal).Replace(@"\w", "[0-9A-Za-z_]", StringComparison.Ordinal),
                RegexOptions.CultureInvariant);
            foreach (var text in texts)
                Assert.True(expected.IsMatch(text) == arena.Matches(language, text), $"/{pattern}/ on '{text}'");
        });

    [Fact]
    public void Set_operations_on_languages_are_those_on_their_texts() =>
        Gen.Select(Patterns, Patterns, Texts.Array[20]).Sample((first, second, texts) =>
        {
            var arena = new RegexArena();
            RegexNode a, b;
            try
            {
                a = PatternCompiler.Search(arena, first, reason => new ConstraintException(reason));
                b = PatternCompiler.Search(arena, second, reason => new ConstraintException(reason));
            }
            catch (ConstraintException)
            {
                return;
            }

            var (both, either, neither) = (arena.Intersection(a, b), arena.Union(a, b), arena.Complement(arena.Union(a, b)));
            foreach (var text in texts)
            {
                var (inA, inB) = (arena.Matches(a, text), arena.Matches(b, text));
                Assert.Equal(inA && inB, arena.Matches(both, text));
                Assert.Equal(inA || inB, arena.Matches(either, text));
                Assert.Equal(!inA && !inB, arena.Matches(neither, text));
                if (inA && inB)
                    Assert.True(arena.IsLive(both));
            }
        });

    [Fact]
    public void Decimals_compare_as_they_do_in_arithmetic() =>
        Gen.Select(Gen.Int[-2000, 2000], Gen.Int[0, 2], Gen.Int[-2000, 2000], Gen.Int[0, 3], Gen.Int[1, 60], Gen.Int[0, 2])
            .Sample((bound, boundPlaces, value, places, step, stepPlaces) =>
            {
                var (limit, written) = (Decimal(bound, boundPlaces), Decimal(value, places));
                var arena = new RegexArena();
                Assert.True(DecimalNumber.TryParse(limit.ToString(CultureInfo.InvariantCulture), out var number));
                var text = written.ToString(CultureInfo.InvariantCulture);
                Assert.Equal(written >= limit, arena.Matches(arena.Numbers.Compared(number, false, true, true), text));
                Assert.Equal(written < limit, arena.Matches(arena.Numbers.Compared(number, true, false, false), text));
                Assert.Equal(written != limit, arena.Matches(arena.Numbers.Compared(number, true, false, true), text));
                Assert.Equal(
                    written % Decimal(step, stepPlaces) == 0, arena.Matches(arena.Leaf(new DecimalMultiple(step, stepPlaces)), text));
            });

    private static Gen<T> Pick<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static decimal Decimal(int digits, int places) => new(Math.Abs(digits), 0, 0, digits < 0, (byte)places);
}
