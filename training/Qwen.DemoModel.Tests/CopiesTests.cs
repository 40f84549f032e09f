using Qwen.DemoModel.Data;

namespace Qwen.DemoModel.Tests;

/// <summary>Where attention is led to in words.</summary>
public sealed class CopiesTests
{
    [Fact]
    public void Tokens_point_to_the_place_that_agrees_with_them_and_their_neighbours_for_longest()
    {
        int[] asked = [5, 6, 7, 1, 2, 3, 4, 8, 2, 3, 9, 1, 2, 3, 4];
        int[] answer = [0, 1, 2, 3, 4, 9, 7];

        var places = Copies.Find(asked, place => place < 11, answer);

        Assert.Equal([[], [3], [4], [5], [6], [], []], places);
        Assert.Equal([3, 11], Copies.Find(asked, _ => true, answer)[1]);
    }

    [Fact]
    public void Two_tokens_that_happen_to_agree_are_no_place() =>
        Assert.All(Copies.Find([1, 2, 8, 1, 2], _ => true, [7, 1, 2, 7]), Assert.Empty);
}
