using System.Text.Json;
using Qwen.Extensions.AI.Tools;

namespace Qwen.Shared.Answers;

/// <summary>The JSON in an answer, found between fences or by its first bracket, and read as strictly as it can be.</summary>
internal sealed class AnswerJson
{
    private const string Fence = "```";

    /// <summary>Starts of entries that are tried in a damaged answer, so that a hostile one costs little.</summary>
    private const int MaxAttempts = 2000;

    /// <summary>Fences that are looked into after the first.</summary>
    private const int MaxFences = 100;

    private readonly List<JsonElement> values = [];

    private AnswerJson()
    {
    }

    /// <summary>The values found, one after the other.</summary>
    public IReadOnlyList<JsonElement> Values => values;

    /// <summary>What was mended.</summary>
    public RepairLog Repairs { get; } = new();

    /// <summary>What the answer says after the JSON; the whole answer where there is none.</summary>
    public string Rest { get; private set; } = "";

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="keepPartialObject">Whether of an object without end the complete members are kept.</param>
    public static AnswerJson Find(string answer, bool keepPartialObject = false)
    {
        var found = new AnswerJson { Rest = answer };
        var (start, end) = FindFenced(answer);
        if (start >= 0)
            found.Read(answer.AsSpan(start, end - start), keepPartialObject);
        if (found.values.Count > 0)
            found.Rest = answer[found.ReadFurther(answer, Math.Min(answer.Length, end + Fence.Length), keepPartialObject)..];
        else if (FirstBracket(answer, 0) is >= 0 and var bracket)
            found.Rest = answer[(bracket + found.Read(answer.AsSpan(bracket), keepPartialObject))..];
        return found;
    }

    /// <summary>The items of all values: those of lists, and single ones.</summary>
    public IEnumerable<JsonElement> Items()
    {
        foreach (var value in values)
        {
            if (value.ValueKind != JsonValueKind.Array)
                yield return value;
            else
            {
                foreach (var item in value.EnumerateArray())
                    yield return item;
            }
        }
    }

    // further fences hold further values; where the last of them ends
    private int ReadFurther(string answer, int end, bool keepPartialObject)
    {
        for (var fences = 0; fences < MaxFences; fences++)
        {
            var open = answer.IndexOf(Fence, end, StringComparison.Ordinal);
            if (open < 0)
                break;
            var close = answer.IndexOf(Fence, open + Fence.Length, StringComparison.Ordinal);
            if (close < 0)
                close = answer.Length;
            var text = answer.AsSpan(open + Fence.Length, close - open - Fence.Length);
            var start = text.StartsWith("json", StringComparison.OrdinalIgnoreCase) ? 4 : 0;
            start += text[start..].Length - text[start..].TrimStart().Length;
            end = Math.Min(answer.Length, close + Fence.Length);
            var before = values.Count;
            if (start >= text.Length || text[start] is not ('[' or '{'))
                continue;
            Read(text[start..], keepPartialObject);
            if (values.Count > before)
                Repairs.Add(RepairLog.SeveralValues);
        }

        return end;
    }

    private static (int Start, int End) FindFenced(string answer)
    {
        // the first fence that is named, unless one without a name holds JSON before it
        var open = answer.IndexOf(Fence, StringComparison.Ordinal);
        if (open >= 0 && answer.AsSpan(open + Fence.Length).TrimStart() is not ['[' or '{', ..]
            && answer.IndexOf(Fence + "json", StringComparison.OrdinalIgnoreCase) is >= 0 and var named)
            open = named;
        if (open < 0)
            return (-1, -1);
        var start = FirstBracket(answer, open + Fence.Length);
        var close = answer.IndexOf(Fence, open + Fence.Length, StringComparison.Ordinal);
        if (close < 0)
            close = answer.Length;
        return start >= 0 && start < close ? (start, close) : (-1, -1);
    }

    // a bracket behind a backslash belongs to a formula
    private static int FirstBracket(ReadOnlySpan<char> text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] is '[' or '{' && (i == 0 || text[i - 1] != '\\'))
                return i;
        }

        return -1;
    }

    /// <summary>Reads all values of a text that starts with a bracket.</summary>
    /// <returns>Index after the last value; 0 where there is none.</returns>
    private int Read(ReadOnlySpan<char> text, bool keepPartialObject)
    {
        if (TryParseStrictly(text.ToString(), out var whole))
        {
            values.Add(whole);
            return text.Length;
        }

        int position = 0, last = 0;
        var damaged = false;
        for (var attempt = 0; attempt < MaxAttempts && position >= 0; attempt++)
        {
            var log = new RepairLog();
            var mended = JsonTextRepair.TakeValue(text, position, log, out var end);
            if (TryRead(mended, keepPartialObject, log, out var value, out var complete))
            {
                values.Add(value);
                Repairs.AddAll(log);
                position = last = complete ? end : position + 1;
            }
            else
            {
                damaged = true;
                position++;
            }

            position = NextStart(text, position, damaged);
        }

        if (damaged && (values.Count > 0 || StartsLikeJson(text)))
            Repairs.Add(RepairLog.Damaged);
        if (values.Count > 1)
            Repairs.Add(RepairLog.SeveralValues);
        return last;
    }

    // braces also stand in formulas and in program text
    private static bool StartsLikeJson(ReadOnlySpan<char> text) => text[1..].TrimStart() is ['"' or '\'' or '{' or '[', ..];

    // inside a damaged list only whole objects are looked for: a list there is a part of an entry
    private static int NextStart(ReadOnlySpan<char> text, int position, bool damaged)
    {
        if (!damaged)
            return FirstBracket(text, position);
        var next = text[Math.Min(position, text.Length)..].IndexOf('{');
        return next < 0 ? -1 : position + next;
    }

    private static bool TryRead(string mended, bool keepPartialObject, RepairLog log, out JsonElement value, out bool complete)
    {
        complete = true;
        if (TryParseStrictly(mended, out value))
            return true;

        log.Add(RepairLog.Loose);
        var position = 0;
        if (LenientJson.TryRead(mended, ref position, out value, out var closed))
        {
            // an object that ends where the next one starts lacks only its brace; at the text's end it may lack more
            complete = closed;
            if (closed || (mended[0] == '{' && position < mended.Length))
                return true;
        }

        complete = true;
        log.Add(RepairLog.Damaged);
        return keepPartialObject && mended[0] == '{' && TryReadMembers(mended, out value);
    }

    /// <summary>Cuts an object without end after its last complete member.</summary>
    private static bool TryReadMembers(string mended, out JsonElement value)
    {
        for (var cut = mended.LastIndexOf(','); cut > 0; cut = mended.LastIndexOf(',', cut - 1))
        {
            if (TryParseStrictly(mended[..cut] + '}', out value))
                return true;
        }

        value = default;
        return false;
    }

    private static bool TryParseStrictly(string text, out JsonElement value)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            value = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }
}
