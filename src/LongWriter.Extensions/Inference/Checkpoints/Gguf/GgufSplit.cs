using System.Globalization;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Models that llama.cpp has cut into several files, <c>NAME-00001-of-00003.gguf</c>. Only the first of them says what model it is.</summary>
internal static partial class GgufSplit
{
    /// <exception cref="LongWriterException">The file is one of several.</exception>
    public static void Refuse(GgufFile file)
    {
        var count = file.Metadata.Integer("split.count", 0, int.MaxValue) ?? 0;
        if (count <= 1)
            return;

        var part = file.Metadata.Integer("split.no", 0, int.MaxValue) + 1;
        var name = Path.GetFileName(file.Path);
        var place = Place().Match(name);
        var (first, whole) = place.Success
            ? ($"{name[..place.Index]}-00001-of-{place.Groups[1].Value}.gguf", $"{name[..place.Index]}.gguf")
            : ("FIRST-PART.gguf", "WHOLE.gguf");
        throw GgufFault.Of(file.Path, string.Create(
            CultureInfo.InvariantCulture,
            $"is part {part?.ToString(CultureInfo.InvariantCulture) ?? "?"} of the {count} of a split model. Join them with llama.cpp's tool, and give the file that it makes: llama-gguf-split --merge {first} {whole}"));
    }

    [GeneratedRegex(@"-\d{5}-of-(\d{5})\.gguf$", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
