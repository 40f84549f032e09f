using System.Text;
using System.Text.Json.Nodes;
using Qwen.Testing;
using Qwen.VisionLanguage.Text.Templates;

namespace Qwen.VisionLanguage.Tests.Text.Templates;

/// <summary>Which templates say something else than Qwen2.5-VL's, and what of them is followed.</summary>
public class FolderTemplateTests
{
    private const string Ours = "You are a helpful assistant.";

    // the same conversations in other words than the demo model's template
    private static string Same(string system = Ours)
        => "{% for m in messages %}{% if loop.first and m.role != 'system' %}<|im_start|>system\n" + system + "<|im_end|>\n{% endif %}"
            + "<|im_start|>{{ m.role }}\n{% if m.content is string %}{{ m.content }}{% else %}{% for p in m.content %}"
            + "{% if p.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
            + "{% elif p.type == 'video' %}<|vision_start|><|video_pad|><|vision_end|>{% else %}{{ p.text }}{% endif %}{% endfor %}"
            + "{% endif %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    [Fact]
    public void The_demo_model_and_a_folder_without_a_template_are_as_usual()
    {
        Assert.Equal((Ours, false, null), Read(RepositoryFiles.DemoCheckpoint));
        using var folder = new TemporaryFolder();
        Assert.Equal((null, false, null), Read(folder.Path));
    }

    [Fact]
    public void A_template_that_writes_the_same_is_no_other()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("chat_template.jinja"), Same());
        Assert.Equal((Ours, false, null), Read(folder.Path));
    }

    [Theory]
    [InlineData("You are a careful radiologist.")]
    [InlineData("")]
    [InlineData("Line one.\nLine two.")]
    public void Its_default_system_text_is_followed(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("chat_template.jinja"), Same(text));
        Assert.Equal((text, false, null), Read(folder.Path));
    }

    [Fact]
    public void A_template_without_a_system_turn_is_followed()
    {
        using var folder = new TemporaryFolder();
        var template = Same();
        var at = template.IndexOf("{% if loop.first", StringComparison.Ordinal);
        File.WriteAllText(
            folder.File("chat_template.jinja"), template[..at] + template[template.IndexOf("<|im_start|>{{", StringComparison.Ordinal)..]);
        Assert.Equal((null, true, null), Read(folder.Path));
    }

    [Theory]
    [InlineData("<|im_start|>assistant\n", "<|im_start|>assistant\n<think>\n", "<think>")]
    [InlineData("{{ p.text }}", "{{ p.text | upper }} ", "a picture")]
    [InlineData("<|image_pad|>", "<image>", "a picture")]
    [InlineData("<|video_pad|>", "<video>", "a video")]
    [InlineData("{{ m.role }}", "{{ m.role | upper }}", "a question")]
    [InlineData("{{ m.content }}", "{% if m.role == 'assistant' %}[{% endif %}{{ m.content }}", "a longer conversation")]
    public void Another_way_of_writing_is_said_once_with_the_place(string old, string other, string named)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("chat_template.jinja"), Same("Mine.").Replace(old, other, StringComparison.Ordinal));
        var (system, _, note) = Read(folder.Path);
        Assert.Contains(named, note, StringComparison.Ordinal);
        Assert.Contains("chat_template.jinja", note, StringComparison.Ordinal);
        if (old != "{{ m.role }}")
            Assert.Equal("Mine.", system);
    }

    [Fact]
    public void A_template_for_texts_alone_is_said_and_its_system_text_followed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.File("chat_template.jinja"),
            "{% if messages[0].role != 'system' %}{{ '<|im_start|>system\\nText only.<|im_end|>\\n' }}{% endif %}{% for m in messages %}"
            + "{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}{{ '<|im_start|>assistant\\n' }}");
        var (system, _, note) = Read(folder.Path);
        Assert.Equal("Text only.", system);
        Assert.Contains("not made for a picture", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% include 'x' %}")]
    [InlineData("{{ messages | unheard_of }}")]
    [InlineData("{% if %}")]
    public void A_template_that_cannot_be_read_is_said(string template)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("chat_template.jinja"), template);
        Assert.Contains("cannot read", Read(folder.Path).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_found_in_every_file_and_form_and_the_first_file_counts()
    {
        using var folder = new TemporaryFolder();
        Put("tokenizer_config.json", Same("in the tokenizer's"));
        Put("processor_config.json", new JsonArray(
            new JsonObject { ["name"] = "tool_use", ["template"] = Same("for tools") },
            new JsonObject { ["name"] = "default", ["template"] = Same("in a list") }));
        Assert.Equal("in a list", Read(folder.Path).System);
        Put("chat_template.json", new JsonObject { ["default"] = Same("in a map") });
        Assert.Equal("in a map", Read(folder.Path).System);
        Put("chat_template.json", Same("alone"));
        Assert.Equal("alone", Read(folder.Path).System);
        File.WriteAllText(folder.File("chat_template.jinja"), Same("in a file").ReplaceLineEndings("\r\n"), Encoding.Unicode);
        Assert.Equal("in a file", Read(folder.Path).System);
        foreach (var file in (string[])["chat_template.jinja", "chat_template.json", "processor_config.json"])
            File.Delete(folder.File(file));
        Assert.Equal("in the tokenizer's", Read(folder.Path).System);

        void Put(string file, JsonNode template)
            => File.WriteAllText(folder.File(file), new JsonObject { ["chat_template"] = template }.ToJsonString());
    }

    [Fact]
    public void A_template_for_lists_or_for_texts_alone_is_asked_in_its_way()
    {
        using var folder = new TemporaryFolder();
        var template = Same("Lists.");
        var (at, end) = (template.IndexOf("{% if m.content is string", StringComparison.Ordinal),
            template.IndexOf("{% for p", StringComparison.Ordinal));
        var lists = template[..at] + template[end..].Replace("{% endif %}<|im_end|>", "<|im_end|>", StringComparison.Ordinal);
        File.WriteAllText(folder.File("chat_template.jinja"), lists);
        Assert.Equal(("Lists.", false, null), Read(folder.Path));
    }

    private static (string? System, bool Omits, string? Note) Read(string folder)
        => FolderTemplate.Read(folder) is var found ? (found.SystemText, found.OmitsSystem, found.Note) : default;
}
