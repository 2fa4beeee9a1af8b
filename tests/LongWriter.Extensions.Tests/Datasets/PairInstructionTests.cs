namespace LongWriter.Tests;

public class PairInstructionTests
{
    [Fact]
    public void Rows_of_either_form_are_read()
    {
        using var folder = new PairFolder();
        var file = folder.File("in.jsonl", """{"prompt":"One","length":500,"type":"story"}""", "", """{"id":7,"instruction":"Two","input":"of it","system":"Be dry.","language":"de"}""", """{"id":"c","prompt":"Three 🐝","required":"9","length":null}""");

        Assert.Equal(
            [
                new("1", "One") { Required = 500 },
                new("7", "Two\nof it") { System = "Be dry.", Language = "de" },
                new("c", "Three 🐝") { Required = 9 },
            ],
            PairInstruction.Read(file));
    }

    [Theory]
    [InlineData("{\"prompt\":\"a\"}\n{\"prompt\":", "line 2 is no JSON")]
    [InlineData("[1]", "line 1 is no JSON object")]
    [InlineData("{\"text\":\"a\"}", "neither 'prompt' nor 'instruction'")]
    [InlineData("{\"prompt\":\" \"}", "neither 'prompt' nor 'instruction'")]
    [InlineData("{\"prompt\":5}", "a 'prompt' that is no text")]
    [InlineData("{\"prompt\":\"a\",\"length\":0}", "a 'length' of 0")]
    [InlineData("{\"prompt\":\"a\",\"length\":\"many\"}", "a 'length' of \"many\"")]
    [InlineData("{\"prompt\":\"a\",\"length\":1e99}", "a 'length' of 1e99")]
    [InlineData("{\"id\":\"x\",\"prompt\":\"a\"}\n{\"id\":\"x\",\"prompt\":\"b\"}", "line 2 has the id 'x' of line 1")]
    [InlineData("{\"id\":[],\"prompt\":\"a\"}", "an 'id' that is neither")]
    [InlineData("{\"prompt\":\"\\ud800\"}", "no Unicode")]
    [InlineData("", "has no rows")]
    public void What_is_no_instruction_is_named_with_its_line(string text, string said)
    {
        using var folder = new PairFolder();
        var file = folder.File("in.jsonl", text);

        var exception = Assert.Throws<LongWriterException>(() => PairInstruction.Read(file));

        Assert.Equal(LongWriterError.DatasetUnavailable, exception.Error);
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_a_missing_file_are_errors()
    {
        using var folder = new PairFolder();
        File.WriteAllBytes(folder.At("bytes"), [0x7B, 0xFF, 0xFE, 0x0A]);

        Assert.All([folder.At("bytes"), folder.At("missing")], static path =>
        {
            var exception = Assert.Throws<LongWriterException>(() => PairInstruction.Read(path));
            Assert.Equal(LongWriterError.DatasetUnavailable, exception.Error);
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        });
    }
}
