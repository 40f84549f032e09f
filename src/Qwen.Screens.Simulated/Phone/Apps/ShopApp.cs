using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone.Apps;

/// <summary>A shop with a cart and a way to pay.</summary>
internal sealed class ShopApp(PhoneShell shell) : PhoneApp(shell)
{
    private static readonly string[] PinRows = ["123", "456", "789"];

    public override string Id => "app.shop";

    public override string Name => "Shop";

    public override Icon Icon => Icon.Cart;

    public override SKColor Colour => new(0xB8, 0x32, 0x5E);

    private ShopState Shop => Shell.State.Shop;

    public override Page CreateStart()
    {
        var query = new TextInput("Search products");
        return new Page(Name, () => CreateList(query))
        {
            Actions = () =>
            [
                new IconButton(Icon.Menu, "Orders", () => Shell.Push(new Page("Orders", CreateOrders))),
                new IconButton(Icon.Cart, "Cart", () => Shell.Push(new Page("Cart", CreateCart))),
            ],
        };
    }

    private IEnumerable<View> CreateList(TextInput query)
    {
        yield return new Stack([Field(query, Icon.Search)]) { Padding = 12 };
        var found =
            ShopState.Products.Where(product => product.Name.Contains(query.Text.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var product in found)
        {
            yield return new ListRow(product.Name, () => Shell.Push(CreateProduct(product)))
            {
                Detail = product.Detail, Value = ShopState.Format(product.Price), Disc = ChooseDisc(product.Name), Icon = Icon.Gift,
            };
        }

        if (found.Count == 0)
            yield return new TextView("Nothing found") { Muted = true, Align = 0.5f };
    }

    private Page CreateProduct(Product product) => new(product.Name, () =>
    [
        new Picture(Icon.Gift, ChooseDisc(product.Name)),
        new Stack(
        [
            new TextView(product.Name) { Size = 22, Bold = true },
            new TextView(product.Detail) { Muted = true },
            new TextView(ShopState.Format(product.Price)) { Size = 20, Bold = true },
            new Space(8),
            new Button("Add to cart", () => Add(product)),
        ]) { Padding = 16, Gap = 6 },
    ])
    {
        Actions = () =>
        [
            new IconButton(Icon.Heart, "Favourite", () => SwitchFavourite(product))
            {
                Colour = Shop.Favourites.Contains(product) ? new SKColor(0xE0, 0x3A, 0x62) : new SKColor(0x96, 0x9D, 0xAD)
            },
            new IconButton(Icon.Cart, "Cart", () => Shell.Push(new Page("Cart", CreateCart))),
        ],
    };

    private void Add(Product product)
    {
        Shop.Cart[product] = Math.Min(99, Shop.Cart.GetValueOrDefault(product) + 1);
        Shell.Say("Added to cart");
    }

    private void SwitchFavourite(Product product)
    {
        if (!Shop.Favourites.Remove(product))
            Shop.Favourites.Add(product);
    }

    private IEnumerable<View> CreateCart()
    {
        if (Shop.Cart.Count == 0)
        {
            yield return new Space(48);
            yield return new TextView("The cart is empty") { Muted = true, Align = 0.5f };
            yield break;
        }

        foreach (var (product, count) in Shop.Cart)
        {
            yield return new Strip(
            [
                new ListRow(product.Name) { Detail = $"{count} × {ShopState.Format(product.Price)}" },
                new IconButton(Icon.Remove, $"Fewer {product.Name}", () => Take(product)),
                new IconButton(Icon.Add, $"More {product.Name}", () => Add(product)),
                new IconButton(Icon.Trash, $"Remove {product.Name}", () => Shop.Cart.Remove(product)),
            ]);
        }

        yield return new Stack(
        [
            new Strip(
                [
                    new TextView("Total") { Size = 18, Bold = true },
                    new TextView(ShopState.Format(Shop.Total)) { Size = 18, Bold = true, Align = 1 }
                ]),
            new Button("Checkout", () => Shell.Push(CreatePayment())),
        ]) { Padding = 16, Gap = 14 };
    }

    private void Take(Product product)
    {
        if (--Shop.Cart[product] == 0)
            Shop.Cart.Remove(product);
    }

    private Page CreatePayment()
    {
        var name = new TextInput("Name on card");
        var number = new TextInput("Card number", isSecret: true);
        var expiry = new TextInput("Expiry");
        var code = new TextInput("Security code", isSecret: true);
        return new Page("Payment", () =>
        [
            new Stack(
            [
                Field(name, Icon.Person), Field(number, Icon.Lock), new Strip([Field(expiry), Field(code)]) { Gap = 12 },
                new Strip([new TextView("To pay")
                {
                    Size = 16
                }, new TextView(ShopState.Format(Shop.Total)) { Size = 18, Bold = true, Align = 1 }]),
                new Button($"Pay {ShopState.Format(Shop.Total)}", () => Pay(name.Text, number.Text, expiry.Text, code.Text)),
            ]) { Padding = 16, Gap = 16 },
        ]);
    }

    private void Pay(string name, string number, string expiry, string code)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        if (name.Trim().Length == 0 || digits.Length < 12 || expiry.Trim().Length == 0 || code.Trim().Length < 3)
            Shell.Say("Please fill in all fields");
        else if (Shop.Total >= ShopState.PinFrom)
            Shell.Push(CreatePin(digits[^4..]));
        else
            Finish(digits[^4..]);
    }

    private Page CreatePin(string card)
    {
        var pin = new TextInput("PIN", isSecret: true);
        return new Page("Confirm payment", () =>
        [
            new Space(12),
            new TextView("Card PIN") { Align = 0.5f },
            new TextView(pin.Text.Length > 0 ? new string('•', pin.Text.Length) : "–") { Size = 32, Align = 0.5f },
            .. PinRows.Select(row => new Strip(row.Select(digit => Digit(pin, digit))) { Padding = 32 }),
            new Strip([PinKey("Erase", Icon.Backspace, pin.RemoveLast), Digit(
                pin, '0'), PinKey("Confirm", Icon.Check, () => Confirm(pin, card))]) { Padding = 32 },
        ]) { IsProtected = true };
    }

    private static KeyView Digit(TextInput pin, char digit) =>
        new(digit.ToString(), () => pin.Append(pin.Text.Length < 8 ? digit.ToString() : "")) { Height = 52 };

    private static KeyView PinKey(string label, Icon icon, Action tap) => new(label, tap) { Icon = icon, IsSpecial = true, Height = 52 };

    private void Confirm(TextInput pin, string card)
    {
        if (pin.Text.Length >= 4)
            Finish(card);
        else
            Shell.Say("The PIN has at least four digits");
    }

    private void Finish(string card)
    {
        if (Shop.Cart.Count == 0)
            return;
        Shop.Orders.Add(new Order(new Dictionary<Product, int>(Shop.Cart), card, Shop.Total));
        Shop.Cart.Clear();
        Shell.PopToStart();
        Shell.Push(new Page("Thank you", () =>
        [
            new Space(32),
            new Picture(Icon.Check, new SKColor(0x1F, 0x7A, 0x5C)),
            new Stack([new TextView("Order placed") { Size = 22, Bold = true, Align = 0.5f }, new Button("Continue shopping", Shell.Pop)])
            {
                Padding = 24,
                Gap = 20
            },
        ]));
    }

    private IEnumerable<View> CreateOrders()
    {
        if (Shop.Orders.Count == 0)
            yield return new Stack([new TextView("No orders yet") { Muted = true, Align = 0.5f }]) { Padding = 40 };
        foreach (var order in Shop.Orders)
        {
            yield return new ListRow($"Card ending in {order.Card}")
            {
                Detail = string.Join(", ", order.Items.Select(item => $"{item.Value} {item.Key.Name}")),
                Value = ShopState.Format(order.Total),
            };
        }
    }
}
