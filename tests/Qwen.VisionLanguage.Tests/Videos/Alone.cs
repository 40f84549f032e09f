namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>Tests that no other test may run beside.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public class Alone;
