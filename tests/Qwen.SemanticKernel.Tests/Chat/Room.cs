using System.ComponentModel;
using Microsoft.SemanticKernel;
using Qwen.Testing;

namespace Qwen.SemanticKernel.Tests.Chat;

/// <summary>A plugin with one function of each kind that matters here.</summary>
internal sealed class Room
{
    public List<string> Switched { get; } = [];

    [KernelFunction("switch_light")]
    [Description("Switches a light")]
    public string SwitchLight(string name, bool on, int level = 100)
    {
        Switched.Add($"{name} {on} {level}");
        return $"{name} is {(on ? "on" : "off")}";
    }

    [KernelFunction("take_picture")]
    [Description("Takes a picture of the room")]
    public ImageContent TakePicture() => new(TestPicture.Encode(112, 84), "image/png");

    [KernelFunction("fail")]
    public string Fail() => throw new InvalidOperationException("the secret reason");
}
