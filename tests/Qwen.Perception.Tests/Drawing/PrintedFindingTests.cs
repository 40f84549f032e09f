namespace Qwen.Perception.Tests.Drawing;

public class PrintedFindingTests
{
    [Fact]
    public void Findings_print_as_what_they_are_and_where()
    {
        var box = new LocatedBox { X1 = 25, Y1 = 27, X2 = 85, Y2 = 1087, Label = "red circle" };
        Assert.Equal("red circle (25, 27) to (85, 1087)", $"{box}");
        var attributes = new Dictionary<string, string> { ["colour"] = "blue", ["state"] = "full" };
        Assert.Equal(
            "cup · blue · full (25, 27) to (85, 1087)", (box with { Label = "cup", Attributes = attributes }).ToString());
        Assert.Equal("(25, 27) to (85, 1087)", (box with { Label = "" }).ToString());
        Assert.Equal("star (3, 4)", new LocatedPoint { X = 3, Y = 4, Label = "star" }.ToString());
    }
}
