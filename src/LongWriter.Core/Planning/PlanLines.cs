namespace LongWriter;

/// <summary>Puts lines that have been taken apart together to steps.</summary>
internal sealed class PlanLines
{
    private readonly List<PlanEntry> _entries = [];
    private readonly List<string> _pending = [];
    private PlanEntry? _open;
    private bool _openIsLabelled;

    private PlanLines()
    {
    }

    public static IReadOnlyList<PlanEntry> Read(IEnumerable<string> lines, PlanLabels labels)
    {
        var scanned = lines.Where(static l => !string.IsNullOrWhiteSpace(l)).Select(line => PlanLine.Scan(line, labels)).Where(static l => !l.IsBlank).ToList();
        var reader = new PlanLines();
        if (scanned.Any(static l => l.Number is not null || l.HasPointLabel))
            reader.ReadLabelled(scanned, StrongestKind(scanned.Where(static l => l.Number is not null)));
        else
            reader.ReadUnnumbered(scanned);

        reader.Close();
        return reader._entries;
    }

    // Models number other things too: what they will do, what a step has to cover. The steps are the lines that look most like steps.
    private static string StrongestKind(IEnumerable<PlanLine> lines)
    {
        var evidence = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines)
            evidence[line.Kind] = evidence.GetValueOrDefault(line.Kind) + 1 + (line.HasPointLabel ? 2 : 0) + (line.Count is null ? 0 : 2);

        return evidence.Count == 0 ? "" : evidence.MaxBy(static p => p.Value).Key;
    }

    private void ReadLabelled(List<PlanLine> lines, string kind)
    {
        foreach (var line in lines)
        {
            var begins = line.Exact is not null
                || (line.Number is not null && (line.Kind == kind || line.HasPointLabel || (line.Count is not null && line.Point.Length > 0)));
            if (begins)
                Open(line);
            else if (line.HasPointLabel)
                AddPoint(line);
            else if (line.IsTotal)
                continue;
            else if (line.Count is not null)
                AddCount(line);
            else
                AddText(line.Point);
        }
    }

    private void ReadUnnumbered(List<PlanLine> lines)
    {
        var counted = lines.Where(static l => l is { Count: not null, IsTotal: false } && l.Point.Length > 0).ToList();
        var kind = counted.Any(static l => l.Kind == PlanLine.Heading) ? PlanLine.Heading
            : counted.Any(static l => l.Kind == PlanLine.Bullet) ? PlanLine.Bullet
            : "";
        if (counted.Count == 0 && lines.Any(static l => l.Kind == PlanLine.Heading) && lines.Any(static l => l is { Count: not null, IsTotal: false }))
            kind = PlanLine.Heading;

        foreach (var line in lines)
        {
            if (line.IsTotal)
                continue;

            if (line.Kind == kind && line.Point.Length > 0 && (line.Count is not null || kind == PlanLine.Heading))
                Open(line);
            else if (kind == PlanLine.Heading && line.Count is not null && line.Point.Length == 0)
                AddCount(line);
        }

        Close();

        // A document's own title stands above its sections and has no count.
        if (kind == PlanLine.Heading)
            _entries.RemoveAll(static e => e.Count is null);
    }

    private void Open(PlanLine line)
    {
        Close();
        _open = line.Exact ?? new(line.Number, line.Point, line.Count, line.Id);
        _openIsLabelled = line.HasPointLabel;
    }

    private void AddPoint(PlanLine line)
    {
        if (_open is null || _openIsLabelled || (_open.Count is not null && line.Count is not null))
        {
            Open(line);
            return;
        }

        var point = _open.Point.Length == 0 ? line.Point : line.Point.Length == 0 ? _open.Point : _open.Point + ": " + line.Point;
        _open = _open with { Point = point, Count = line.Count ?? _open.Count, Id = line.Id ?? _open.Id };
        _openIsLabelled = true;
        _pending.Clear();
    }

    private void AddCount(PlanLine line)
    {
        if (_open is { Count: null })
        {
            AddText(line.Point);
            _open = _open with { Point = string.Join(' ', _pending.Prepend(_open.Point).Where(static p => p.Length > 0)), Count = line.Count };
            _pending.Clear();
        }
        else if (_open is not null && line.HasCountLabel && line.Point.Length > 0)
        {
            Open(line);
        }
    }

    // Text below a step belongs to it if its count follows; else it is a remark.
    private void AddText(string text)
    {
        if (_open is null || text.Length == 0)
            return;

        if (_open.Point.Length == 0 && !(_openIsLabelled && _open.Count is not null))
            _open = _open with { Point = text };
        else if (_open.Count is null)
            _pending.Add(text);
    }

    private void Close()
    {
        if (_open is not null)
            _entries.Add(_open);

        _open = null;
        _pending.Clear();
    }
}
