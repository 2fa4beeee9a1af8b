using System.Collections.Frozen;
using System.Text;

namespace LongWriter;

/// <summary>The printable characters that stand for the 256 bytes in byte-level vocabularies (GPT-2): printable Latin-1 bytes for themselves, the others from U+0100 on.</summary>
internal static class ByteLevelAlphabet
{
    private static readonly char[] Characters = MakeCharacters();
    private static readonly FrozenDictionary<char, byte> Bytes = Enumerable.Range(0, 256).ToFrozenDictionary(value => Characters[value], value => (byte)value);

    /// <summary>The character of a byte.</summary>
    public static char CharacterOf(byte value) => Characters[value];

    /// <summary>The characters of bytes.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, static (text, bytes) => Write(bytes, text));

    /// <summary>The characters of bytes.</summary>
    public static void Write(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        for (var i = 0; i < bytes.Length; i++)
            text[i] = Characters[bytes[i]];
    }

    /// <summary>The bytes of a token; of one that has other characters, its UTF-8.</summary>
    public static byte[] Read(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i]))
                return Encoding.UTF8.GetBytes(token);
        }

        return bytes;
    }

    /// <summary>Whether all characters of a text stand for bytes.</summary>
    public static bool Spells(string text) => text.All(Bytes.ContainsKey);

    private static char[] MakeCharacters()
    {
        var characters = new char[256];
        var next = 0x100;
        for (var value = 0; value < 256; value++)
            characters[value] = value is >= 0x21 and <= 0x7E or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)value : (char)next++;
        return characters;
    }
}
