using System.Text.Json;

namespace QuickStart;

public class OllamaModelTests
{
    [Theory]
    [InlineData("""{"models":null}""")]
    [InlineData("""{"models":{}}""")]
    [InlineData("""{"models":[]}""")]
    [InlineData("""{"models":[{"model":"no name"},{"name":null},{"name":7},null,"text"]}""")]
    [InlineData("""{"error":"none"}""")]
    [InlineData("""[1, 2]""")]
    [InlineData("null")]
    public void An_answer_without_a_model_gives_none(string tags) => Assert.Null(First(tags));

    [Theory]
    [InlineData("""{"models":[{"name":"nomic-embed-text:latest","details":{"family":"nomic-bert"}},{"name":"llama3.1:8b","details":{"family":"llama"}}]}""", "llama3.1:8b")]
    [InlineData("""{"models":[{"name":"all-minilm:latest","details":{"family":"bert"}},{"name":"qwen3:4b","details":null}]}""", "qwen3:4b")]
    [InlineData("""{"models":[{"name":"mxbai-embed-large"},{"name":"bge-m3","details":{"family":"bert"}}]}""", null)]
    public void A_model_for_embeddings_is_passed_over(string tags, string? name) => Assert.Equal(name, First(tags));

    private static string? First(string tags)
    {
        using var document = JsonDocument.Parse(tags);
        return OllamaModel.FirstOf(document.RootElement);
    }
}
