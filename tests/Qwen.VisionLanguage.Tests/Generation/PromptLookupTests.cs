using Qwen.VisionLanguage.Generation;

namespace Qwen.VisionLanguage.Tests.Generation;

public class PromptLookupTests
{
    [Fact]
    public void What_followed_the_same_three_tokens_last_is_guessed()
    {
        var lookup = Create([1, 2, 3, 4, 5, 6, 9, 1, 2, 3, 7, 8, 9, 9, 2]);
        Assert.Empty(lookup.Draft(10));
        foreach (var token in new[] { 1, 2, 3 })
            lookup.Accept(token);
        Assert.Equal([7, 8, 9, 9], lookup.Draft(10));
        Assert.Equal([7, 8], lookup.Draft(2));
        Assert.Empty(lookup.Draft(0));
    }

    [Fact]
    public void Tokens_do_not_find_themselves() => Assert.Empty(Create([5, 1, 2, 3]).Draft(10));

    [Fact]
    public void A_run_of_one_token_is_guessed_to_go_on() => Assert.Equal([4], Create([4, 4, 4, 4]).Draft(10));

    [Fact]
    public void Words_of_the_prompt_go_on_as_they_do_there_whatever_blank_they_are_written_with()
    {
        // "a red circle, a blue star" with blanks, and the same words without
        var texts = new Dictionary<int, string>
        {
            [1] = " red",
            [2] = " circle",
            [3] = ",",
            [4] = " blue",
            [5] = " star",
            [11] = "red",
            [14] = "blue",
            [15] = "star"
        };
        var lookup = new PromptLookup([1, 2, 3, 4, 5, 9], texts.GetValueOrDefault);
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
    public void Marks_of_the_answer_go_on_as_they_did_last()
    {
        var texts = new Dictionary<int, string> { [1] = "],", [2] = " \"", [3] = "label", [4] = "7", [5] = "8" };
        var lookup = new PromptLookup([4, 1, 3, 3, 5], texts.GetValueOrDefault);
        foreach (var token in new[] { 4, 1 })
            lookup.Accept(token);
        Assert.Empty(lookup.Draft(10)); // the prompt's are not the answer's
        foreach (var token in new[] { 2, 3, 5, 5, 1 })
            lookup.Accept(token);
        Assert.Equal([2, 3, 5, 5], lookup.Draft(10));
    }

    [Fact]
    public void What_is_certain_already_is_looked_behind() => Assert.Equal([5, 6, 1, 2], Create([1, 2, 3, 4, 5, 6, 1, 2]).Draft(10, 3, 4));

    [Fact]
    public void Guesses_grow_while_they_are_right_and_pause_when_they_are_wrong()
    {
        var lookup = Create([.. Enumerable.Range(0, 100), 0, 1, 2]);
        Assert.Equal(Enumerable.Range(3, 4), lookup.Draft(50));
        lookup.Observe(4, 4);
        Assert.Equal(Enumerable.Range(3, 8), lookup.Draft(50));
        lookup.Observe(8, 8);
        Assert.Equal(Enumerable.Range(3, PromptLookup.MaxDraft), lookup.Draft(50));
        lookup.Observe(12, 2);
        Assert.Equal(Enumerable.Range(3, 3), lookup.Draft(50));
        for (var pause = 1; pause <= 4; pause *= 2)
        {
            lookup.Observe(3, 0);
            Assert.All(Enumerable.Range(0, pause), _ => Assert.Empty(lookup.Draft(50)));
            Assert.Equal([3, 4], lookup.Draft(50));
        }

        // behind another token they are as before
        lookup.Observe(2, 0);
        foreach (var token in new[] { 50, 51, 52 })
            lookup.Accept(token);
        Assert.Equal([53, 54, 55, 56], lookup.Draft(50));
    }

    [Fact]
    public void Guesses_that_cost_more_than_they_brought_end_until_the_answer_has_gone_on()
    {
        var lookup = Create([.. Enumerable.Range(0, 300), 0, 1, 2]);
        for (var first = 3; lookup.Draft(4).Length > 0; first += 10)
        {
            Assert.True(first < 100, "Guesses that are always wrong do not end.");
            lookup.Observe(4, 0);
            for (var token = first + 7; token < first + 10; token++)
                lookup.Accept(token); // a place behind which nothing was guessed yet
        }

        for (var token = 200; token < 250; token++)
            lookup.Accept(token);
        Assert.Equal([250, 251, 252, 253], lookup.Draft(4));
    }

    // tokens without letters or marks
    private static PromptLookup Create(int[] prompt) => new(prompt, _ => null);
}
