using Qwen.VisionLanguage.Generation;

namespace Qwen.VisionLanguage.Tests.Generation;

public class PromptLookupTests
{
    [Fact]
    public void What_followed_the_same_three_tokens_last_is_guessed()
    {
        var lookup = new PromptLookup([1, 2, 3, 4, 5, 6, 9, 1, 2, 3, 7, 8, 9, 9, 2]);
        Assert.Empty(lookup.Draft(10));
        foreach (var token in new[] { 1, 2, 3 })
            lookup.Accept(token);
        Assert.Equal([7, 8, 9, 9], lookup.Draft(10));
        Assert.Equal([7, 8], lookup.Draft(2));
        Assert.Empty(lookup.Draft(0));
    }

    [Fact]
    public void Tokens_do_not_find_themselves() => Assert.Empty(new PromptLookup([5, 1, 2, 3]).Draft(10));

    [Fact]
    public void A_run_of_one_token_is_guessed_to_go_on() => Assert.Equal([4], new PromptLookup([4, 4, 4, 4]).Draft(10));

    [Fact]
    public void Words_of_the_prompt_go_on_as_they_do_there_whatever_blank_they_are_written_with()
    {
        // "red circle, a blue star" with blanks, and the same words without
        var words = new Dictionary<int, string> { [1] = "red", [2] = "circle", [4] = "blue", [5] = "star", [11] = "red", [14] = "blue", [15] = "star" };
        var lookup = new PromptLookup([1, 2, 3, 4, 5, 9], words.GetValueOrDefault);
        lookup.Accept(11);
        Assert.Equal([2], lookup.Draft(10));
        lookup.Accept(14);
        Assert.Equal([5], lookup.Draft(10));
        lookup.Accept(15);
        Assert.Empty(lookup.Draft(10));
        lookup.Accept(7);
        Assert.Equal([2], lookup.Draft(10, 8, 11));
    }

    [Fact]
    public void What_is_certain_already_is_looked_behind() =>
        Assert.Equal([5, 6, 1, 2], new PromptLookup([1, 2, 3, 4, 5, 6, 1, 2]).Draft(10, 3, 4));

    [Fact]
    public void Guesses_grow_while_they_are_right_and_pause_when_they_are_wrong()
    {
        var lookup = new PromptLookup([.. Enumerable.Range(0, 100), 0, 1, 2]);
        Assert.Equal(Enumerable.Range(3, 4), lookup.Draft(50));
        lookup.Observe(4, 4);
        Assert.Equal(Enumerable.Range(3, 8), lookup.Draft(50));
        lookup.Observe(8, 8);
        Assert.Equal(Enumerable.Range(3, PromptLookup.MaxDraft), lookup.Draft(50));
        lookup.Observe(12, 2);
        Assert.Equal(Enumerable.Range(3, 3), lookup.Draft(50));
        lookup.Observe(3, 0);
        Assert.Empty(lookup.Draft(50));
        foreach (var token in new[] { 0, 1, 2 })
            lookup.Accept(token);
        Assert.Equal([0, 1], lookup.Draft(50)); // what followed last
    }
}
