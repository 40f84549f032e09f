namespace Qwen.Server.Tests;

/// <summary>Waits for what happens elsewhere.</summary>
internal static class Wait
{
    /// <summary>Looks again and again until it is so; a test that waits for what never comes fails.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; !isSo(); i++)
        {
            Assert.True(i < 1200, "It did not happen.");
            await Task.Delay(25);
        }
    }
}
