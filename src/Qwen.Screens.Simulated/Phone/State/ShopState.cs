namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>The shop's stock, the cart and what was ordered.</summary>
internal sealed class ShopState
{
    /// <summary>Sums from here on ask for the PIN, in cents.</summary>
    public const int PinFrom = 5000;

    public static IReadOnlyList<Product> Products { get; } =
    [
        new("Green tea", "100 g, loose leaves", 650), new("Coffee beans", "500 g, dark roast", 1290),
        new("Blue mug", "Stoneware, 300 ml", 1150),
        new("Red mug", "Stoneware, 300 ml", 1150), new("Desk lamp", "Warm white, dimmable", 3490),
        new("Notebook", "A5, dotted, 120 pages", 890),
        new("Fountain pen", "Medium nib, blue ink", 2790), new("Water bottle", "Steel, 750 ml", 1990),
        new("Backpack", "20 l, rain cover", 6490),
        new("Headphones", "Wireless, 30 hours", 8990), new("Phone case", "Clear, soft edge", 1490), new("Umbrella", "Folds to 25 cm", 2190),
        new("Wool socks", "Pair, size 39 to 42", 1290), new("Jasmine tea", "100 g, with blossoms", 790),
    ];

    public Dictionary<Product, int> Cart { get; } = [];

    public HashSet<Product> Favourites { get; } = [];

    public List<Order> Orders { get; } = [];

    public int Total => Cart.Sum(line => line.Key.Price * line.Value);

    public static Product Get(string name) => Products.First(product => product.Name == name);

    public static string Format(int cents) => $"€{cents / 100}.{cents % 100:00}";
}
