using Qwen.Screens.Android;
using Qwen.Screens.Contract;
using Qwen.Screens.Windows;
using Qwen.Screens.X11;
using Qwen.Shared.Keys;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Tests;

public sealed class DeviceKeyTests
{
    private static readonly (string Name, bool IsPhone, Func<string, object> Find)[] Devices =
    [
        ("Android", true, AndroidKeys.Find), ("X11", false, X11Keys.Find), ("Windows", false, name => WindowsKeys.Find(name)),
    ];

    [Fact]
    public void Every_key_that_the_contract_names_is_a_key_of_each_device()
    {
        Assert.All(KeyNames.OfPhones, key => Assert.StartsWith("KEYCODE_", AndroidKeys.Find(key), StringComparison.Ordinal));
        Assert.All(KeyNames.OfComputers, key => Assert.NotEmpty(X11Keys.Find(key)));
        Assert.All(KeyNames.OfComputers, key => Assert.NotEqual(0, WindowsKeys.Find(key)));
    }

    [Fact]
    public void Each_device_maps_every_key_to_one_of_its_own_or_refuses_it()
    {
        foreach (var (device, isPhone, find) in Devices)
        {
            var taken = new Dictionary<object, string>();
            foreach (var key in KeyTable.All)
            {
                var name = isPhone ? key.Phone ?? key.Name : key.Computer ?? key.Name;
                Assert.Same(key, KeyTable.Find(name, isPhone));
                try
                {
                    var own = find(name);
                    Assert.True(taken.TryAdd(own, name), $"{device}: {name} and {taken[own]} are the same key {own}");
                }
                catch (QwenException error)
                {
                    Assert.Contains("no key", error.Message, StringComparison.Ordinal);
                }
            }

            Assert.True(taken.Count >= 70, $"{device} has {taken.Count} keys");
            Assert.Throws<QwenException>(() => find("any"));
            Assert.Throws<QwenException>(() => find("a; reboot"));
            Assert.Throws<QwenException>(() => find("\u2028"));
            Assert.Throws<QwenException>(() => find(""));
        }
    }

    [Fact]
    public void A_spelling_means_one_key_on_a_kind_of_device()
    {
        foreach (var isPhone in new[] { true, false })
        {
            var names = KeyTable.All.SelectMany(key => key.Aliases.Append(isPhone ? key.Phone ?? key.Name : key.Computer ?? key.Name));
            Assert.Equal(names.Distinct().Count(), names.Count());
        }

        Assert.Equal("KEYCODE_DEL", AndroidKeys.Find("del"));
        Assert.Equal("KEYCODE_HOME", AndroidKeys.Find("home"));
        Assert.Equal("KEYCODE_MOVE_HOME", AndroidKeys.Find("move_home"));
        Assert.Equal(("Home", "Prior", "BackSpace"), (X11Keys.Find("home"), X11Keys.Find("PgUp"), X11Keys.Find("backspace")));
    }
}
