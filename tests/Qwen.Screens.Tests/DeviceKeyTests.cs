using Qwen.Screens.Android;
using Qwen.Screens.Contract;
using Qwen.Screens.Windows;
using Qwen.Screens.X11;

namespace Qwen.Screens.Tests;

public sealed class DeviceKeyTests
{
    [Fact]
    public void Every_key_that_the_contract_names_is_a_key_of_each_device()
    {
        Assert.All(KeyNames.OfPhones, key => Assert.StartsWith("KEYCODE_", AndroidKeys.Find(key), StringComparison.Ordinal));
        Assert.All(KeyNames.OfComputers, key => Assert.NotEmpty(X11Keys.Find(key)));
        Assert.All(KeyNames.OfComputers, key => Assert.NotEqual(0, WindowsKeys.Find(key)));
    }
}
