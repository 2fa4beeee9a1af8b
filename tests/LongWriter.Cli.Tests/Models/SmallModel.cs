namespace LongWriter.Cli.Tests.Models;

/// <summary>A random model of some thousand parameters, made by the tool itself.</summary>
internal static class SmallModel
{
    public const int Context = 1_024;

    private const string Config = """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":320,"hidden_size":32,"intermediate_size":48,"num_hidden_layers":2,
        "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":1024,"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu",
        "tie_word_embeddings":true,"bos_token_id":256,"eos_token_id":257}
        """;

    public static async Task<string> MakeAsync(CliRunner cli)
    {
        await File.WriteAllTextAsync(cli.At("config.json"), Config);
        var made = await cli.RunAsync("model", "random", "--config", cli.At("config.json"), "--out", cli.At("model"), "--seed", "1");
        Assert.True(made.Code == ExitCode.Done, made.Error);
        return cli.At("model");
    }
}
