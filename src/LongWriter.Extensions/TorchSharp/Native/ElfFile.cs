using System.Buffers.Binary;
using System.Text;

namespace LongWriter;

/// <summary>The version tables of a 64-bit little-endian ELF file. Every read is checked against the file's size: a damaged file gives <see cref="InvalidDataException"/>, nothing else.</summary>
internal sealed class ElfFile
{
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private readonly byte[] _bytes;
    private readonly Section[] _sections;

    public ElfFile(byte[] bytes)
    {
        ElfHeader.Read(new MemoryStream(bytes, writable: false));
        _bytes = bytes;
        _sections = ReadSections();
    }

    /// <summary>The version needs of the file.</summary>
    public IReadOnlyList<VersionNeed> VersionNeeds()
    {
        var needs = new List<VersionNeed>();
        if (Find(SectionType.VersionNeeds) is not { } section)
            return needs;

        var names = SectionAt(section.Link);
        long entry = section.Offset;
        for (var i = 0; i < section.Info; i++)
        {
            var library = Name(names, UInt32(entry + 4, section));
            var detail = entry + UInt32(entry + 8, section);
            for (int n = UInt16(entry + 2, section); n > 0; n--)
            {
                needs.Add(new(library, Name(names, UInt32(detail + 8, section)), UInt16(detail + 4, section), UInt16(detail + 6, section), checked((int)detail + 4)));
                detail = Next(detail, UInt32(detail + 12, section), last: n == 1);
            }

            entry = Next(entry, UInt32(entry + 12, section), last: i == section.Info - 1);
        }

        return needs;
    }

    /// <summary>The names of the dynamic symbols that ask for a version.</summary>
    /// <param name="index">The <see cref="VersionNeed.Index"/> of a version.</param>
    public IReadOnlyList<string> SymbolsOf(ushort index)
    {
        if (Find(SectionType.DynamicSymbols) is not { } symbols || Find(SectionType.SymbolVersions) is not { } versions)
            throw new InvalidDataException("it has no table of symbol versions");

        var names = SectionAt(symbols.Link);
        var found = new List<string>();
        for (long i = 0; i < versions.Size / 2; i++)
        {
            // The top bit marks a hidden symbol and is no part of the index.
            if ((UInt16(versions.Offset + (2 * i), versions) & 0x7fff) == index)
                found.Add(Name(names, UInt32(symbols.Offset + (SymbolSize * i), symbols)));
        }

        return found;
    }

    private static long Next(long entry, uint step, bool last)
    {
        // A step of 0 before the last entry would read the same entry again and again.
        if (step == 0 && !last)
            throw new InvalidDataException("its version table ends too early");

        return entry + step;
    }

    private Section[] ReadSections()
    {
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(40));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(58)), count = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(60));
        if (count > 0 && size != SectionHeaderSize)
            throw new InvalidDataException($"its section headers are {size} bytes long instead of {SectionHeaderSize}");

        if (offset > (ulong)_bytes.Length || (ulong)count * SectionHeaderSize > (ulong)_bytes.Length - offset)
            throw new InvalidDataException("it ends before its section headers");

        var sections = new Section[count];
        for (var i = 0; i < count; i++)
            sections[i] = ReadSection(_bytes.AsSpan((int)offset + (i * SectionHeaderSize), SectionHeaderSize));

        return sections;
    }

    private Section ReadSection(ReadOnlySpan<byte> header)
    {
        var type = (SectionType)BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        var (offset, size) = (BinaryPrimitives.ReadUInt64LittleEndian(header[24..]), BinaryPrimitives.ReadUInt64LittleEndian(header[32..]));
        var (link, info) = (BinaryPrimitives.ReadUInt32LittleEndian(header[40..]), BinaryPrimitives.ReadUInt32LittleEndian(header[44..]));
        if (type is SectionType.Empty or SectionType.NoBits)
            return new(type, 0, 0, link, info);

        if (offset > (ulong)_bytes.Length || size > (ulong)_bytes.Length - offset)
            throw new InvalidDataException("a section reaches beyond its end");

        return new(type, (long)offset, (long)size, link, info);
    }

    private Section? Find(SectionType type)
    {
        foreach (var section in _sections)
        {
            if (section.Type == type)
                return section;
        }

        return null;
    }

    private Section SectionAt(uint index) =>
        index < _sections.Length ? _sections[index] : throw new InvalidDataException($"it has no section {index}");

    private ushort UInt16(long offset, Section section) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2, section));

    private uint UInt32(long offset, Section section) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4, section));

    private ReadOnlySpan<byte> Slice(long offset, int length, Section section)
    {
        if (offset < section.Offset || offset + length > section.Offset + section.Size)
            throw new InvalidDataException("a table reaches beyond its section");

        return _bytes.AsSpan((int)offset, length);
    }

    private string Name(Section names, uint offset)
    {
        if (offset >= names.Size)
            throw new InvalidDataException("a name lies outside its string table");

        var rest = _bytes.AsSpan((int)(names.Offset + offset), (int)(names.Size - offset));
        var end = rest.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("a name does not end") : Encoding.UTF8.GetString(rest[..end]);
    }

    private enum SectionType : uint
    {
        Empty = 0,
        NoBits = 8,
        DynamicSymbols = 11,
        VersionNeeds = 0x6ffffffe,
        SymbolVersions = 0x6fffffff,
    }

    private readonly record struct Section(SectionType Type, long Offset, long Size, uint Link, uint Info);
}

/// <summary>A version that a file needs of a library.</summary>
/// <param name="Library">The library's name, for example <c>libstdc++.so.6</c>.</param>
/// <param name="Version">The version's name.</param>
/// <param name="Flags">Bit 1 marks a need that may stay unmet.</param>
/// <param name="Index">The number by which symbols name this version.</param>
/// <param name="FlagsOffset">Where the flags stand in the file.</param>
internal readonly record struct VersionNeed(string Library, string Version, ushort Flags, ushort Index, int FlagsOffset);
