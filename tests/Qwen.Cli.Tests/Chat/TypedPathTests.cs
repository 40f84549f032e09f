using Qwen.Cli.Chat;

namespace Qwen.Cli.Tests.Chat;

public sealed class TypedPathTests
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    [Theory]
    [InlineData("a.png", "a.png")]
    [InlineData("  a.png ", "a.png")]
    [InlineData("\"with space.png\"", "with space.png")]
    [InlineData("'with space.png'", "with space.png")]
    [InlineData("with space.png", "with space.png")]
    [InlineData("'", "'")]
    [InlineData("file:///tmp/with%20space.png", "/tmp/with space.png")]
    public void A_path_is_read_as_it_is_meant(string typed, string path) => Assert.Equal(path, TypedPath.Read(typed));

    [Theory]
    [InlineData("~/x/a.png", "/x/a.png")]
    [InlineData("\"~/x y/a.png\"", "/x y/a.png")]
    [InlineData("~", "")]
    public void The_home_folder_is_a_tilde(string typed, string rest) => Assert.Equal(Home + rest, TypedPath.Read(typed));

    [Fact]
    public void A_terminal_drops_blanks_behind_backslashes()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal("/tmp/with space (1).png", TypedPath.Read(@"/tmp/with\ space\ \(1\).png"));
    }

    [Fact]
    public void A_file_whose_name_has_quotes_is_that_file()
    {
        var folder = Directory.CreateTempSubdirectory("qwenvl-typed").FullName;
        try
        {
            var path = Path.Combine(folder, "it's.png");
            File.WriteAllText(path, "");
            Assert.Equal(path, TypedPath.Read(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
