namespace LongWriter.Tests;

public class GenerationDefaultsTests
{
    [Fact]
    public void Every_setting_is_carried_and_what_is_not_applied_is_named()
    {
        var defaults = Read("""
            { "_from_model_config": true, "bos_token_id": 1, "do_sample": true, "eos_token_id": [7, 8], "max_new_tokens": 2048, "max_length": 128000, "min_p": 0.05, "no_repeat_ngram_size": 3,
              "num_beams": 1, "typical_p": 1.0, "length_penalty": 1.2, "pad_token_id": 0, "repetition_penalty": 1.05, "temperature": 0.7, "top_k": 20, "top_p": 0.8, "transformers_version": "4.37.0" }
            """);
        Assert.Equal((true, 0.7f, 20, 0.8f, 0.05f), (defaults.DoSample, defaults.Temperature, defaults.TopK, defaults.TopP, defaults.MinP));
        Assert.Equal((1.05f, 2048, 128000), (defaults.RepetitionPenalty, defaults.MaxNewTokens, defaults.MaxLength));
        Assert.Equal([7, 8], defaults.StopTokenIds);
        Assert.Equal(["no_repeat_ngram_size", "length_penalty"], defaults.IgnoredFields);
    }

    [Fact]
    public void What_is_not_said_is_null()
    {
        using var folder = new TemporaryFolder();
        foreach (var defaults in new[] { GenerationDefaults.Read(folder.Path), Read("{}"), Read("""{"temperature": null, "top_p": null}""") })
        {
            Assert.Equal(new GenerationDefaults { StopTokenIds = defaults.StopTokenIds, IgnoredFields = defaults.IgnoredFields }, defaults);
            Assert.Empty(defaults.StopTokenIds);
            Assert.Empty(defaults.IgnoredFields);
        }
    }

    [Fact]
    public void Zero_is_a_value() => Assert.True(Read("""{"temperature": 0, "top_k": 0, "top_p": 0, "do_sample": false}""") is { Temperature: 0, TopK: 0, TopP: 0, DoSample: false });

    [Theory]
    [InlineData("temperature", "-0.1")]
    [InlineData("temperature", "\"hot\"")]
    [InlineData("top_p", "1.5")]
    [InlineData("top_k", "-1")]
    [InlineData("min_p", "2")]
    [InlineData("repetition_penalty", "0")]
    [InlineData("max_new_tokens", "0")]
    [InlineData("max_length", "1.5")]
    [InlineData("do_sample", "1")]
    [InlineData("eos_token_id", "\"</s>\"")]
    public void A_value_outside_its_range_is_named(string field, string value)
    {
        var exception = Assert.Throws<LongWriterException>(() => Read($$"""{"{{field}}": {{value}}}"""));
        Assert.Equal(LongWriterError.InvalidModel, exception.Error);
        Assert.Contains("generation_config.json", exception.Message);
        Assert.Contains(field, exception.Message);
    }

    private static GenerationDefaults Read(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("generation_config.json", json);
        return GenerationDefaults.Read(folder.Path);
    }
}
