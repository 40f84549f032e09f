using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using static Qwen.Screens.Simulated.Tasks.Do;

namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Tasks in the shop.</summary>
internal static class ShopTasks
{
    public static IReadOnlyList<PhoneTask> All { get; } =
    [
        new("shop-add", "Put one Blue mug into the shop's cart.", state =>
            Holds(state, ("Blue mug", 1)), [Tap("Shop"), Tap("Blue mug"), Tap("Add to cart")]),
        new("shop-favourite", "Search the shop for pen and mark the Fountain pen as a favourite.",
            state => state.Shop.Favourites.Select(product => product.Name).SequenceEqual(["Fountain pen"]),
            [Tap("Shop"), Tap("Search products"), Type("pen"), Tap("Fountain pen"), Tap("Favourite")]),
        new("shop-two", "Put two Wool socks and one Jasmine tea into the cart.", state =>
            Holds(state, ("Wool socks", 2), ("Jasmine tea", 1)),
            [Tap("Shop"), Tap("Wool socks"), Tap("Add to cart"), Tap("Add to cart"), Back, Tap("Jasmine tea"), Tap("Add to cart")]),
        new("shop-remove", "Take the Headphones out of the cart and leave the rest.", state => Holds(state, ("Green tea", 1)),
            [Tap("Shop"), Tap("Cart"), Tap("Remove Headphones")], state => Put(state, "Green tea", "Headphones")),
        new("shop-pay", "Buy what is in the cart: name A Tester, card 4000 0000 0000 0002, expiry 12/30, security code 123.",
            state => state.Shop.Orders is [{ Card: "0002", Total: 650 }],
            [
                Tap("Shop"), Tap("Cart"), Tap("Checkout"), Tap("Name on card"), Type("A Tester"), Tap("Card number"),
                Type("4000 0000 0000 0002"),
                Tap("Expiry"), Type("12/30"), Tap("Security code"), Type("123"), Back, Tap("Pay €6.50"),
            ],
            state => Put(state, "Green tea")),
    ];

    private static void Put(PhoneState state, params string[] names)
    {
        foreach (var name in names)
            state.Shop.Cart[ShopState.Get(name)] = 1;
    }

    private static bool Holds(PhoneState state, params (string Name, int Count)[] wanted) =>
        state.Shop.Cart.Count == wanted.Length
            && wanted.All(line => state.Shop.Cart.GetValueOrDefault(ShopState.Get(line.Name)) == line.Count);
}
