using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen.Shared.Answers;

/// <summary>
/// Splits an answer into text and function calls while it is written. Text goes out as soon as it cannot be the start of a
/// call; calls go out whole. What goes out in the end does not depend on how the answer was cut into pieces.
/// </summary>
/// <remarks>One instance reads one answer; not thread-safe. Never throws, whatever the model writes.</remarks>
/// <param name="callIdPrefix">Start of the calls' ids, unique to the answer.</param>
/// <param name="toolNames">Names for which a call without tags at the start of the answer is recognised.</param>
/// <param name="takes">Whether a call without tags, by name and arguments, is a call; null for any.</param>
/// <param name="callsBegin">Whether calls are only looked for from the start of the answer on, so that tags in other text are text.</param>
internal sealed class ToolCallParser(
    string callIdPrefix, IReadOnlyCollection<string> toolNames, Func<string, JsonElement, bool>? takes = null, bool callsBegin = false)
{
    /// <summary>The tag that opens a call.</summary>
    public const string OpenTag = "<tool_call>";

    /// <summary>The tag that closes a call.</summary>
    public const string CloseTag = "</tool_call>";

    private readonly StringBuilder pending = new();
    private Mode mode = toolNames.Count > 0 ? Mode.Start : Mode.Text;
    private bool afterCall;
    private bool plain;
    private int scanned;
    private char quote;
    private bool escaped;
    private int callCount;

    private enum Mode
    {
        Start,
        Text,
        Call,
        BareCall,
    }

    /// <summary>Takes the next piece of the answer and gives back what is certain by now.</summary>
    public IReadOnlyList<AIContent> Append(string piece)
    {
        List<AIContent> output = [];
        pending.Append(piece);
        while (Step(output))
        {
        }

        return output;
    }

    /// <summary>Gives back the rest.</summary>
    /// <param name="cut">Whether the answer was cut off by a limit, so that an open call lacks its end.</param>
    public IReadOnlyList<AIContent> Flush(bool cut)
    {
        List<AIContent> output = [];
        while (pending.Length > 0)
            FlushOnce(cut, output);
        return output;
    }

    private bool Step(List<AIContent> output) => mode switch
    {
        Mode.Start => DecideStart(),
        Mode.Text => EmitText(output),
        _ => ScanCall(output),
    };

    // a call without tags: {"name": "one of the tools", spaces aside
    private bool DecideStart()
    {
        var compact = string.Concat(pending.ToString().Where(c => !char.IsWhiteSpace(c)));
        var starts = toolNames.Select(name => $"{{\"name\":\"{name}\"");
        var undecided = false;
        foreach (var start in starts)
        {
            if (compact.StartsWith(start, StringComparison.Ordinal))
            {
                Enter(Mode.BareCall);
                return true;
            }

            undecided |= start.StartsWith(compact, StringComparison.Ordinal);
        }

        if (!undecided)
            mode = Mode.Text;
        return !undecided;
    }

    private bool EmitText(List<AIContent> output)
    {
        var text = pending.ToString();
        if (plain)
        {
            AddText(text, output);
            pending.Clear();
            return false;
        }

        var open = text.IndexOf(OpenTag, StringComparison.Ordinal);
        if (open >= 0)
        {
            // the line break before a call belongs to the call
            AddText(text[..open].TrimEnd(), output);
            pending.Remove(0, open + OpenTag.Length);
            Enter(Mode.Call);
            return true;
        }

        var certain = HoldFrom(text);
        if (certain > 0)
        {
            AddText(text[..certain], output);
            pending.Remove(0, certain);
        }

        return false;
    }

    // where the text ends in white space and the beginning of a tag, either of which may turn out to belong to a call
    private static int HoldFrom(string text)
    {
        var hold = text.Length;
        for (var length = Math.Min(OpenTag.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(OpenTag[..length], StringComparison.Ordinal))
            {
                hold = text.Length - length;
                break;
            }
        }

        while (hold > 0 && char.IsWhiteSpace(text[hold - 1]))
            hold--;
        return hold;
    }

    // walks through the call as JSON, so that a tag inside a string does not end it
    private bool ScanCall(List<AIContent> output)
    {
        for (; scanned < pending.Length; scanned++)
        {
            var c = pending[scanned];
            if (escaped)
                escaped = false;
            else if (quote != 0 && c == '\\')
                escaped = true;
            else if (quote != 0)
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;

            if (c != '>')
                continue;
            if (mode == Mode.Call && EndsHere(CloseTag))
                return Complete(CloseTag, Mode.Text, output);
            if (EndsHere(OpenTag))
                return Complete(OpenTag, Mode.Call, output);
        }

        return false;
    }

    // strings hold no raw line breaks: a tag at the start of a line is real even where a quote was forgotten
    private bool EndsHere(string tag)
    {
        var start = scanned + 1 - tag.Length;
        if (start < 0 || pending.ToString(start, tag.Length) != tag)
            return false;
        return quote == 0 || (start > 0 && pending[start - 1] == '\n');
    }

    private bool Complete(string tag, Mode next, List<AIContent> output)
    {
        var block = pending.ToString(0, scanned + 1 - tag.Length);
        pending.Remove(0, scanned + 1);
        AddCalls(block, cut: false, output);
        Enter(next);
        return true;
    }

    private void FlushOnce(bool cut, List<AIContent> output)
    {
        var rest = pending.ToString();
        pending.Clear();
        switch (mode)
        {
            case Mode.Call:
                FlushCall(rest, cut, output);
                break;
            case Mode.BareCall:
                FlushBareCall(rest, cut, output);
                break;
            default:
                AddText(rest, output);
                break;
        }
    }

    private void FlushCall(string rest, bool cut, List<AIContent> output)
    {
        var first = output.Count;
        AddCalls(rest, cut, output);
        var close = cut ? -1 : rest.IndexOf(CloseTag, StringComparison.Ordinal); // in a call cut off inside a string it is that string's
        if (close < 0 || output.Skip(first).All(content => content is not FunctionCallContent { Exception: not null }))
            return;

        // a forgotten quote hid the closing tag: end the call there after all and go on behind it
        output.RemoveRange(first, output.Count - first);
        AddCalls(rest[..close], cut: false, output);
        Enter(Mode.Text);
        output.AddRange(Append(rest[(close + CloseTag.Length)..]));
    }

    private void FlushBareCall(string rest, bool cut, List<AIContent> output)
    {
        var position = rest.IndexOf('{');
        if (!cut && LenientJson.TryRead(rest, ref position, out var value, out _)
            && (value.TryGetProperty("arguments", out var arguments) || value.TryGetProperty("parameters", out arguments))
            && (takes is null || takes(value.GetProperty("name").GetString()!, arguments)))
        {
            AddCalls(rest, cut, output);
            return;
        }

        AddText(rest, output);
    }

    private void Enter(Mode next)
    {
        mode = next;
        scanned = 0;
        quote = '\0';
        escaped = false;
    }

    private void AddText(string text, List<AIContent> output)
    {
        if (afterCall)
            text = text.TrimStart();
        if (text.Length == 0)
            return;
        afterCall = false;
        plain = callsBegin;
        output.Add(new TextContent(text));
    }

    private void AddCalls(string block, bool cut, List<AIContent> output)
    {
        afterCall = true;
        output.AddRange(ToolCallBlock.Read(block, cut, () => $"{callIdPrefix}{callCount++}"));
    }
}
