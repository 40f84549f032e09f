using System.Globalization;

namespace Qwen.Cli.Terminal;

/// <summary>A line that is typed, and the place in it. Moves by what people take for letters, whatever those are made of.</summary>
internal sealed class EditBuffer
{
    /// <summary>The line.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Where the next letter goes, as an index into the line.</summary>
    public int Cursor { get; private set; }

    /// <summary>Replaces the line and goes to its end.</summary>
    public void Set(string text) => (Text, Cursor) = (text, text.Length);

    public void Insert(char letter)
    {
        Text = Text.Insert(Cursor, letter.ToString());
        Cursor++;
    }

    public void Left() => Cursor = Before(Cursor);

    public void Right() => Cursor = After(Cursor);

    public void Home() => Cursor = 0;

    public void End() => Cursor = Text.Length;

    public void WordLeft() => Cursor = WordBefore(Cursor);

    public void WordRight()
    {
        while (Cursor < Text.Length && !char.IsLetterOrDigit(Text[Cursor]))
            Right();
        while (Cursor < Text.Length && char.IsLetterOrDigit(Text[Cursor]))
            Right();
    }

    public void RemoveLeft() => Remove(Before(Cursor), Cursor);

    public void RemoveRight() => Remove(Cursor, After(Cursor));

    public void RemoveToStart() => Remove(0, Cursor);

    public void RemoveToEnd() => Remove(Cursor, Text.Length);

    // as shells do: up to the blank before, so that a path goes as a whole
    public void RemoveWordLeft()
    {
        var start = Cursor;
        while (start > 0 && Text[start - 1] == ' ')
            start--;
        while (start > 0 && Text[start - 1] != ' ')
            start--;
        Remove(start, Cursor);
    }

    private void Remove(int start, int end) => (Text, Cursor) = (Text.Remove(start, end - start), start);

    private int WordBefore(int index)
    {
        while (index > 0 && !char.IsLetterOrDigit(Text[index - 1]))
            index = Before(index);
        while (index > 0 && char.IsLetterOrDigit(Text[index - 1]))
            index = Before(index);
        return index;
    }

    private int After(int index) => index < Text.Length ? index + StringInfo.GetNextTextElementLength(Text, index) : index;

    private int Before(int index)
    {
        var at = 0;
        while (After(at) < index)
            at = After(at);
        return at;
    }
}
