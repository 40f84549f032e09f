namespace Qwen.DemoModel.Data;

/// <summary>
/// Where an answer's tokens stand in what was asked: names of functions in the tools block, arguments in the request, values in a
/// result. Attention is led there, as it is led to units of a picture.
/// </summary>
internal static class Copies
{
    private const int Least = 3;
    private const int Most = 12;

    /// <summary>For each token of the answer the places that agree with it and its neighbours for longest; none where too few do.</summary>
    /// <param name="asked">Tokens before the answer.</param>
    /// <param name="isVisible">Whether the answer may look at one of them.</param>
    /// <param name="answer">Tokens of the answer.</param>
    public static List<int>[] Find(IReadOnlyList<int> asked, Func<int, bool> isVisible, int[] answer)
    {
        var places = new List<int>[answer.Length];
        for (var i = 0; i < answer.Length; i++)
        {
            var best = Least;
            places[i] = [];
            for (var j = 0; j < asked.Count; j++)
            {
                if (asked[j] != answer[i] || !isVisible(j))
                    continue;
                var same = 1 + Agree(asked, j, answer, i, -1) + Agree(asked, j, answer, i, 1);
                if (same < best)
                    continue;
                if (same > best)
                    places[i].Clear();
                best = same;
                places[i].Add(j);
            }
        }

        return places;
    }

    private static int Agree(IReadOnlyList<int> asked, int at, int[] answer, int i, int step)
    {
        var count = 0;
        while (count < Most && i + step * (count + 1) is >= 0 and var next && next < answer.Length
            && at + step * (count + 1) is >= 0 and var other && other < asked.Count && asked[other] == answer[next])
            count++;
        return count;
    }
}
