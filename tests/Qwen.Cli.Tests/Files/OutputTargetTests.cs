using Qwen.Cli.Files;

namespace Qwen.Cli.Tests.Files;

/// <summary>Where the command line puts what it makes.</summary>
public sealed class OutputTargetTests
{
    [Theory]
    [InlineData("drawn", true)]
    [InlineData("drawn.v2/", true)]
    [InlineData("drawn.png", false)]
    public void A_name_without_ending_means_a_folder(string path, bool folder) => Assert.Equal(folder, OutputTarget.IsFolder(path));

    [Fact]
    public void An_existing_folder_is_one_whatever_its_name()
    {
        var folder = Directory.CreateTempSubdirectory("qwenvl.png");
        Assert.True(OutputTarget.IsFolder(folder.FullName));
        folder.Delete();
    }

    [Fact]
    public void Inputs_of_equal_names_get_files_of_their_own() => Assert.Equal(
        [
            Path.Combine("out", "x-drawn.png"),
            Path.Combine("out", "X-2-drawn.png"),
            Path.Combine("out", "x-3-drawn.png"),
            Path.Combine("out", "y-drawn.png")
        ],
        OutputTarget.Choose("out", ["a/x.png", "b/X.jpg", "x.webp", "y.png"], "-drawn.png"));

    [Fact]
    public void A_picture_is_not_drawn_over()
    {
        Assert.NotNull(OutputTarget.FindMistake("--draw", "./a/../x.png", ["x.png"]));
        Assert.Null(OutputTarget.FindMistake("--draw", "y.png", ["x.png"]));
    }
}
