namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>Something the shop sells.</summary>
/// <param name="Name">Name.</param>
/// <param name="Detail">What it is, in a few words.</param>
/// <param name="Price">Price in cents.</param>
internal sealed record Product(string Name, string Detail, int Price);
