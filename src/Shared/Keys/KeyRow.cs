namespace Qwen.Shared.Keys;

/// <summary>A key: what it is called, and what each device calls it. Null where a device has none.</summary>
internal sealed record KeyRow(string Name)
{
    /// <summary>What phones call it, where that differs.</summary>
    public string? Phone { get; init; }

    /// <summary>What computers call it, where that differs.</summary>
    public string? Computer { get; init; }

    /// <summary>Other spellings.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Android's name, without <c>KEYCODE_</c>.</summary>
    public string? Android { get; init; }

    /// <summary>X's keysym.</summary>
    public string? X11 { get; init; }

    /// <summary>Windows' virtual key; 0 where it has none.</summary>
    public ushort Windows { get; init; }

    /// <summary>The name in a browser.</summary>
    public string? Dom { get; init; }

    /// <summary>Whether pressing it alone changes nothing that cannot be taken back, whatever has the focus.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>Whether it may move the focus, or what is shown, to somewhere else.</summary>
    public bool Moves { get; init; } = true;
}
