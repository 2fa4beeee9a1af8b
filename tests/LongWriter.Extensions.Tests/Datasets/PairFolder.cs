using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>A folder for pairs.</summary>
internal sealed class PairFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-pairs-").FullName;

    public string Pairs => At("pairs.jsonl");

    public string Samples => At("pairs.samples.jsonl");

    public static readonly ResilienceOptions NoWaits = new() { MaxAttempts = 2, BaseDelay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero };

    public string At(string name) => Path.Combine(_folder, name);

    public string File(string name, params string[] lines)
    {
        System.IO.File.WriteAllText(At(name), string.Join('\n', lines));
        return At(name);
    }

    public static PairInstruction[] Instructions(int count) => [.. Enumerable.Range(0, count).Select(i => new PairInstruction($"row {i}", $"Tell me of bees, part {i}.") { Required = 60 })];

    public Task<PreferencePairReport> BuildAsync(IChatClient client, IReadOnlyList<PairInstruction> instructions, PreferencePairOptions? options = null, CancellationToken cancellationToken = default) =>
        new PreferencePairBuilder(client, (options ?? new()) with { Resilience = options?.Resilience.MaxAttempts == 1 ? options.Resilience : NoWaits }).BuildAsync(instructions, Pairs, null, cancellationToken);

    public JsonElement[] Rows() => [.. System.IO.File.ReadAllLines(Pairs).Select(static l => JsonDocument.Parse(l).RootElement)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
