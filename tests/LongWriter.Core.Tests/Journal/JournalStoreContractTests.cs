namespace LongWriter.Tests;

public sealed class JournalStoreContractTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Rules => [.. JournalStoreContract.Rules];

    [Theory, MemberData(nameof(Rules))]
    public Task The_file_store_keeps_the_contract(string rule) => new FileContract(_folder["runs"]).RunAsync(rule);

    [Theory, MemberData(nameof(Rules))]
    public Task The_memory_store_keeps_the_contract(string rule) => new InMemoryContract().RunAsync(rule);

    public void Dispose() => _folder.Dispose();

    private sealed class FileContract(string directory) : JournalStoreContract
    {
        protected override ValueTask<IJournalStore> CreateStoreAsync() => new(new FileJournalStore(directory));

        protected override ValueTask<IJournalStore?> ReopenAsync(IJournalStore store) => new(new FileJournalStore(directory));
    }

    private sealed class InMemoryContract : JournalStoreContract
    {
        protected override ValueTask<IJournalStore> CreateStoreAsync() => new(new InMemoryJournalStore());
    }
}
