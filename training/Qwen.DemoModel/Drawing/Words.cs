using System.IO.Hashing;
using System.Text;

namespace Qwen.DemoModel.Drawing;

/// <summary>Text to draw. One word in twenty, by its checksum, is held out.</summary>
internal static class Words
{
    private const string Letters =
        "abcdefghijklmnopqrstuvwxyz", Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Digits = "0123456789", Marks = "-_#@&/().,:!?+*=";

    /// <summary>Words of screens.</summary>
    private static readonly string[] Interface =
    [
        "Settings", "Camera", "Photos", "Music", "Maps", "Mail", "Phone", "Clock", "Notes", "Files", "Store", "Weather", "Send", "Save",
        "Cancel", "OK",
        "Delete", "Edit", "Share", "Next", "Back", "Done", "Login", "Search", "Home", "Play", "Pause", "Stop", "Open", "Close", "Wi-Fi",
        "Bluetooth",
        "Sound", "Display", "Battery", "Privacy", "Account", "Help", "About", "Update", "Calendar", "Contacts", "Messages", "Gallery",
        "Video", "Games",
        "Wallet", "Health", "Books", "News", "Yes", "No", "Add", "Reply", "Call", "Email", "Name", "Password", "Sign in", "Sign up",
        "Buy now", "Log out",
        "Skip", "Start", "Copy", "Paste", "Undo", "Print", "Upload", "Download",
    ];

    private static readonly Lazy<(string[] Trained, string[] HeldOut)> List = new(Read);

    /// <summary>A lower-case word.</summary>
    public static string One(Dice dice) => dice.Pick(dice.HeldOut ? List.Value.HeldOut : List.Value.Trained);

    /// <summary>
    /// A word to be repeated. In training, one in three is put together from two halves, so that nobody has heard it: what can only be
    /// copied is not learned by heart.
    /// </summary>
    public static string Unheard(Dice dice)
    {
        var word = One(dice);
        if (dice.HeldOut || !dice.Chance(0.33))
            return word;
        var other = One(dice);
        return word[..((word.Length + 1) / 2)] + other[(other.Length / 2)..];
    }

    /// <summary>A label of a screen, at most ten characters.</summary>
    public static string Label(Dice dice)
    {
        while (true)
        {
            var label = !dice.HeldOut && dice.Chance(0.6)
                ? dice.Pick(Interface)
                : dice.Chance(0.75) ? Capitalised(One(dice)) : One(dice).ToUpperInvariant();
            if (label.Length <= 10)
                return label;
        }
    }

    /// <summary>With a capital first letter.</summary>
    public static string Capitalised(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>Words, codes, numbers, dates and marks, at most <paramref name="longest"/> characters.</summary>
    public static string Line(Dice dice, int longest)
    {
        var text = dice.Weighted<Func<string>>(
            (0.46, () => Phrase(dice)),
            (0.18, () => Random(dice, Capitals + Digits, 2, 10)),
            (0.15, () => Random(dice, Letters + Capitals + Digits, 2, 10)),
            (0.13, () => Figure(dice)),
            (0.08, () => Random(dice, Letters + Capitals + Digits + Marks, 3, 9)))();
        text = text[..Math.Min(text.Length, longest)].Trim();
        return text.Length > 0 ? text : "A1";
    }

    /// <summary>One to <paramref name="most"/> words in one of four kinds of capitals.</summary>
    public static string Phrase(Dice dice, int most = 3)
    {
        var words = Enumerable.Range(0, dice.Between(1, most)).Select(_ => One(dice)).ToList();
        var text = dice.Weighted<Func<string>>(
            (0.25, () => string.Join(' ', words).ToUpperInvariant()),
            (0.25, () => string.Join(' ', words.Select(Capitalised))),
            (0.2, () => Capitalised(string.Join(' ', words))),
            (0.3, () => string.Join(' ', words)))();
        return dice.Chance(0.15) ? text + dice.Pick([".", "!", "?", ":", ","]) : text;
    }

    /// <summary>A date.</summary>
    public static string Date(Dice dice)
    {
        int year = dice.Between(2010, 2030), month = dice.Between(1, 12), day = dice.Between(1, 28);
        return dice.Chance(0.5) ? $"{year}-{month:00}-{day:00}" : $"{day:00}/{month:00}/{year}";
    }

    /// <summary>An amount of money.</summary>
    public static string Amount(Dice dice, int most = 300) => $"{dice.Between(1, most)}.{dice.Between(0, 99):00}";

    private static string Figure(Dice dice) => dice.Between(0, 8) switch
    {
        0 => Amount(dice, 9999),
        1 => "$" + Amount(dice, 999),
        2 => $"{dice.Between(0, 23):00}:{dice.Between(0, 59):00}",
        3 => Date(dice),
        4 => $"{dice.Between(0, (int)Math.Pow(10, dice.Between(1, 9)))}",
        5 => $"No. {dice.Between(1, 9999)}",
        6 => $"{dice.Between(0, 100)}%",
        7 => $"+{dice.Between(1, 99)} {dice.Between(100, 999)} {dice.Between(1000, 9999)}",
        _ => $"{dice.Pick(["Total", "Tax", "Room", "Gate", "Flight", "Page"])} {dice.Between(1, 999)}",
    };

    private static string Random(Dice dice, string alphabet, int shortest, int longest)
        => string.Concat(Enumerable.Range(0, dice.Between(shortest, longest)).Select(_ => alphabet[dice.Between(0, alphabet.Length - 1)]));

    private static (string[] Trained, string[] HeldOut) Read()
    {
        using var reader = new StreamReader(typeof(Words).Assembly.GetManifestResourceStream("words.txt")!);
        var all = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. all.Where(word => !IsHeldOut(word))], [.. all.Where(IsHeldOut)]);
    }

    private static bool IsHeldOut(string word) => Crc32.HashToUInt32(Encoding.ASCII.GetBytes(word)) % 20 == 0;
}
