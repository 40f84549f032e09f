using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.VisionLanguage.Tests.Runtime;

public sealed class DeviceSelfTestTests
{
    private static readonly DeviceProfile OtherForms = DeviceProfile.OnnxCpu with
    {
        Name = "cpu-plain", Decoder = DecoderForm.Growing, ExplicitVisionAttention = true,
    };

    [Fact]
    public void Plain_and_fused_attention_agree()
        => Assert.Null(DeviceSelfTest.Compare(OtherForms, TestContext.Current.CancellationToken));

    [Fact]
    public void Our_kernels_and_the_runtime_agree()
        => Assert.Null(DeviceSelfTest.Compare(DeviceProfile.NativeCpu, TestContext.Current.CancellationToken));

    [Fact]
    public void A_device_that_cannot_open_the_graphs_says_so()
    {
        var absent = DeviceProfile.OnnxCpu with { Name = "absent", Provider = "WebGPU" };
        Assert.Throws<QwenException>(() => DeviceSelfTest.Compare(absent, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_test_leaves_no_folder_behind()
    {
        DeviceSelfTest.Compare(OtherForms, TestContext.Current.CancellationToken);
        Assert.Empty(Directory.EnumerateDirectories(Path.GetTempPath(), "qwenvl-selftest-*"));
    }
}
