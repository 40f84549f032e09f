using Qwen.Screens.Simulated.Kit;

namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>What was paid for.</summary>
/// <param name="Items">Products and how many of each.</param>
/// <param name="Card">The last four digits of the card.</param>
/// <param name="Total">Sum in cents.</param>
internal sealed record Order(IReadOnlyDictionary<Product, int> Items, string Card, int Total);
