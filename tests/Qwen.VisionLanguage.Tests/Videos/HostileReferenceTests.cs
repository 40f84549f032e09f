using System.Net;
using System.Net.Sockets;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>A file is opened, and nothing that it names: no other file, no address.</summary>
public class HostileReferenceTests
{
    private const string Secret = "the-key-under-the-mat";
    private static readonly VideoOptions Tiny = new() { ResizedWidth = 56, ResizedHeight = 56 };

    /// <summary>Texts in which {0} is the address of a listener, {1} a private file and {2} a film beside.</summary>
    public static TheoryData<string, string> Playlists => new()
    {
        { "list.m3u8", "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nhttp://{0}/a.ts\n#EXT-X-ENDLIST\n" },
        { "list.m3u8", "#EXTM3U\n#EXTINF:10,\nconcat:http://{0}/header.m3u8|file://{1}\n#EXT-X-ENDLIST\n" },
        { "list.m3u8", "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"file://{1}\"\n#EXTINF:2,\n{2}\n#EXT-X-ENDLIST\n" },
        { "list.mp4", "#EXTM3U\n#EXTINF:10,\n{1}\n#EXT-X-ENDLIST\n" },
        { "list.mp4", "ffconcat version 1.0\nfile '{2}'\n" },
        { "list.ffconcat", "ffconcat version 1.0\nfile 'http://{0}/a.mp4'\nfile '{1}'\n" },
        {
            "list.mpd",
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
                + "mediaPresentationDuration=\"PT2S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" "
                + "bandwidth=\"1\"><BaseURL>http://{0}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>"
        },
        {
            "session.sdp",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
        },
        { "list.asx", "<asx version=\"3.0\"><entry><ref href=\"http://{0}/a.asf\"/></entry></asx>" },
        { "redirect.asf", "[Reference]\nRef1=http://{0}/a.asf\nRef2=file://{1}\n" },
        { "list.pls", "[playlist]\nFile1=http://{0}/a.mp4\nNumberOfEntries=1\n" },
        { "link.url", "[InternetShortcut]\nURL=http://{0}/a.mp4\n" },
        { "pictures.txt", "{1}" },
    };

    [Theory]
    [MemberData(nameof(Playlists))]
    public async Task A_list_is_refused_and_nothing_in_it_is_opened(string name, string text)
    {
        using var folder = new TempFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (secret, film) = (folder.File("secret.txt"), folder.File("film.mp4"));
        Ffmpeg.Make(film, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "2", "-c:v", "mpeg4");
        await File.WriteAllTextAsync(secret, Secret, TestContext.Current.CancellationToken);
        var content = text.Replace("{0}", listener.LocalEndpoint.ToString(), StringComparison.Ordinal)
            .Replace("{1}", secret, StringComparison.Ordinal).Replace("{2}", film, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File(name), content, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(folder.File(name)));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.False(listener.Pending(), $"{name} was followed.");
    }

    [Theory]
    [InlineData("it's a \"clip\".mp4")]
    [InlineData("-i.mp4")]
    [InlineData("--help")]
    [InlineData("two\nlines\t.mp4")]
    [InlineData("%03d%s%n.mp4")]
    [InlineData("http:::clip.mp4")]
    [InlineData("concat:a|b.mp4")]
    [InlineData("pipe:0")]
    [InlineData("$(touch x);`touch y`&*?[a].mp4")]
    [InlineData("ünï 映画 🎬\\.mp4")]
    public async Task A_name_is_a_name_and_nothing_else(string name)
    {
        using var folder = new TempFolder();
        var plain = folder.File("plain.mp4");
        Ffmpeg.Make(plain, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "1", "-c:v", "mpeg4");
        if (OperatingSystem.IsWindows() && name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            Assert.Skip("No such name on this system.");
        File.Move(plain, folder.File(name));
        Assert.Equal(4, (await PrepareAsync(folder.File(name))).Frames.Count);
        Assert.Equal([folder.File(name)], Directory.GetFiles(folder.Path));
    }

    private static Task<PreparedVision> PrepareAsync(string path) =>
        VideoPreparer.PrepareAsync(
            path, Published.Preprocessor, Published.Vision, Tiny, progress: null, TestContext.Current.CancellationToken);
}
