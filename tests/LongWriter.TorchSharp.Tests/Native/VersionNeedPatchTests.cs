namespace LongWriter.Tests.TorchSharp;

public class VersionNeedPatchTests
{
    [Fact]
    public void The_real_library_differs_in_one_bit_after_it()
    {
        var original = NativeFile.Bytes();

        var patched = VersionNeedPatch.Apply(original);

        Assert.Equal(original.Length, patched.Length);
        var changed = Enumerable.Range(0, original.Length).Where(i => original[i] != patched[i]).ToList();
        var at = Assert.Single(changed);
        Assert.Equal((0, 2), (original[at], patched[at]));
        Assert.Equal("GLIBCXX_3.4.32", Assert.Single(new ElfFile(patched).VersionNeeds(), n => n.Flags == 2).Version);
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        var once = VersionNeedPatch.Apply(NativeFile.Small());

        Assert.Equal(once, VersionNeedPatch.Apply(once));
        Assert.NotEqual(once, NativeFile.Small());
    }

    [Fact]
    public void A_library_that_uses_the_version_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => VersionNeedPatch.Apply(NativeFile.Small(symbol: "_ZNSt6thread4joinEv")));

        Assert.Contains("_ZNSt6thread4joinEv", error.Message);
    }

    [Fact]
    public void A_library_without_the_need_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => VersionNeedPatch.Apply(NativeFile.Small(version: "GLIBCXX_3.4.30")));

        Assert.Contains("GLIBCXX_3.4.32", error.Message);
    }
}
