using Qwen.Shared.Keys;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Browser.Tests;

public class BrowserKeyTests
{
    [Fact]
    public void The_browser_maps_every_key_to_one_of_its_own_or_refuses_it()
    {
        var taken = new Dictionary<string, string>();
        foreach (var key in KeyTable.All)
        {
            var name = key.Computer ?? key.Name;
            try
            {
                var own = BrowserKeys.Find(name);
                Assert.True(taken.TryAdd(own, name), $"{name} and {taken[own]} are the same key {own}");
            }
            catch (QwenException error)
            {
                Assert.Contains("no key", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(taken.Count >= 90, $"{taken.Count} keys");
        Assert.Throws<QwenException>(() => BrowserKeys.Find("\u2028"));
        Assert.Throws<QwenException>(() => BrowserKeys.Find("Control+Enter"));
    }
}
