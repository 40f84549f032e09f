using System.Runtime.InteropServices;

namespace Qwen.Devices.Tests.Natives;

/// <summary>Supplies the one function of Direct3D 12 that DirectML asks for and Wine does not have.</summary>
/// <remarks>
/// DirectML lists a driver's metacommands when it is created. Wine answers "not implemented", which fails the creation,
/// where a driver without metacommands answers with an empty list; that is what the device is made to answer here.
/// Wine 8 has no interface with that function, and DirectML then does without: nothing is to be done.
/// </remarks>
internal static unsafe partial class WineDirect3D
{
    private const int FeatureLevel11 = 0xb000;
    private const int NoSuchInterface = unchecked((int)0x80004002);

    // ID3D12Device5::EnumerateMetaCommands: IUnknown 3, ID3D12Object 4, ID3D12Device 37, Device1 3, Device2 1, Device3 3,
    // Device4 6 methods, then the third of Device5.
    private const int EnumerateMetaCommandsEntry = 59;

    private static readonly Guid device5 = new("8b4f173b-2fea-4b80-8f58-4307191ab95d");

    /// <summary>Whether this Windows program runs under Wine.</summary>
    public static bool Present =>
        OperatingSystem.IsWindows() && NativeLibrary.TryGetExport(NativeLibrary.Load("ntdll"), "wine_get_version", out _);

    /// <summary>Patches the method table that all Direct3D 12 devices of this process share.</summary>
    public static void AnswerMetaCommands()
    {
        var result = CreateDevice(0, FeatureLevel11, device5, out var device);
        if (result == NoSuchInterface)
            return;
        Marshal.ThrowExceptionForHR(result);
        var methods = *(nint*)device;
        PatchableMemory.Write(
            methods + (EnumerateMetaCommandsEntry * sizeof(nint)),
            (nint)(delegate* unmanaged<nint, uint*, nint, int>)&EnumerateMetaCommands);
        Marshal.Release(device);
    }

    [UnmanagedCallersOnly]
    private static int EnumerateMetaCommands(nint device, uint* count, nint descriptions)
    {
        *count = 0;
        return 0;
    }

    [LibraryImport("d3d12", EntryPoint = "D3D12CreateDevice")]
    private static partial int CreateDevice(nint adapter, int featureLevel, in Guid interfaceId, out nint device);
}
