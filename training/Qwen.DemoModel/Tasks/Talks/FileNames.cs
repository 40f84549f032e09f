using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>Names of files, as people and programs say them.</summary>
internal static class FileNames
{
    private static readonly string[] Endings = ["png", "jpg", "png", "webp", "jpeg", "bmp"];
    private static readonly string[] Folders = ["", "", "", "pictures/", "/tmp/", "./", "docs/", "/home/user/", "img/", "C:/data/"];

    /// <summary>A file's name, with or without a folder.</summary>
    public static string Any(Dice dice)
    {
        var word = Words.Unheard(dice);
        var name = dice.Pick([word, word, $"{word}-{dice.Between(1, 99)}", $"{word}_{Words.One(dice)}"]);
        return dice.Pick(Folders) + name + "." + dice.Pick(Endings);
    }
}
