namespace LongWriter.Tests.TorchSharp;

public class ElfFileTests
{
    [Fact]
    public void Version_needs_of_a_real_library_are_those_that_it_was_linked_with()
    {
        var needs = new ElfFile(NativeFile.Bytes()).VersionNeeds();

        Assert.Equal(["ld-linux-x86-64.so.2", "libc.so.6", "libgcc_s.so.1", "libm.so.6", "libstdc++.so.6"], needs.Select(n => n.Library).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(needs, n => n is { Library: "libstdc++.so.6", Version: "GLIBCXX_3.4.32", Flags: 0 });
        Assert.Contains(needs, n => n is { Library: "libc.so.6", Version: "GLIBC_2.34" });
        Assert.Equal(needs.Count, needs.Select(n => n.Index).Distinct().Count());
    }

    [Fact]
    public void Symbols_of_a_version_are_found_by_its_index()
    {
        var file = new ElfFile(NativeFile.Small(symbol: "something"));

        var need = Assert.Single(file.VersionNeeds());
        Assert.Equal(new VersionNeed("libstdc++.so.6", "GLIBCXX_3.4.32", 0, 7, 276), need);
        Assert.Equal(["something"], file.SymbolsOf(7));
        Assert.Empty(file.SymbolsOf(8));
    }

    [Fact]
    public void A_header_names_the_processor_and_the_bytes_that_are_mapped()
    {
        using var file = File.OpenRead(NativeFile.TorchSharp);

        var header = ElfHeader.Read(file);

        Assert.Equal(62, header.Machine);
        Assert.InRange(header.LoadedLength, 1ul << 20, (ulong)file.Length);
    }

    [Fact]
    public void A_file_cut_at_any_place_gives_one_kind_of_error_or_is_read_whole()
    {
        var whole = NativeFile.Small();
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            // The last section header ends at 832; what follows belongs to nothing.
            if (length < 832)
                Assert.Throws<InvalidDataException>(() => new ElfFile(cut).VersionNeeds());
            else
                Assert.Single(new ElfFile(cut).VersionNeeds());
        }
    }

    [Fact]
    public void Any_byte_may_be_wrong_without_another_kind_of_error()
    {
        var random = new Random(5);
        var errors = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = NativeFile.Small();
            for (var n = random.Next(1, 6); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            try
            {
                var file = new ElfFile(bytes);
                foreach (var need in file.VersionNeeds())
                    _ = file.SymbolsOf(need.Index);
            }
            catch (InvalidDataException)
            {
                errors++;
            }
        }

        Assert.InRange(errors, 1_000, 19_999);
    }

    [Fact]
    public void Sizes_near_the_largest_number_do_not_wrap_around()
    {
        var bytes = NativeFile.Small();
        NativeFile.U64(bytes, 512 + (2 * 64) + 24, ulong.MaxValue - 8);
        NativeFile.U64(bytes, 512 + (2 * 64) + 32, 64);

        Assert.Throws<InvalidDataException>(() => new ElfFile(bytes));
    }

    [Fact]
    public void Endless_version_tables_are_an_error()
    {
        var bytes = NativeFile.Small();
        NativeFile.U32(bytes, 512 + (2 * 64) + 44, uint.MaxValue);

        Assert.Throws<InvalidDataException>(() => new ElfFile(bytes).VersionNeeds());
    }

    [Theory]
    [InlineData("MZ this is a library for Windows, which is longer than a header of 64 bytes has to be")]
    [InlineData("\u007fELF\u0001\u0001 this one has 32 bits, and is as long as a header of 64 bytes has to be ")]
    [InlineData("")]
    public void Foreign_files_are_an_error(string content) =>
        Assert.Throws<InvalidDataException>(() => new ElfFile(System.Text.Encoding.ASCII.GetBytes(content)));
}
