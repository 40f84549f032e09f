namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>Members of every kind of value, as records of applications have them.</summary>
internal sealed record Parcel(
    byte Count, short Shelf, uint Weight, int? Floor, decimal Price, float Share, Version Software, Guid Id, Rights Rights, byte[] Seal,
    char Grade, TimeSpan Age, DateOnly Packed, List<sbyte> Offsets, Dictionary<int, ushort> Stock);
