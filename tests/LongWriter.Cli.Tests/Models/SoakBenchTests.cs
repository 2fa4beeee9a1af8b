using System.Text.Json;

namespace LongWriter.Cli.Tests.Models;

public sealed class SoakBenchTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("managed", JsonValueKind.Null)]
    [InlineData("torchsharp", JsonValueKind.Number)]
    public async Task Samples_are_taken_all_along_and_no_sequence_is_left_behind(string decoder, JsonValueKind tensors)
    {
        var model = await SmallModel.MakeAsync(_cli);

        var result = await _cli.RunAsync("bench", "soak", "--model", model, "--decoder", decoder, "--tokens", "400", "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        var samples = result.Json.GetProperty("samples").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 40).Select(static i => 10 * i), samples.Select(static s => s.GetProperty("tokens").GetInt32()));
        Assert.All(samples, static s => Assert.True(s.GetProperty("workingSetBytes").GetInt64() > 0));
        Assert.All(samples, s => Assert.Equal(tensors, s.GetProperty("liveTensors").ValueKind));
        // Texts of 20 tokens, the first two of them left out.
        Assert.Equal(40, result.Json.GetProperty("tokensSkipped").GetInt32());
        Assert.Equal(0, result.Json.GetProperty("newSequences").GetInt32());
        Assert.True(result.Json.GetProperty("grows").ValueKind is JsonValueKind.True or JsonValueKind.False);
    }

    [Fact]
    public async Task Too_few_tokens_for_a_slope_are_a_usage_error()
    {
        var result = await _cli.RunAsync("bench", "soak", "--model", "any", "--tokens", "100");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("from 200", result.Error, StringComparison.Ordinal);
    }
}
