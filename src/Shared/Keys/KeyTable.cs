namespace Qwen.Shared.Keys;

/// <summary>
/// The one table of keys. A name that is not in it reaches no device; each device maps a key to one of its own, or refuses it.
/// </summary>
internal static class KeyTable
{
    /// <summary>All keys: named ones, f1 to f12, letters, digits and other characters of ASCII.</summary>
    public static IReadOnlyList<KeyRow> All { get; } =
    [
        new("ctrl")
        {
            Aliases = ["control", "ctrl_l", "ctrl_r"], Android = "CTRL_LEFT", X11 = "Control_L", Windows = 0x11, Dom = "Control",
            Moves = false,
        },
        new("shift")
        {
            Aliases = ["shift_l", "shift_r"], Android = "SHIFT_LEFT", X11 = "Shift_L", Windows = 0x10, Dom = "Shift", IsHarmless = true,
            Moves = false,
        },
        new("alt") { Aliases = ["alt_l", "option"], Android = "ALT_LEFT", X11 = "Alt_L", Windows = 0x12, Dom = "Alt", Moves = false },
        new("super")
        {
            Aliases = ["meta", "cmd", "command", "win"], Android = "META_LEFT", X11 = "Super_L", Windows = 0x5B, Dom = "Meta",
        },
        new("enter") { Aliases = ["return"], Android = "ENTER", X11 = "Return", Windows = 0x0D, Dom = "Enter" },
        new("tab") { Android = "TAB", X11 = "Tab", Windows = 0x09, Dom = "Tab", IsHarmless = true },
        new("space") { Aliases = ["spacebar", " "], Android = "SPACE", X11 = "space", Windows = 0x20, Dom = "Space" },
        new("backspace")
        {
            Phone = "del", Android = "DEL", X11 = "BackSpace", Windows = 0x08, Dom = "Backspace", IsHarmless = true, Moves = false,
        },
        new("delete") { Phone = "forward_del", Android = "FORWARD_DEL", X11 = "Delete", Windows = 0x2E, Dom = "Delete", Moves = false },
        new("escape") { Aliases = ["esc"], Android = "ESCAPE", X11 = "Escape", Windows = 0x1B, Dom = "Escape", IsHarmless = true },
        new("insert") { Android = "INSERT", X11 = "Insert", Windows = 0x2D, Dom = "Insert", Moves = false },
        new("line_start")
        {
            Phone = "move_home", Computer = "home", Android = "MOVE_HOME", X11 = "Home", Windows = 0x24, Dom = "Home", IsHarmless = true,
        },
        new("line_end")
        {
            Phone = "move_end", Computer = "end", Android = "MOVE_END", X11 = "End", Windows = 0x23, Dom = "End", IsHarmless = true,
        },
        new("page_up")
        {
            Aliases = ["pageup", "pgup", "prior"], Android = "PAGE_UP", X11 = "Prior", Windows = 0x21, Dom = "PageUp", IsHarmless = true,
        },
        new("page_down")
        {
            Aliases = ["pagedown", "pgdn", "next"], Android = "PAGE_DOWN", X11 = "Next", Windows = 0x22, Dom = "PageDown",
            IsHarmless = true,
        },
        new("up")
        {
            Phone = "dpad_up", Aliases = ["arrowup"], Android = "DPAD_UP", X11 = "Up", Windows = 0x26, Dom = "ArrowUp", IsHarmless = true,
        },
        new("down")
        {
            Phone = "dpad_down", Aliases = ["arrowdown"], Android = "DPAD_DOWN", X11 = "Down", Windows = 0x28, Dom = "ArrowDown",
            IsHarmless = true,
        },
        new("left")
        {
            Phone = "dpad_left", Aliases = ["arrowleft"], Android = "DPAD_LEFT", X11 = "Left", Windows = 0x25, Dom = "ArrowLeft",
            IsHarmless = true,
        },
        new("right")
        {
            Phone = "dpad_right", Aliases = ["arrowright"], Android = "DPAD_RIGHT", X11 = "Right", Windows = 0x27, Dom = "ArrowRight",
            IsHarmless = true,
        },
        new("centre") { Phone = "dpad_center", Android = "DPAD_CENTER" },
        new("caps_lock")
        {
            Aliases = ["capslock"], Android = "CAPS_LOCK", X11 = "Caps_Lock", Windows = 0x14, Dom = "CapsLock", Moves = false,
        },
        new("print_screen")
        {
            Aliases = ["printscreen"], Android = "SYSRQ", X11 = "Print", Windows = 0x2C, Dom = "PrintScreen", Moves = false,
        },
        new("menu") { Android = "MENU", X11 = "Menu", Windows = 0x5D, Dom = "ContextMenu" },
        new("volume_up") { Android = "VOLUME_UP", X11 = "XF86AudioRaiseVolume", Windows = 0xAF, IsHarmless = true, Moves = false },
        new("volume_down") { Android = "VOLUME_DOWN", X11 = "XF86AudioLowerVolume", Windows = 0xAE, IsHarmless = true, Moves = false },
        new("volume_mute")
        {
            Aliases = ["mute"], Android = "VOLUME_MUTE", X11 = "XF86AudioMute", Windows = 0xAD, IsHarmless = true, Moves = false,
        },
        new("back") { Android = "BACK", IsHarmless = true },
        new("home_screen") { Phone = "home", Android = "HOME", IsHarmless = true },
        new("app_switch") { Aliases = ["recent", "recents"], Android = "APP_SWITCH" },
        new("power") { Android = "POWER" },
        new("sleep") { Android = "SLEEP" },
        new("wakeup") { Android = "WAKEUP" },
        new("camera") { Android = "CAMERA" },
        new("focus") { Android = "FOCUS" },
        new("call") { Android = "CALL" },
        new("endcall") { Android = "ENDCALL" },
        new("notification") { Android = "NOTIFICATION" },
        new("search") { Android = "SEARCH" },
        new("clear") { Android = "CLEAR", Moves = false },
        new("cut") { Android = "CUT", Moves = false },
        new("copy") { Android = "COPY", IsHarmless = true, Moves = false },
        new("paste") { Android = "PASTE", Moves = false },
        new("brightness_up") { Android = "BRIGHTNESS_UP", Moves = false },
        new("brightness_down") { Android = "BRIGHTNESS_DOWN", Moves = false },
        new("media_play_pause") { Android = "MEDIA_PLAY_PAUSE", Moves = false },
        new("media_next") { Android = "MEDIA_NEXT", Moves = false },
        new("media_previous") { Android = "MEDIA_PREVIOUS", Moves = false },
        new("media_stop") { Android = "MEDIA_STOP", Moves = false },
        .. Enumerable.Range(1, 12).Select(number => new KeyRow($"f{number}")
        {
            Android = $"F{number}", X11 = $"F{number}", Windows = (ushort)(0x70 + number - 1), Dom = $"F{number}",
        }),
        .. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)
            .Where(character => !char.IsAsciiLetterUpper(character)).Select(Character),
    ];

    private static readonly Dictionary<string, KeyRow> Phones = Index(row => row.Phone ?? row.Name, row => row.Computer);
    private static readonly Dictionary<string, KeyRow> Computers =
        Index(row => row.Computer ?? row.Name, row => row.Name == "delete" ? "del" : null);

    /// <summary>The key of a name; null where there is none. "del" and "home" are other keys on phones than on computers.</summary>
    public static KeyRow? Find(string name, bool isPhone)
    {
        var plain = name.Length == 1 ? name.ToLowerInvariant() : name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        if (plain.StartsWith("keycode_", StringComparison.Ordinal))
            plain = plain["keycode_".Length..];
        return (isPhone ? Phones : Computers).GetValueOrDefault(plain);
    }

    // the name of the kind of device goes before the other's, and that before other spellings
    private static Dictionary<string, KeyRow> Index(Func<KeyRow, string> own, Func<KeyRow, string?> other)
    {
        var index = All.ToDictionary(own);
        var spellings = All.Select(row => (row.Name, row)).Concat(All.Select(row => (other(row) ?? row.Name, row)))
            .Concat(All.SelectMany(row => row.Aliases.Select(alias => (alias, row))));
        foreach (var (name, row) in spellings)
            index.TryAdd(name, row);
        return index;
    }

    private static KeyRow Character(char character)
    {
        var isPlain = char.IsAsciiLetterOrDigit(character);
        var signs = new Dictionary<char, string>
        {
            ['*'] = "STAR", ['#'] = "POUND", [','] = "COMMA", ['.'] = "PERIOD", ['-'] = "MINUS", ['+'] = "PLUS", ['='] = "EQUALS",
            ['/'] = "SLASH", ['@'] = "AT",
        };
        return new KeyRow($"{character}")
        {
            Aliases = signs.TryGetValue(character, out var sign) ? [sign.ToLowerInvariant()] : [],
            Android = isPlain ? $"{char.ToUpperInvariant(character)}" : sign,
            X11 = isPlain ? $"{character}" : $"0x{(int)character:x2}", // keysyms of Latin letters are their codes
            Windows = isPlain ? char.ToUpperInvariant(character) : (ushort)0,
            Dom = $"{character}",
            IsHarmless = true,
            Moves = false,
        };
    }
}
