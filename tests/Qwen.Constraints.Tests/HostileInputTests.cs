using System.Text.Json;
using Qwen.Constraints.Fuzzing;

namespace Qwen.Constraints.Tests;

/// <summary>
/// What strangers send neither ends nor stalls a process: each input runs in a child with limits of memory, stack and time.
/// </summary>
public sealed class HostileInputTests
{
    // generous: the slowest of them take a second or two on a slow machine
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Theory]
    [InlineData(FuzzKind.Notation)]
    [InlineData(FuzzKind.Pattern)]
    [InlineData(FuzzKind.Schema)]
    public void Every_known_attack_is_refused_in_a_sentence_or_carried_to_the_end(FuzzKind kind)
    {
        string[] names = [.. Attacks.All.Where(a => a.Value.Kind == kind).Select(a => a.Key)];
        var report = FuzzChild.Run(["attack", $"{kind}"], Limit);
        Assert.Null(report.Unfinished);
        Assert.DoesNotContain(report.Lines, line => line.IsFinding);
        Assert.Equal(names, report.Lines.Select(line => line.Name));
        Assert.Equal(0, report.ExitCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_001)]
    [InlineData(200_001)]
    public void Made_inputs_end_and_stall_nothing(int firstSeed)
    {
        const int Count = 2000; // the three of them take about a minute
        var report = FuzzChild.Run(["inputs", $"{firstSeed}", $"{Count}"], Limit);
        Assert.Null(report.Unfinished);
        Assert.Empty(report.Lines.Where(line => line.IsFinding).Select(line => $"{line.Name}: {line.Result} {line.Detail}"));
        Assert.Equal(Count, report.Lines.Count);

        // nearly all that is accepted is carried to its end
        Assert.True(report.Lines.Count(line => line.Result == "spent") <= Count / 1000);

        // inputs of which nearly all are refused would show nothing
        Assert.True(report.Lines.Count(line => line.Result != "refused") > Count / 4);
        Assert.Equal(0, report.ExitCode);
    }

    [Theory]
    [InlineData(412_622)] // two of what an array may hold once at most: whether that can be told was asked in the middle of an answer
    [InlineData(1_097_408)] // a reference to nothing under a condition that only some properties come under
    [InlineData(1_058_885)] // a mask that took more than is granted ended in an exception
    [InlineData(1_061_175)] // an object that needs a property under a name that it may not use
    [InlineData(30_025_206)] // an object that needs more properties than there are names for them
    [InlineData(30_037_702)] // a million different strings: counting them took the memory of the process
    [InlineData(30_083_728)] // a list of at most one item, any item, none of which may come twice
    [InlineData(50_100_208)] // a pattern whose shortest text has more than a million characters
    [InlineData(80_184_679)] // work ran out, and a token that was taken for possible was none
    [InlineData(80_211_179)] // the same with a pattern
    [InlineData(91_163_578)] // what was left of a pattern was too large to be gone on with even for the way out
    public void Seeds_that_once_failed_are_kept(int seed)
    {
        var report = FuzzChild.Run(["inputs", $"{seed}", "1"], Limit);
        Assert.Null(report.Unfinished);
        Assert.False(Assert.Single(report.Lines).IsFinding, report.Lines[0].Detail);
    }

    [Theory]
    [InlineData("Notation: counts inside counts inside counts")]
    [InlineData("Pattern: 8 look-aheads with counts")]
    [InlineData("Schema: 20000 alternatives")]
    public void A_compilation_ends_when_nobody_waits_for_it(string attack)
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Attacks.All[attack].Compile(FuzzVocabulary.Instance, cancelled.Token));
    }

    [Fact]
    public void A_mask_ends_when_nobody_waits_for_it()
    {
        using var cancelled = new CancellationTokenSource();
        var constraint = Grammar.AnyJson(ByteVocabulary.Instance).CreateConstraint(cancelled.Token);
        constraint.GetMask();
        constraint.Accept('[');
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => { constraint.GetMask(); });
        Assert.Throws<OperationCanceledException>(() => constraint.Accept('['));
        Assert.Throws<OperationCanceledException>(() => constraint.GetForcedBytes());
    }

    [Fact]
    public async Task Nobody_waits_for_the_grammar_of_another()
    {
        // a caller's own code runs in the middle of a call on his grammar: all others go on meanwhile
        using var inside = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var stop = TestContext.Current.CancellationToken;
        var grammar = Grammar.FromPattern(ByteVocabulary.Instance, "abc[de]", stop);
        var held = Task.Run(
            () => grammar.CreateConstraint(stop).GetForcedTokens(text =>
            {
                inside.Set();
                go.Wait(stop);
                return [.. text.Select(c => (int)c)];
            }),
            stop);
        inside.Wait(stop);
        var another = Grammar.FromJsonSchema(
            ByteVocabulary.Instance, JsonDocument.Parse("""{"type":"string"}""").RootElement, cancellationToken: stop);
        Assert.True(ByteVocabulary.Takes(another, "\"text\""));
        Assert.True(ByteVocabulary.Takes(grammar, "abcd"));
        go.Set();
        Assert.Equal("abc".Select(c => (int)c), await held);
    }

    [Fact]
    public void What_is_narrowed_for_its_work_still_comes_to_an_end()
    {
        // three counters inside one another: all their places together are more than can be kept
        var grammar = Grammar.FromNotation(ByteVocabulary.Instance, "root ::= (((\"a\"|\"bc\"){3,1000} \"c\"?){3,1000}){3,1000}");
        for (var seed = 0; seed < 3; seed++)
            RandomWalk.Follow(grammar.CreateConstraint(), grammar.Vocabulary, new Random(seed), 40);
    }
}
